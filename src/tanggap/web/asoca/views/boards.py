"""A board begins, is described, opened for judgement, closed, taken on to its next edition, or thrown away."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tanggap.agencies import permissions
from tanggap.asoca import actions, example, queries
from tanggap.asoca.rows import BoardRow
from tanggap.insight.statistics import Selection
from tanggap.web.asoca.forms import BoardForm
from tanggap.web.asoca.readers import EDIT, READERS
from tanggap.web.asoca.saving import of_board, tried
from tanggap.web.ui import selecting
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.saving import saved


@staff_only(*READERS)
@require_safe
def listed(request: StaffRequest) -> HttpResponse:
    """List the boards: first those that the reader is asked to judge; the worked example apart. Four statements."""
    rows = queries.boards(request.user)
    asked = queries.asked(request.user)
    context = {
        "waiting": [(row, asked[row.id]) for row in rows if row.id in asked],
        "rows": [row for row in rows if not row.is_example],
        "example": next((row for row in rows if row.is_example), None),
        "may_edit": permissions.allows(EDIT, request.user),
    }
    return render(request, "asoca/boards.html", context)


@staff_only(act=EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: StaffRequest) -> HttpResponse:
    """Begin an empty board, of the last twelve months unless other days are chosen."""
    year, _problems = selecting.read({"period": "12m"})
    form = BoardForm(request.POST or None, selection=year, initial={"first": year.first, "last": year.last})
    status = 200
    if request.method == "POST":
        made: list[int] = []
        status = saved(form, lambda: made.append(actions.create(by=request.user, **form.cleaned_data)))
        if not status:
            messages.success(request, _("The board is there. Lay the first elements on it."))
            return redirect("asoca:elements", made[0])
    return _form(
        request, form, status=status, title=_("New board"), button=_("Make the board"), back="asoca:boards",
        about=_("What is examined, where, and of which days. Everything on it can be changed until it is opened for judgement."),
    )  # fmt: skip


@staff_only(act=EDIT)
@require_POST
def from_example(request: StaffRequest) -> HttpResponse:
    """Put the worked example on the list, if it is not there, and begin a board from it unless it is only to be seen."""
    there = example.install(by=request.user)
    if "look" in request.POST:
        return redirect("asoca:board", there)
    made = actions.new_edition(by=request.user, board=there)
    messages.success(
        request,
        _("A board of your own with the study’s elements and strategies. Change what is otherwise in your city."),
    )
    return redirect("asoca:board", made)


@staff_only(act=EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: StaffRequest, board: int) -> HttpResponse:
    """Say anew what a draft is about."""
    row = queries.board(request.user, board).board
    known = {"title": row.title, "purpose": row.purpose, "area": row.area, "first": row.first, "last": row.last}
    about = Selection(row.first, row.last, area=row.area)
    form = BoardForm(request.POST or None, selection=about, initial=known)
    status = 200
    if request.method == "POST":
        given = of_board(request, board)
        status = saved(form, lambda: actions.describe(**given, **form.cleaned_data))
        if not status:
            messages.success(request, _("Saved."))
            return redirect("asoca:board", board)
    return _form(
        request, form, status=status, board=row, version=row.version, title=_("What is examined"), button=_("Save"),
        back="asoca:board",
    )  # fmt: skip


@staff_only(act=EDIT)
@require_POST
def start_judging(request: StaffRequest, board: int) -> HttpResponse:
    """Let the assessors judge."""
    given = of_board(request, board)
    done = _("The board is open: its assessors can judge now. What lies on it stays as it is.")
    is_done = tried(request, lambda: actions.open_for_judgement(**given), done)
    return redirect("asoca:assessors" if is_done else "asoca:board", board)


@staff_only(act=EDIT)
@require_POST
def take_back(request: StaffRequest, board: int) -> HttpResponse:
    """Make an open board a draft again, while nobody has judged it."""
    given = of_board(request, board)
    tried(request, lambda: actions.back_to_draft(**given), _("It is a draft again and can be changed."))
    return redirect("asoca:board", board)


@staff_only(act=EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: StaffRequest, board: int) -> HttpResponse:
    """Ask whether the judging is over, with who has not judged everything; then end it."""
    view = queries.board(request.user, board)
    if request.method == "POST":
        given = of_board(request, board)
        done = _("The judging is over and the order stands. Now plan what is to be done.")
        tried(request, lambda: actions.close(**given), done)
        return redirect("asoca:board", board)
    waiting = [one for one in view.assessors if not one.is_complete]
    return render(request, "asoca/close.html", {"view": view, "board": view.board, "waiting": waiting})


@staff_only(act=EDIT)
@require_POST
def edition(request: StaffRequest, board: int) -> HttpResponse:
    """Begin the next edition of a board with what lies on it."""
    made = actions.new_edition(by=request.user, board=board)
    messages.success(
        request,
        _(
            "The next edition, a draft with the same elements, strategies and assessors. Its judgements are yet to come."
        ),
    )
    return redirect("asoca:board", made)


@staff_only(act=EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: StaffRequest, board: int) -> HttpResponse:
    """Ask whether a draft is to be thrown away, then do it."""
    row = queries.board(request.user, board).board
    if request.method == "POST":
        given = of_board(request, board)
        is_done = tried(request, lambda: actions.discard(**given), _("The draft is gone."))
        return redirect("asoca:boards") if is_done else redirect("asoca:board", board)
    return render(request, "asoca/discard.html", {"board": row})


def _form(
    request: StaffRequest, form: BoardForm, *, status: int, back: str, board: BoardRow | None = None, **told: Any
) -> HttpResponse:
    context = {"form": form, "board": board, "back": reverse(back, args=[board.id] if board else []), **told}
    return render(request, "asoca/form.html", context, status=status)
