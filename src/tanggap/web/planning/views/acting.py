"""The steps of a proposal. Each is a small form at its own address; done twice it is done once, a change in between is shown."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tanggap.core.refusal import NotFound
from tanggap.planning import queries
from tanggap.planning.refusals import TwoProgrammes
from tanggap.planning.rows import Choices, Done, Made, ProposalPage, StepRow
from tanggap.planning.words import LinkEnd
from tanggap.web.planning.acts import BY_SLUG, Act
from tanggap.web.planning.forms import ActForm
from tanggap.web.planning.readers import SEE
from tanggap.web.planning.views.proposal import told
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.saving import saved

CONFLICT = 409


@staff_only(act=SEE)
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: StaffRequest, code: str, slug: str) -> HttpResponse:
    """Show the form of a step, or take it."""
    if slug not in BY_SLUG:
        raise NotFound
    chosen, page = BY_SLUG[slug], queries.proposal(request.user, code)
    possible = next((one for one in page.acts if one.step == chosen.step), None)
    is_open = possible is not None and possible.allowed
    if request.method != "POST":
        form = _form(request, chosen, page) if is_open else None
        why_not = "" if is_open else possible.why_not if possible else _too_late(page, chosen)
        return _show(request, chosen, page, form, why_not=why_not, status=200 if is_open else CONFLICT)
    form = _form(request, chosen, page)
    seen = form.data.get("version", "")
    done: list[Done | Made] = []
    run = partial(chosen.run, code=page.row.code, by=request.user)
    status = saved(form, lambda: done.append(run(**form.arguments())), raises=(NotFound,))
    if done:
        _say(request, chosen, done[0])
        return redirect("planning:proposal", page.row.code)
    page = queries.proposal(request.user, code)
    since = _since(page, seen)
    if any(_is_same(step, chosen, form, request) for step in since):
        messages.info(request, _("This was already done; it was not done twice."))
        return redirect("planning:proposal", page.row.code)
    form.see(page.version)
    return _show(request, chosen, page, form, since=since, status=status)


def _form(request: StaffRequest, chosen: Act, page: ProposalPage) -> ActForm:
    row = page.row
    known = queries.choices(request.user, area=row.area, state=row.state)
    years = _years(known, page, chosen.step)
    year = row.year if row.year in years else min(years, default="")
    initial: dict[str, Any] = {"version": page.version, "year": str(year), "report": request.GET.get("laporan", "")}
    if chosen.step == "change":
        initial |= {"title": row.title, "problem": page.problem, "reason": row.reason, "cost": row.cost}
    if chosen.step == "fund":
        initial |= {"amount": row.cost, "builder": row.unit}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = chosen.form(*sent, initial=initial, known=known, page=page)
    form.offer("year", [(str(one), str(one)) for one in years])
    return form


def _years(known: Choices, page: ProposalPage, step: str) -> list[int]:
    """Return the years that a step can name: the open ones; later ones when it is put off; its own, too, when only words change."""
    found = {one.year for one in known.years if step != "defer" or one.year > page.row.year}
    return sorted(found | {page.row.year} if step == "change" else found)


def _show(
    request: StaffRequest,
    chosen: Act,
    page: ProposalPage,
    form: ActForm | None,
    *,
    why_not: str = "",
    since: list[StepRow] | None = None,
    status: int = 200,
) -> HttpResponse:
    possible = next((one for one in page.acts if one.step == chosen.step), None)
    context = {
        **told(request, page),
        "act": chosen,
        "label": possible.label.removesuffix("…") if possible else "",
        "form": form,
        "why_not": why_not,
        "since": since or [],
    }
    return render(request, "planning/act.html", context, status=status)


def _too_late(page: ProposalPage, chosen: Act) -> str:
    if chosen.step == "fund" and page.programme:
        return str(TwoProgrammes(TwoProgrammes.message % {"programme": page.programme.code}))
    return _("It is in the state “%(state)s” now, so this cannot be done any more.") % {"state": page.row.state_label}


def _since(page: ProposalPage, seen: str) -> list[StepRow]:
    """Return what happened after the version that the form was made of."""
    known = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else page.version
    return [step for step in page.steps if step.number > known]


def _is_same(step: StepRow, chosen: Act, form: ActForm, request: StaffRequest) -> bool:
    """Return whether a step says just what the form says, by this very person: the form was sent twice."""
    said = str(form.cleaned_data.get("message", "")).strip()
    return step.step == chosen.step and step.who == request.user.display_name and step.message == said


def _say(request: StaffRequest, chosen: Act, done: Done | Made) -> None:
    messages.success(request, str(chosen.done))
    if isinstance(done, Made):
        for joined, parent in done.instead.items():
            words = _("%(joined)s is joined to %(parent)s, which was taken in its place.")
            messages.info(request, words % {"joined": joined, "parent": parent})
        return
    if done.moved:
        number = len(done.moved)
        messages.info(
            request, ngettext("%(n)d report moved with it.", "%(n)d reports moved with it.", number) % {"n": number}
        )
    for code, why in done.left.items():
        messages.warning(
            request, _("%(code)s did not move with it: %(why)s.") % {"code": code, "why": LinkEnd(why).label}
        )
