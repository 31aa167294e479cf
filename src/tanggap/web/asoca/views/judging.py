"""Who judges a board, and what one of them says: which of two is more important, and how good each element is."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.asoca import actions, queries
from tanggap.asoca.rows import SetRow, Sheet
from tanggap.core.refusal import NotFound
from tanggap.web.asoca.forms import AssessorForm, PairsForm, RatingsForm
from tanggap.web.asoca.readers import EDIT, READERS
from tanggap.web.asoca.saving import asked, of_board, tried
from tanggap.web.asoca.scale import pair_fields
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.saving import saved


@staff_only(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def assessors(request: StaffRequest, board: int) -> HttpResponse:
    """List who judges and how far each is, never what; whoever keeps the board names more."""
    form = AssessorForm(request.POST or None)
    status = 200
    if request.method == "POST":
        given = of_board(request, board)
        status = saved(form, lambda: actions.add_assessor(**given, **form.cleaned_data))
        if not status:
            messages.success(request, _("One more judges the board."))
            return redirect("asoca:assessors", board)
    view = queries.board(request.user, board)
    may_invite = view.may_edit and not view.board.is_closed
    context = {
        "view": view,
        "board": view.board,
        "form": form,
        "may_invite": may_invite,
        "choices": queries.assessor_choices(request.user) if may_invite else [],
        "finished": sum(one.is_complete for one in view.assessors),
    }
    return render(request, "asoca/assessors.html", context, status=status)


@staff_only(act=EDIT)
@require_POST
def remove(request: StaffRequest, board: int, assessor: int) -> HttpResponse:
    """Take somebody off the board who has judged nothing yet."""
    given = of_board(request, board, assessor=assessor)
    tried(request, lambda: actions.remove_assessor(**given), _("This person does not judge the board."))
    return redirect("asoca:assessors", board)


@staff_only(*READERS)
@require_safe
def judging(request: StaffRequest, board: int, assessor: int) -> HttpResponse:
    """Show what one assessor is asked, how far that is, and how well it agrees with itself."""
    sheet = _sheet(request, board, assessor)
    steps = [(one, sum(pair.step is not None for pair in one.pairs)) for one in sheet.sets if one.pairs]
    rated = sum(one.score is not None for one in sheet.ratings)
    context = {**_about(sheet), "steps": steps, "rated": rated, "next": _next(sheet)}
    return render(request, "asoca/judging.html", context)


@staff_only(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def pairs(request: StaffRequest, board: int, assessor: int, among: str) -> HttpResponse:
    """Compare the things of one set in pairs; saved answers say at once how well they agree with one another."""
    sheet = _sheet(request, board, assessor)
    one = _set(sheet, among)
    form = PairsForm(request.POST or None, pairs=one.pairs, initial={"version": sheet.assessor.version})
    status = 200
    if request.method == "POST":
        given = asked(request, assessor=assessor)
        status = saved(form, lambda: actions.judge(**given, version=form.cleaned_data["version"], steps=form.steps()))
        if not status:
            return _after(request, board, assessor, among)
    context = {
        **_about(sheet),
        "set": one,
        "form": form,
        "pairs": pair_fields(form, one.mend),
        "given": sum(pair.step is not None for pair in one.pairs),
        "version": sheet.assessor.version,
        **_beside(sheet, among),
    }
    return render(request, "asoca/pairs.html", context, status=status)


@staff_only(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def ratings(request: StaffRequest, board: int, assessor: int) -> HttpResponse:
    """Rate how good each element is at present."""
    sheet = _sheet(request, board, assessor)
    form = RatingsForm(request.POST or None, ratings=sheet.ratings, initial={"version": sheet.assessor.version})
    status = 200
    if request.method == "POST":
        given = asked(request, assessor=assessor)
        status = saved(
            form, lambda: actions.judge(**given, version=form.cleaned_data["version"], ratings=form.scores())
        )
        if not status:
            messages.success(request, _("Your ratings are kept."))
            return redirect("asoca:judging", board, assessor)
    names = {group.letter: group for group in queries.board(request.user, board).groups}
    groups: dict[str, list[Any]] = {}
    for row in sheet.ratings:
        groups.setdefault(row.group, []).append(form[row.field])
    context = {
        **_about(sheet),
        "form": form,
        "groups": [(names[letter], fields) for letter, fields in groups.items()],
        "version": sheet.assessor.version,
    }
    return render(request, "asoca/ratings.html", context, status=status)


def _sheet(request: StaffRequest, board: int, assessor: int) -> Sheet:
    sheet = queries.sheet(request.user, assessor)
    if sheet.board.id != board:
        raise NotFound
    return sheet


def _about(sheet: Sheet) -> dict[str, Any]:
    return {"sheet": sheet, "board": sheet.board, "assessor": sheet.assessor, "may_write": sheet.may_write}


def _set(sheet: Sheet, among: str) -> SetRow:
    found = next((one for one in sheet.sets if one.among == among and one.pairs), None)
    if found is None:
        raise NotFound
    return found


def _next(sheet: Sheet) -> str:
    """Return among what the assessor compares next, `ratings` after all pairs, nothing when all is done."""
    for one in sheet.sets:
        if any(pair.step is None for pair in one.pairs):
            return one.among
    return "ratings" if any(one.score is None for one in sheet.ratings) else ""


def _beside(sheet: Sheet, among: str) -> dict[str, Any]:
    """Return where a set stands among those that are asked, and which one follows."""
    asked = [one for one in sheet.sets if one.pairs]
    place = next(place for place, one in enumerate(asked) if one.among == among)
    return {
        "place": place + 1,
        "places": len(asked),
        "following": asked[place + 1] if place + 1 < len(asked) else None,
    }


def _after(request: StaffRequest, board: int, assessor: int, among: str) -> HttpResponse:
    """Go on to the next set when this one is whole and agrees with itself; else show what it says."""
    sheet = _sheet(request, board, assessor)
    one = _set(sheet, among)
    is_whole = one.weights is not None and one.weights.is_whole
    if not is_whole:
        messages.success(request, _("What you have answered is kept. Some pairs are still open."))
    elif one.weights and not one.weights.is_consistent:
        messages.warning(
            request, _("Your answers are kept, but they contradict one another. Look at the marked pair again.")
        )
    else:
        messages.success(request, _("Your answers are kept, and they agree with one another."))
        if "on" in request.POST and (following := _beside(sheet, among)["following"]):
            return redirect("asoca:pairs", board, assessor, following.among)
        if "on" in request.POST:
            return redirect("asoca:ratings", board, assessor)
    return redirect("asoca:pairs", board, assessor, among)
