"""What lies on a board, as it is compared: groups, elements, and the pairs that follow from them."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from tanggap.asoca.models import Assessor, Element, Strategy
from tanggap.asoca.words import AROUND, EXTERNAL, INTERNAL, WITHIN, Letter, Pair

Groups = Mapping[str, Sequence[str]]  # by letter, the keys of its elements in their order


class Asked(NamedTuple):
    """One comparison: `first` and `second` are letters among the groups within or around, else keys of elements of one group."""

    among: str
    first: str
    second: str


def elements(board: int) -> list[Element]:
    """Return a board's elements by group and place. One statement."""
    order = {letter: number for number, letter in enumerate(Letter.values)}
    return sorted(Element.objects.filter(board=board), key=lambda one: (order[one.group], one.place, one.pk))


def groups(board: int) -> dict[str, list[str]]:
    """Return the keys of each group's elements. One statement."""
    return grouped(elements(board))


def grouped(rows: Sequence[Element]) -> dict[str, list[str]]:
    """Return the keys of each group's elements, of elements in their order."""
    return {letter: [one.key for one in rows if one.group == letter] for letter in Letter.values}


def sets(of: Groups) -> dict[str, list[str]]:
    """Return what is compared: the letters within, those around, and each group's keys, by `words.AMONG`."""
    return {
        WITHIN: [one.value for one in INTERNAL],
        AROUND: [one.value for one in EXTERNAL],
        **{letter: list(of.get(letter, ())) for letter in Letter.values},
    }


def pairs(of: Groups) -> list[Asked]:
    """Return every comparison that a board asks for."""
    return [Asked(among, *two) for among, things in sets(of).items() for two in combinations(things, 2)]


def missing(board: int) -> list[str | Promise]:
    """Return a sentence for each thing that a board lacks before it can be judged. Three statements."""
    there = groups(board)
    found: list[str | Promise] = [
        _("The group “%(group)s” has no element.") % {"group": Letter(letter).label}
        for letter, keys in there.items()
        if not keys
    ]
    empty = set(Strategy.objects.filter(board=board, text="").values_list("pair", flat=True))
    found += [_("The strategy %(pair)s has no words.") % {"pair": pair} for pair in Pair.values if pair in empty]
    if not Assessor.objects.filter(board=board).exists():
        found.append(_("Nobody is named to judge the board."))
    return found
