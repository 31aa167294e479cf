"""What lies on a board: its elements, what each rests on, and the words of its strategies."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tanggap.asoca import actions, queries
from tanggap.asoca.rows import BoardView, ElementRow, GroupRow
from tanggap.core.refusal import NotFound
from tanggap.insight.statistics import Selection
from tanggap.web.asoca.forms import DocumentForm, ElementForm, IndicatorForm, QueryForm, StrategiesForm, WordsForm
from tanggap.web.asoca.readers import EDIT, READERS
from tanggap.web.asoca.saving import of_board, tried
from tanggap.web.ui.access import StaffRequest, staff_only
from tanggap.web.ui.saving import saved


@staff_only(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def elements(request: StaffRequest, board: int) -> HttpResponse:
    """List the elements by group; a draft takes one more into each."""
    view = queries.board(request.user, board)
    letter, sent, status = request.POST.get("group", ""), None, 200
    if request.method == "POST":
        form = sent = ElementForm(request.POST, prefix=letter)
        given = of_board(request, board, group=letter)
        status = saved(form, lambda: actions.add_element(**given, **form.cleaned_data))
        if not status:
            messages.success(request, _("The element is on the board."))
            return redirect("asoca:elements", board)
    groups = [
        (group, sent if sent and group.letter == letter else ElementForm(prefix=group.letter)) for group in view.groups
    ]
    return render(request, "asoca/elements.html", {**_about(view), "groups": groups, "form": sent}, status=status)


@staff_only(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def element(request: StaffRequest, board: int, key: str) -> HttpResponse:
    """Show one element with what it rests on; a draft's can be worded anew."""
    form = WordsForm(request.POST) if request.method == "POST" else None
    if form is None:
        return _element(request, board, key)
    given = of_board(request, board, key=key)
    status = saved(form, lambda: actions.change_element(**given, **form.cleaned_data))
    return _done(request, board, key) if not status else _element(request, board, key, status=status, words=form)


@staff_only(act=EDIT)
@require_POST
def remove(request: StaffRequest, board: int, key: str) -> HttpResponse:
    """Take an element off a draft."""
    given = of_board(request, board, key=key)
    tried(request, lambda: actions.remove_element(**given), _("The element is off the board."))
    return redirect("asoca:elements", board)


@staff_only(act=EDIT)
@require_POST
def indicator(request: StaffRequest, board: int, key: str) -> HttpResponse:
    """Let an element rest on an indicator."""
    form = _indicator_form(queries.board(request.user, board), request.POST)
    given = of_board(request, board, key=key)
    status = saved(
        form,
        lambda: actions.link_indicator(**given, code=form.cleaned_data["indicator"], selection=form.selection()),
    )
    return _done(request, board, key) if not status else _element(request, board, key, status=status, figure=form)


@staff_only(act=EDIT)
@require_POST
def query(request: StaffRequest, board: int, key: str) -> HttpResponse:
    """Let an element rest on the figure of a query id."""
    form = QueryForm(request.POST)
    given = of_board(request, board, key=key)
    status = saved(form, lambda: actions.link_query(**given, **form.cleaned_data))
    return _done(request, board, key) if not status else _element(request, board, key, status=status, cited=form)


@staff_only(act=EDIT)
@require_POST
def document(request: StaffRequest, board: int, key: str) -> HttpResponse:
    """Let an element rest on a document."""
    form = DocumentForm(request.POST)
    given = of_board(request, board, key=key)
    status = saved(form, lambda: actions.link_document(**given, **form.cleaned_data))
    return _done(request, board, key) if not status else _element(request, board, key, status=status, paper=form)


@staff_only(act=EDIT)
@require_POST
def unlink(request: StaffRequest, board: int, key: str, link: int) -> HttpResponse:
    """Take away what an element rests on."""
    given = of_board(request, board, link=link)
    tried(request, lambda: actions.unlink(**given), _("The element does not rest on it any more."))
    return redirect("asoca:element", board, key)


@staff_only(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def strategies(request: StaffRequest, board: int) -> HttpResponse:
    """Show the six strategies with the elements that each joins; a draft's are worded here, all at once."""
    view = queries.board(request.user, board)
    form = StrategiesForm(request.POST or None, rows=view.strategies)
    status = 200
    if request.method == "POST":
        given = of_board(request, board)
        status = saved(form, lambda: actions.write_strategies(**given, texts=form.cleaned_data))
        if not status:
            messages.success(request, _("Saved."))
            return redirect("asoca:board", board)
    by_letter = {group.letter: group for group in view.groups}
    rows = [(one, by_letter[one.internal], by_letter[one.external], form[one.pair]) for one in view.strategies]
    return render(request, "asoca/strategies.html", {**_about(view), "rows": rows, "form": form}, status=status)


def _about(view: BoardView) -> dict[str, Any]:
    return {"view": view, "board": view.board, "may_write": view.may_edit and view.board.is_draft}


def _done(request: StaffRequest, board: int, key: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect("asoca:element", board, key)


def _indicator_form(view: BoardView, sent: Any = None) -> IndicatorForm:
    row = view.board
    about = Selection(row.first, row.last, area=row.area)
    known = {"area": row.area, "first": row.first, "last": row.last}
    return IndicatorForm(sent, selection=about, initial=known)


def _element(
    request: StaffRequest,
    board: int,
    key: str,
    *,
    words: WordsForm | None = None,
    figure: IndicatorForm | None = None,
    cited: QueryForm | None = None,
    paper: DocumentForm | None = None,
    status: int = 200,
) -> HttpResponse:
    view = queries.board(request.user, board)
    group, found = _find(view, key)
    has_figures = any(link.indicator for link in found.links)
    since = queries.today(request.user, board) if has_figures else {}
    context = {
        **_about(view),
        "group": group,
        "element": found,
        "words": words or WordsForm(initial={"text": found.text}),
        "figure": figure or _indicator_form(view),
        "cited": cited or QueryForm(),
        "paper": paper or DocumentForm(),
        "form": next((one for one in (words, figure, cited, paper) if one), None),
        "links": [(link, since.get(link.id)) for link in found.links],
    }
    return render(request, "asoca/element.html", context, status=status)


def _find(view: BoardView, key: str) -> tuple[GroupRow, ElementRow]:
    for group in view.groups:
        for one in group.elements:
            if one.key == key:
                return group, one
    raise NotFound
