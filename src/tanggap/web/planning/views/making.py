"""A proposal begins: from what is suggested, from one report, or from several chosen on the desk's list."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tanggap.catalog import queries as catalog
from tanggap.core.ids import read_code
from tanggap.core.refusal import NotFound
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.planning import actions, queries
from tanggap.planning.rows import Choices, Made
from tanggap.reports.queries.public import requests as public
from tanggap.web.planning.forms import ProposeForm
from tanggap.web.planning.readers import PROPOSE
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.saving import saved

LONGEST_TITLE = 120


@staff_only(act=PROPOSE)
@require_safe
def candidates(request: StaffRequest) -> HttpResponse:
    """List what the person's unit could propose: reports of one kind close together that no repair has ended."""
    return render(request, "planning/candidates.html", {"rows": queries.candidates(request.user)})


@staff_only(act=PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Make a proposal; sent twice it is made once."""
    codes = _codes(request)
    rows = _rows(codes)
    known = queries.choices(request.user, area=(rows[0].area or "") if rows else "")
    form = ProposeForm(request.POST or None, known=known, initial=_initial(codes, rows, known))
    status = 200
    if request.method == "POST" and "look" not in request.POST:
        made: list[Made] = []
        propose = partial(actions.propose, by=request.user)
        status = saved(form, lambda: made.append(propose(**form.arguments())), raises=(NotFound,))
        if made:
            _tell(request, made[0])
            return redirect("planning:proposal", made[0].code)
        if status and (there := _made_before(codes, form.data.get("title", ""))):
            messages.info(request, _("This was already proposed; it was not done twice."))
            return redirect("planning:proposal", there)
    elif request.method == "POST":
        form.errors.clear()
    context = {
        "form": form,
        "rows": rows,
        "unread": [code for code in codes if code not in {row.code for row in rows}],
        "known": known,
    }
    return render(request, "planning/new.html", context, status=status)


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report that shall be proposed, as everybody may read it."""

    code: str
    state: str
    category: str
    area: str | None
    place: str
    icon: str
    words: str
    supporters: int


def _codes(request: StaffRequest) -> list[str]:
    """Return the codes that the address or the form names."""
    typed = request.POST.get("reports", "").replace(",", " ").split() or request.GET.getlist("laporan")
    read = [read_code(part, city().prefix) for part in typed[:200]]
    return list(dict.fromkeys(code for code in read if code))


def _rows(codes: list[str]) -> list[ReportLine]:
    """Return those of the reports that everybody may read; others cannot be proposed. At most two statements."""
    found = []
    for row in public.requested(codes) if codes else []:
        kind = catalog.category(row.category)
        found.append(
            ReportLine(
                code=row.code,
                state=row.state,
                category=kind.label if kind else "",
                area=row.area,
                place=places.full_name(row.area) if row.area else "",
                icon=kind.icon if kind else "",
                words=row.text,
                supporters=row.supporters,
            )
        )
    return found


def _initial(codes: list[str], rows: list[ReportLine], known: Choices) -> dict[str, Any]:
    """Return what a fresh form holds: the reports, what they are about and where, the lowest level, the next open year."""
    first = rows[0] if rows else None
    title = f"{first.category}: {first.place}" if first else ""
    return {
        "reports": " ".join(codes),
        "title": title[:LONGEST_TITLE],
        "level": known.levels[0].code if known.levels else "",
        "year": str(known.years[0].year) if known.years else "",
    }


def _tell(request: StaffRequest, made: Made) -> None:
    messages.success(request, _("It is proposed. Your unit keeps the reports until the proposal is taken."))
    for joined, parent in made.instead.items():
        told = _("%(joined)s is joined to %(parent)s, which was taken in its place.")
        messages.info(request, told % {"joined": joined, "parent": parent})


def _made_before(codes: list[str], title: str) -> str:
    """Return the code of the live proposal of just these reports with just this title: of a form that was sent twice."""
    chips = queries.of_reports(codes)
    same = {chip.code for chip in chips.values() if chip.title == " ".join(title.split())}
    return same.pop() if len(same) == 1 and len(chips) == len(codes) else ""
