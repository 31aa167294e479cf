"""Acts on many reports: choose the act, look at what it would come to, let it run, see what came of each."""

import csv
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.agencies import permissions
from tanggap.core import clock
from tanggap.reports.actions import batches
from tanggap.reports.actions.batches import Wanted
from tanggap.reports.queries import batches as asked
from tanggap.reports.queries import desk
from tanggap.reports.words import BatchState
from tanggap.web.desk import bulk, choices, lens
from tanggap.web.desk.lens import Lens
from tanggap.web.desk.views import frame
from tanggap.web.ui.access import StaffRequest, staff_only

Chosen = list[tuple[int, int | None]]
MOST_PROPOSED = 50  # what one address can name; a city's own bound is the register's


@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: StaffRequest) -> HttpResponse:
    """Show the acts and the form of the chosen one; keep what it would do as a preview, and lead to that."""
    given = request.POST if request.method == "POST" else request.GET
    back = lens.read_kept(given.get("lens", "").lstrip("?"))
    is_all = given.get("all") == "1"
    chosen, is_cut = _chosen(request, given.getlist("r"), back, is_all=is_all)
    act = bulk.BY_SLUG.get(given.get("act", ""))
    expected = asked.expected(request.user, door=act.door if act else "reports.watch", chosen=chosen) if chosen else []
    context: dict[str, Any] = {
        "lens": back,
        "acts": bulk.ACTS,
        "act": act,
        "is_all": is_all,
        "is_cut": is_cut,
        "most": batches.MOST,
        "shown": choices.summary(back),
        "picked": [] if is_all else [f"{one.report}.{one.version}" for one in expected],
        "number": len(expected),
        "key": given.get("key") or str(uuid4()),
        "proposable": [one.code for one in expected] if _may_propose(request, len(expected)) else [],
    }
    if act is None or not expected:
        return render(request, "desk/bulk_choose.html", context)
    form = act.form(request.POST if request.method == "POST" else None, units=bulk.units_of(expected))
    if request.method != "POST" or not form.is_valid():
        return render(request, "desk/bulk_choose.html", {**context, "form": form}, status=422 if form.is_bound else 200)
    key = _key(context["key"])
    batches.draft(
        key=key,
        by=request.user,
        act=act.slug,
        arguments=form.arguments(),
        query=back.query,
        language=get_language() or "id",
        wanted=[Wanted(one.report, one.version, one.refusal) for one in expected],
    )
    return redirect("desk:batch", key=key)


def _may_propose(request: StaffRequest, number: int) -> bool:
    return 1 < number <= MOST_PROPOSED and permissions.allows("planning.propose", request.user)


def _chosen(request: StaffRequest, picked: list[str], back: Lens, *, is_all: bool) -> tuple[Chosen, bool]:
    """Return the chosen reports with the versions that were seen, and whether there were more than can be done at once."""
    if not is_all:
        read = [one.partition(".") for one in picked[: batches.MOST]]
        return [(int(key), int(seen)) for key, _dot, seen in read if _is_number(key) and _is_number(seen)], False
    found = desk.matching(
        request.user, view=back.view, wanted=back.wanted, sort=back.sort, now=clock.now(), limit=batches.MOST + 1
    )
    return [(key, version) for key, version in found[: batches.MOST]], len(found) > batches.MOST


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


@staff_only(*frame.DESK_ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: StaffRequest, key: UUID) -> HttpResponse:
    """Show a preview, how far the work is, or what came of it; begin it or stop it. Raises NotFound for somebody else's."""
    if request.method == "POST":
        if request.POST.get("act") == "stop":
            batches.stop(key=key, by=request.user)
        elif not batches.begin(key=key, by=request.user):
            bulk.carry_on(key)
        return redirect("desk:batch", key=key)
    row = asked.batch(key, staff=request.user)
    is_part = frame.target(request) == "progress"
    return render(request, "desk/bulk_progress.html" if is_part else "desk/bulk_batch.html", _told(row))


def _told(row: asked.BatchRow) -> dict[str, Any]:
    is_draft = row.state == BatchState.DRAFT
    refused = asked.exceptions(row.key, is_draft=is_draft, limit=batches.MOST)
    act = bulk.BY_SLUG[row.act]
    return {
        "batch": row,
        "act": act,
        "is_draft": is_draft,
        "is_running": row.state == BatchState.RUNNING,
        "is_for_a_worker": row.total > batches.AT_ONCE,
        "expected": row.total - row.expected_refusals,
        "reasons": bulk.reasons([(item.reason, item.code) for item in refused]),
        "arguments": bulk.told_arguments(row),
        "items": [] if row.state == BatchState.RUNNING else asked.items(row.key, is_draft=is_draft),
        "page": asked.PAGE,
        "lens": replace(lens.read_kept(row.query.lstrip("?"))),
    }


@staff_only(*frame.DESK_ROLES)
@require_safe
def table(request: StaffRequest, key: UUID) -> HttpResponse:
    """Return what came of each report as CSV. Raises NotFound for somebody else's."""
    row = asked.batch(key, staff=request.user)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="massal-{row.made_at:%Y%m%d-%H%M}.csv"'
    response.write("\ufeff")
    rows = csv.writer(response)
    rows.writerow([_("Number"), _("Report code"), _("Outcome"), _("Reason"), _("At")])
    for item in asked.every_item(key, is_draft=row.state == BatchState.DRAFT):
        rows.writerow([item.number, item.code, item.outcome_label, item.reason, item.at.isoformat() if item.at else ""])
    return response
