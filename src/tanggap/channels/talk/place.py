"""Where a message says that something is: areas, landmarks, streets, RT/RW, points, and towns outside the city.

An area is found only where a name speaks for it; a point only where the sender wrote one. What is left open stays open, in `Found.areas`.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from tanggap.channels.talk.gazette import Gazette
from tanggap.channels.talk.lexicon import Lexicon, Token
from tanggap.channels.talk.sighting import LANDMARK, NAMED, ORDINARY, PASSING, Hit, Sighting
from tanggap.channels.talk.streets import Streets
from tanggap.places.coordinates import Point, read_point

MOST_ALTERNATIVES = 9  # areas among which equally strong names leave the choice
_DEGREES = re.compile(r"-?\d{1,3}\.\d{3,15}\s*,\s*-?\d{1,3}\.\d{3,15}")
_LINK = re.compile(r"(?:https?://|geo:)\S{6,280}")
_PLUS = re.compile(r"(?i)(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)")


@dataclass(frozen=True, slots=True)
class Found:
    """The place in a message. `areas` are the leaf areas that it can be, none when no name was found; `label` what was named.

    `is_sure` is False for a misspelt name, the name of a street alone, or names that contradict each other. `address` are the sender's
    words for the place, `covered` the tokens that tell it, `town` one outside the city.
    """

    areas: tuple[str, ...] = ()
    is_sure: bool = True
    label: str = ""
    address: str = ""
    town: str = ""
    covered: frozenset[int] = frozenset()


def point(text: str, centre: tuple[float, float]) -> Point | None:
    """Return the point that stands in a text: degrees, a link of a map, a plus code."""
    for pattern in (_LINK, _DEGREES, _PLUS):
        for match in pattern.finditer(text):
            if found := read_point(match.group(), near=centre):
                return found
    return None


class Reader:
    """Reads the places of messages. `is_known` tells the words of complaints, which are no misspelt names."""

    def __init__(self, words: Lexicon, names: Gazette, is_known: Callable[[str], bool]) -> None:
        self._words, self._names, self._is_known = words, names, is_known

    def find(self, text: str, tokens: Sequence[Token], *, is_answer: bool, among: Collection[str] = ()) -> Found:
        """Return the place in the tokens of `text`. `is_answer`: the message answers where it is, `among` which areas."""
        spoken = [token.word for token in tokens]
        if among and (chosen := self._chosen(spoken, tuple(among))):
            return Found((chosen,), covered=frozenset(range(len(spoken))))
        sighting = Sighting(self._words, self._names, self._is_known, tokens, is_answer=is_answer)
        streets = Streets(self._words, self._is_known, text, tokens, is_answer=is_answer)
        hits = list(sighting.hits())
        covered = {place for hit in hits for place in hit.places if hit.strength > ORDINARY or is_answer}
        covered |= streets.covered(covered)
        found = settled(hits, least=ORDINARY if is_answer else PASSING)
        if among and (agreed := set(found.areas) & set(among)):
            found = replace(found, areas=tuple(sorted(agreed)))
        has_name = any(hit.strength >= LANDMARK for hit in hits)
        town = spoken[sighting.towns[0]].title() if sighting.towns and not has_name else ""
        return replace(found, town=town, covered=frozenset(covered), address=streets.address(covered))

    def _chosen(self, spoken: list[str], among: tuple[str, ...]) -> str | None:
        """Return which of the offered areas was chosen: by its number, its name, or what only its name has."""
        own = {code: self._own_words(code) for code in among}
        said = [word for word in spoken if word not in self._words["filler"]]
        numbers = [word for word in said if word.isdecimal()]
        if len(numbers) == 1 and len(said) <= 2 and 0 < int(numbers[0][:3]) <= len(among):
            return among[int(numbers[0][:3]) - 1]
        whole = [code for code, words in own.items() if "".join(words) in "".join(said)]
        if whole:
            return max(whole, key=lambda code: len("".join(own[code])))
        telling = {code: {word for word in words if _is_single(word, own.values())} for code, words in own.items()}
        fitting = [code for code, words in telling.items() if words & set(said)]
        return fitting[0] if len(fitting) == 1 and len(said) <= 4 else None

    def _own_words(self, code: str) -> list[str]:
        return [token.word for token in self._words.tokens(self._names.names.by_code[code].name.casefold())]


def settled(hits: Sequence[Hit], *, least: float) -> Found:
    """Return the areas on which the hits agree, the strongest first; what they leave open stays open, what contradicts is unsure."""
    naming = sorted((hit for hit in hits if hit.leaves), key=lambda hit: (-hit.strength, len(hit.leaves)))
    if not naming or naming[0].strength < least:
        return Found()
    first, others = naming[0], naming[1:]
    against = [hit for hit in others if hit.is_area and hit.strength >= NAMED and not hit.leaves & first.leaves]
    if against and first.others:
        first = _reread(first, against)
        against = [hit for hit in against if not hit.leaves & first.leaves]
    areas, label, is_sure = first.leaves, first.label, first.is_sure
    if any(len(hit.leaves) > 1 for hit in against):
        is_sure = False
    for hit in others:
        if common := areas & hit.leaves:
            if hit.own and hit.leaves == areas and hit.label == label:
                common = hit.own  # said twice, it is the lowest area of that name in the area of that name
            label = hit.label if len(hit.leaves) < len(areas) else label
            is_sure = is_sure or (hit.is_sure and common == hit.leaves)
            areas = common
        elif hit.strength == first.strength and len(areas | hit.leaves) <= MOST_ALTERNATIVES:
            areas |= hit.leaves
    return Found(tuple(sorted(areas)), is_sure and first.strength > PASSING, label)


def _reread(first: Hit, against: Sequence[Hit]) -> Hit:
    """Return a misspelt name as the next likeliest that agrees with another name, itself when none does."""
    for leaves, label in first.others:
        if any(leaves & hit.leaves for hit in against):
            return replace(first, leaves=leaves, label=label)
    return first


def _is_single(word: str, lists: Collection[Sequence[str]]) -> bool:
    return sum(word in words for words in lists) == 1
