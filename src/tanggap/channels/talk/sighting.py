"""Names of areas and landmarks sighted in a message, each with how strongly it speaks for a place."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from tanggap.channels.talk.gazette import MOST_WORDS, SURE, Gazette, Target
from tanggap.channels.talk.lexicon import Lexicon, Token

# How strongly a name speaks, by what stands before it and what it is.
MARKED, AT, NAMED, BEHIND_STREET, LANDMARK, NEARBY, STREET, PASSING, ORDINARY = (
    5.0,
    4.0,
    3.0,
    2.8,
    2.5,
    2.4,
    2.0,
    1.0,
    0.5,
)
MOST_MISSPELT = 4  # words
SHORT_ANSWER = 4  # words
_PLAIN = ("filler", "ends", "near", "at", "street", "numbered", "greeting", "thanks", "plea", "outside", "yes", "no")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name at some tokens: the lowest areas that it can mean, and how strongly it speaks.

    `own` is the lowest area that is called as the area around it. `others` are what a misspelt name can mean as well, each with its label.
    """

    places: range
    leaves: frozenset[str]
    label: str
    strength: float
    is_sure: bool = True
    is_area: bool = False
    own: frozenset[str] = frozenset()
    others: tuple[tuple[frozenset[str], str], ...] = ()


class Sighting:
    """Looks for names in one message. `is_known` tells the words of complaints, which are no misspelt names."""

    def __init__(
        self,
        words: Lexicon,
        names: Gazette,
        is_known: Callable[[str], bool],
        tokens: Sequence[Token],
        *,
        is_answer: bool,
    ) -> None:
        self._words, self._names, self._is_known = words, names, is_known
        self._tokens, self._is_answer = tokens, is_answer
        self._spoken = [token.word for token in tokens]
        self.towns: list[int] = []

    def hits(self) -> Iterator[Hit]:
        """Yield the names in order; `towns` gathers the places of those outside the city."""
        place = 0
        while place < len(self._spoken):
            if hit := self._hit(place):
                yield hit
                place = hit.places.stop if hit.leaves else place + 1  # the name of a road can hold an area's
            elif length := self._words["outside"].at(self._spoken, place):
                if self._before(place) not in self._words["roads"]:
                    self.towns.append(place)
                place += length
            else:
                place += 1

    def _before(self, place: int) -> str:
        return self._spoken[place - 1] if place > 0 else ""

    def _hit(self, place: int) -> Hit | None:
        level = self._words.book.levels.get(self._spoken[place], "")
        if hit := self._exact(place, 2 if level else 1):
            return hit
        if level and place + 1 < len(self._spoken):
            return self._after_level(place, level)
        is_place = self._is_answer or self._before(place) in self._words["at"]
        return self._misspelt(place, place, "", AT) if is_place else None

    def _exact(self, place: int, least: int) -> Hit | None:
        for stop in self._stops(place, MOST_WORDS):
            if stop - place >= least and (targets := self._names.exact(self._key(place, stop))):
                longer, end = self._longer(place, stop)
                return self._of(longer or targets, range(place, end))
        return None

    def _after_level(self, place: int, level: str) -> Hit | None:
        for wanted in (level, ""):
            for stop in self._stops(place + 1, MOST_WORDS):
                if targets := self._names.exact(self._key(place + 1, stop), wanted):
                    longer, end = self._longer(place + 1, stop, wanted)
                    return _hit(longer or targets, range(place, end), MARKED)
        return self._misspelt(place, place + 1, level, MARKED)

    def _longer(self, place: int, stop: int, level: str = "") -> tuple[tuple[Target, ...], int]:
        """Return the longer name that is surely meant when the words after a name are its misspelt end, and where that ends."""
        best: tuple[float, int, tuple[Target, ...]] = (0.0, stop, ())
        for end in self._stops(place, MOST_MISSPELT):
            if end > stop and self._may_be_a_name(stop, end):
                found = self._names.alike(self._key(place, end), level)
                if found and found[0][1] >= SURE:
                    best = max(best, (found[0][1], end, found[0][0]), key=lambda each: each[:2])
        return best[2], best[1]

    def _misspelt(self, start: int, place: int, level: str, strength: float) -> Hit | None:
        best: tuple[float, int, list[tuple[tuple[Target, ...], float]]] = (0.0, 0, [])
        if self._is_plain(self._spoken[place]):
            return None
        for stop in self._stops(place, MOST_MISSPELT):
            found = self._names.alike(self._key(place, stop), level) if self._may_be_a_name(place, stop) else []
            if found and (found[0][1] >= SURE or not self._holds_a_name(place, stop)):
                best = max(best, (found[0][1], stop, found), key=lambda each: each[:2])
        likeness, stop, found = best
        if not found:
            return None
        others = tuple((_leaves(targets), targets[0].name) for targets, _ in found[1:])
        return _hit(found[0][0], range(start, stop), strength, is_sure=likeness >= SURE, others=others)

    def _of(self, targets: tuple[Target, ...], places: range) -> Hit:
        before, words = self._before(places.start), self._words
        is_area = any(target.level for target in targets)
        is_short = self._is_answer and len(self._spoken) <= SHORT_ANSWER
        strength = NAMED if is_area else LANDMARK
        is_pointed_at = not is_area and (before in words["near"] or before in words["at"])
        is_side = self._spoken[places.start] in words["sides"]
        if all(target.is_ordinary for target in targets) and not is_short and (is_side or not is_pointed_at):
            strength = ORDINARY
        elif before in words["towards"]:
            strength = PASSING
        elif before in words["roads"] and self._before(places.start - 2) not in words["roads"]:
            strength = STREET
        elif before in words["near"] and is_area:
            strength = NEARBY
        elif is_area and self._is_behind_street(places.start):
            strength = BEHIND_STREET  # `jl tipar cakung` may lead there, `jl pemuda rawamangun` lies in it
        elif is_area and (self._is_answer or before in words["at"]):
            strength = AT
        is_part = (
            before in words["sides"] and not self._tokens[places.start].is_cut
        )  # of a longer name, not ours: `muara angke`
        return _hit(targets, places, strength, is_sure=strength != STREET and not is_part)

    def _is_behind_street(self, place: int) -> bool:
        is_near = any(self._before(place - back) in self._words["roads"] for back in (1, 2))
        return is_near and not self._tokens[place].is_cut

    def _stops(self, place: int, most: int) -> Iterator[int]:
        """Yield where a name that begins at `place` can end, the longest first; no mark stands within a name."""
        stop = place + 1
        while stop < min(len(self._spoken), place + most) and not self._tokens[stop].is_cut:
            stop += 1
        return iter(range(stop, place, -1))

    def _key(self, place: int, stop: int) -> str:
        return "".join(self._spoken[place:stop])

    def _may_be_a_name(self, place: int, stop: int) -> bool:
        return all(self._names.has_word(word) or not self._is_plain(word) for word in self._spoken[place:stop])

    def _holds_a_name(self, place: int, stop: int) -> bool:
        """Return whether words after the first are a name by themselves: `rel manggarai`."""
        return any(self._names.exact(self._key(begin, stop)) for begin in range(place + 1, stop))

    def _is_plain(self, word: str) -> bool:
        """Return whether a word of people's talk is no misspelt name."""
        words = self._words
        return word.isdigit() or any(word in words[name] for name in _PLAIN) or self._is_known(word)


def _leaves(targets: Sequence[Target]) -> frozenset[str]:
    return frozenset(leaf for target in targets for leaf in target.leaves)


def _hit(
    targets: Sequence[Target],
    places: range,
    strength: float,
    *,
    is_sure: bool = True,
    others: tuple[tuple[frozenset[str], str], ...] = (),
) -> Hit:
    leaves = _leaves(targets)
    areas = [target.leaves for target in targets if target.level]
    own = next((each for each in areas if len(each) == 1 and any(each < wider for wider in areas)), frozenset())
    return Hit(places, leaves, targets[0].name, strength, is_sure, bool(areas), own, others)
