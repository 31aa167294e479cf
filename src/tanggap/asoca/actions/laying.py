"""What is laid on a draft: elements, what they rest on, the words of the strategies, and who judges. All raise as `describe`."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.asoca import figures, typed
from tanggap.asoca.actions import locking
from tanggap.asoca.models import Assessor, Board, Element, Judgement, Link, Rating, Strategy
from tanggap.asoca.refusals import Judged
from tanggap.asoca.words import BoardState, Letter, LinkKind, Pair
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.insight.statistics import Selection
from tanggap.notify import judging

MOST_ELEMENTS = 9  # of a group: more can hardly be compared in pairs (Saaty 1977: seven, give or take two)
MOST_ASSESSORS = 50
MOST_LINKS = 20


@transaction.atomic
def add_element(*, by: Staff, board: int, version: int, group: str, text: str) -> str:
    """Lay one more element into a group and return its key. Raises Invalid for the tenth."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    if group not in Letter.values:
        raise Invalid({"group": _("There is no such group.")})
    said = typed.words("text", text)
    there = Element.objects.filter(board=found, group=group)
    if there.count() >= MOST_ELEMENTS:
        raise Invalid(
            {"text": _("A group holds at most nine elements: more can hardly be compared. Join some of them.")}
        )
    place = (there.aggregate(most=Max("place"))["most"] or 0) + 1
    key = _free_key(found, group)
    Element.objects.create(board=found, key=key, group=group, place=place, text=said)
    locking.touch(found)
    return key


@transaction.atomic
def change_element(*, by: Staff, board: int, version: int, key: str, text: str) -> None:
    """Word an element anew; it keeps its key, so later editions know it for the same."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    if not Element.objects.filter(board=found, key=key).update(text=typed.words("text", text)):
        raise NotFound
    locking.touch(found)


@transaction.atomic
def remove_element(*, by: Staff, board: int, version: int, key: str) -> None:
    """Take an element and what it rests on off a draft."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    _element(found, key).delete()
    locking.touch(found)


@transaction.atomic
def write_strategies(*, by: Staff, board: int, version: int, texts: Mapping[str, str]) -> None:
    """Word strategies by their pair ("Ab-O", …); those not named keep their words."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    for pair, text in texts.items():
        if pair not in Pair.values:
            raise Invalid({"pair": _("There is no such strategy.")})
        Strategy.objects.filter(board=found, pair=pair).update(text=typed.words(pair, text, required=False))
    locking.touch(found)


@transaction.atomic
def link_document(*, by: Staff, board: int, version: int, key: str, title: str, target: str) -> None:
    """Let an element rest on a document: an address, or the name by which an archive finds it."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    said, where = typed.line("title", title), typed.document("target", target)
    _link(found, key, field="target", kind=LinkKind.DOCUMENT, title=said, target=where)


@transaction.atomic
def link_indicator(*, by: Staff, board: int, version: int, key: str, code: str, selection: Selection) -> None:
    """Let an element rest on an indicator of a selection; what it says now is kept beside its query id."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    told = figures.tell(selection, code)
    if told is None:
        raise Invalid({"indicator": _("There is no indicator of this name.")})
    _link(
        found,
        key,
        field="indicator",
        kind=LinkKind.INDICATOR,
        title=told.name,
        target=told.query,
        indicator=code,
        value=told.value,
        n=told.n,
        low=told.low,
        high=told.high,
        reason=told.reason,
    )


def link_query(*, by: Staff, board: int, version: int, key: str, query: str) -> None:
    """Let an element rest on the number that a query id names, as it stands now. Raises also the refusals of `evaluation.citing`."""
    code, selection = figures.cited(query)
    link_indicator(by=by, board=board, version=version, key=key, code=code, selection=selection)


@transaction.atomic
def unlink(*, by: Staff, board: int, version: int, link: int) -> None:
    """Take away what an element rested on."""
    found = locking.board(by, board, version=version, state=BoardState.DRAFT)
    if not Link.objects.filter(pk=link, element__board=found).delete()[0]:
        raise NotFound
    locking.touch(found)


@transaction.atomic
def add_assessor(*, by: Staff, board: int, version: int, username: str = "", name: str = "") -> int:
    """Name one more judge of a draft or an open board, and return its number: somebody with an account, or a `name` without one.

    Whoever keeps the board enters the judgements of those without an account, so these are not blind to that person.
    """
    found = _before_the_end(by, board, version)
    if bool(username.strip()) == bool(name.strip()):
        raise Invalid({"username": _("Choose somebody with an account, or write a name; not both.")})
    judges = Assessor.objects.filter(board=found)
    if judges.count() >= MOST_ASSESSORS:
        raise Invalid({"username": _("A board has at most fifty assessors.")})
    person = _person(username) if username.strip() else None
    if person is not None and judges.filter(staff=person).exists():
        raise Invalid({"username": _("This person judges the board already.")})
    place = (judges.aggregate(most=Max("place"))["most"] or 0) + 1
    said = "" if person else typed.line("name", name)
    made = Assessor.objects.create(board=found, staff=person, name=said, place=place)
    locking.touch(found)
    if person is not None and person != by and found.state == BoardState.OPEN:
        judging.tell(board=found.pk, title=found.title, staff=[person.pk], at=clock.now())
    return made.pk


@transaction.atomic
def remove_assessor(*, by: Staff, board: int, version: int, assessor: int) -> None:
    """Take a judge off a draft or an open board, unless something was judged already: judgements are not thrown away. Raises Judged."""
    found = _before_the_end(by, board, version)
    judge = Assessor.objects.filter(board=found, pk=assessor).first()
    if judge is None:
        raise NotFound
    if Judgement.objects.filter(assessor=judge).exists() or Rating.objects.filter(assessor=judge).exists():
        raise Judged(_("This person has judged already; judgements are not thrown away."))
    judge.delete()
    locking.touch(found)


def _before_the_end(by: Staff, number: int, version: int) -> Board:
    state = Board.objects.filter(pk=number).values_list("state", flat=True).first()
    wanted = BoardState.DRAFT if state == BoardState.DRAFT else BoardState.OPEN
    return locking.board(by, number, version=version, state=wanted)


def _person(username: str) -> Staff:
    person = Staff.objects.filter(username__iexact=username.strip().replace("\x00", ""), is_active=True).first()
    if person is None or not permissions.allows("asoca.judge", person):
        raise Invalid({"username": _("There is no open account of this name that may judge.")})
    return person


def _element(found: Board, key: str) -> Element:
    element = Element.objects.filter(board=found, key=key.replace("\x00", "")).first()
    if element is None:
        raise NotFound
    return element


def _link(found: Board, key: str, *, field: str, target: str, **told: object) -> None:
    element = _element(found, key)
    links = Link.objects.filter(element=element)
    if figures.question(target) in map(figures.question, links.values_list("target", flat=True)):
        raise Invalid({field: _("This element rests on that already.")})
    if links.count() >= MOST_LINKS:
        raise Invalid({field: _("An element rests on at most twenty things.")})
    links.create(element=element, target=target, at=clock.now(), **told)
    locking.touch(found)


def _free_key(found: Board, group: str) -> str:
    """Return a key that no element of this board, nor of an edition before it, ever had: Ab1, Ab2, …"""
    line: list[int] = []
    number: int | None = found.pk
    while number is not None:
        line.append(number)
        number = Board.objects.filter(pk=number).values_list("previous", flat=True).first()
    taken = set(Element.objects.filter(board__in=line, group=group).values_list("key", flat=True))
    return next(key for count in range(1, 10_000) if (key := f"{group}{count}") not in taken)
