"""Where a message says that something is: areas, landmarks, streets, RT/RW, points, and towns outside the city.

An area is found only where a name speaks for it; a point only where the sender wrote one. What is left open stays open, in `Found.areas`.
"""

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace

from tanggap.channels.talk.gazette import MOST_WORDS, SURE, Gazette, Target
from tanggap.channels.talk.lexicon import Lexicon, Token
from tanggap.places.coordinates import Point, read_point

LONGEST_ADDRESS = 300
_DEGREES = re.compile(r"-?\d{1,3}\.\d{3,15}\s*,\s*-?\d{1,3}\.\d{3,15}")
_LINK = re.compile(r"(?:https?://|geo:)\S{6,280}")
_PLUS = re.compile(r"(?i)(?<!\w)[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)")

# How strongly a name speaks for a place, by what stands before it.
MARKED, AT, NAMED, LANDMARK, STREET, PASSING, ORDINARY = 5.0, 4.0, 3.0, 2.5, 2.0, 1.0, 0.5


@dataclass(frozen=True, slots=True)
class Found:
    """The place in a message. `areas` are the leaf areas that it can be, none when no name was found; `label` what was named.

    `is_sure` is False for a misspelt name or the name of a street alone. `address` are the sender's words for the place, `covered` the
    tokens that tell it, `town` one outside the city.
    """

    areas: tuple[str, ...] = ()
    is_sure: bool = True
    label: str = ""
    address: str = ""
    town: str = ""
    covered: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Hit:
    """A name at some tokens: what it can mean and how strongly it speaks."""

    places: range
    leaves: frozenset[str]
    label: str
    strength: float
    is_sure: bool = True


def point(text: str, centre: tuple[float, float]) -> Point | None:
    """Return the point that stands in a text: degrees, a link of a map, a plus code."""
    for pattern in (_LINK, _DEGREES, _PLUS):
        for match in pattern.finditer(text):
            if found := read_point(match.group(), near=centre):
                return found
    return None


class Reader:
    """Reads the places of one message."""

    def __init__(self, words: Lexicon, names: Gazette, is_known: Callable[[str], bool]) -> None:
        """`is_known` tells the words of complaints, which are no misspelt names."""
        self._words, self._names, self._is_known = words, names, is_known

    def find(self, text: str, tokens: Sequence[Token], *, is_answer: bool, among: Collection[str] = ()) -> Found:
        """Return the place in the tokens of `text`. `is_answer`: the message answers where it is, `among` which areas."""
        spoken = [token.word for token in tokens]
        if among and (chosen := self._chosen(spoken, tuple(among))):
            return Found((chosen,), covered=frozenset(range(len(spoken))))
        hits, towns = self._hits(tokens, spoken, is_answer=is_answer)
        covered = {place for hit in hits for place in hit.places if hit.strength > ORDINARY or is_answer}
        covered |= self._streets(tokens, spoken, covered)
        town = "" if any(hit.strength >= LANDMARK for hit in hits) or not towns else spoken[towns[0]]
        found = replace(self._settled(hits, is_answer=is_answer), town=town.title(), covered=frozenset(covered))
        if among and set(found.areas) & set(among):
            found = replace(found, areas=tuple(sorted(set(found.areas) & set(among))))
        return replace(found, address=self._address(text, tokens, covered))

    def _chosen(self, spoken: list[str], among: tuple[str, ...]) -> str | None:
        """Return which of the offered areas was chosen: by its number, its name, or what only its name has."""
        own = {
            code: [token.word for token in self._words.tokens(self._names.names.by_code[code].name.casefold())]
            for code in among
        }
        said = [word for word in spoken if word not in self._words["filler"]]
        numbers = [word for word in said if word.isdigit()]
        if len(numbers) == 1 and len(said) <= 2 and 0 < int(numbers[0][:3]) <= len(among):
            return among[int(numbers[0][:3]) - 1]
        whole = [code for code, words in own.items() if "".join(words) in "".join(said)]
        if whole:
            return max(whole, key=lambda code: len("".join(own[code])))
        telling = {
            code: {word for word in words if sum(word in other for other in own.values()) == 1}
            for code, words in own.items()
        }
        fitting = [code for code, words in telling.items() if words & set(said)]
        return fitting[0] if len(fitting) == 1 and len(said) <= 4 else None

    def _hits(self, tokens: Sequence[Token], spoken: list[str], *, is_answer: bool) -> tuple[list[_Hit], list[int]]:
        hits: list[_Hit] = []
        towns: list[int] = []
        place = 0
        while place < len(spoken):
            if hit := self._hit(tokens, spoken, place, is_answer=is_answer):
                hits.append(hit)
                place = hit.places.stop
            elif length := self._words["outside"].at(spoken, place):
                if not place or spoken[place - 1] not in self._words["roads"]:
                    towns.append(place)
                place += length
            else:
                place += 1
        return hits, towns

    def _hit(self, tokens: Sequence[Token], spoken: list[str], place: int, *, is_answer: bool) -> _Hit | None:
        level = self._words.book.levels.get(spoken[place], "")
        for stop in range(min(len(spoken), place + MOST_WORDS), place, -1):
            is_name = not _is_cut(tokens, place, stop) and not (level and stop - place == 1)
            if is_name and (targets := self._names.exact("".join(spoken[place:stop]))):
                longer = self._longer(tokens, spoken, place, stop)
                targets, stop = (longer, stop + 1) if longer else (targets, stop)
                return self._of(targets, range(place, stop), spoken, is_answer=is_answer)
        if level and place + 1 < len(spoken):
            return self._after_level(tokens, spoken, place, level)
        before = spoken[place - 1] if place else ""
        if (is_answer or before in self._words["at"]) and not self._is_plain_word(spoken[place]):
            return self._misspelt(tokens, spoken, place, place, "", AT)
        return None

    def _longer(self, tokens: Sequence[Token], spoken: list[str], place: int, stop: int) -> tuple[Target, ...]:
        """Return the longer name that is surely meant when the word after a name is its misspelt end."""
        if stop == len(spoken) or tokens[stop].is_cut or self._is_plain_word(spoken[stop]):
            return ()
        targets, likeness = self._names.alike("".join(spoken[place : stop + 1]))
        return targets if likeness >= SURE else ()

    def _after_level(self, tokens: Sequence[Token], spoken: list[str], place: int, level: str) -> _Hit | None:
        for wanted in (level, ""):
            for stop in range(min(len(spoken), place + 1 + MOST_WORDS), place + 1, -1):
                targets = self._names.exact("".join(spoken[place + 1 : stop]), wanted)
                if targets and not _is_cut(tokens, place + 1, stop):
                    return _Hit(range(place, stop), _joined(targets), targets[0].name, MARKED)
        return self._misspelt(tokens, spoken, place, place + 1, level, MARKED)

    def _misspelt(
        self, tokens: Sequence[Token], spoken: list[str], start: int, place: int, level: str, strength: float
    ) -> _Hit | None:
        best: tuple[float, int, tuple[Target, ...]] = (0.0, 0, ())
        for stop in range(min(len(spoken), place + 3), place, -1):
            if not _is_cut(tokens, place, stop) and not any(map(self._is_plain_word, spoken[place:stop])):
                targets, likeness = self._names.alike("".join(spoken[place:stop]), level)
                best = max(best, (likeness, stop, targets), key=lambda each: each[:2])
        likeness, stop, targets = best
        if not targets:
            return None
        return _Hit(range(start, stop), _joined(targets), targets[0].name, strength, likeness >= SURE)

    def _of(self, targets: tuple[Target, ...], places: range, spoken: list[str], *, is_answer: bool) -> _Hit:
        before = spoken[places.start - 1] if places.start else ""
        words = self._words
        strength = NAMED if any(target.level for target in targets) else LANDMARK
        if all(target.is_ordinary for target in targets) and not (is_answer and len(spoken) <= 4):
            strength = ORDINARY
        elif before in words["towards"]:
            strength = PASSING
        elif before in words["roads"]:
            strength = STREET
        elif before in words["at"] or (is_answer and strength == NAMED):
            strength = max(AT if strength == NAMED else LANDMARK, strength)
        return _Hit(places, _joined(targets), targets[0].name, strength, strength != STREET)

    def _settled(self, hits: list[_Hit], *, is_answer: bool) -> Found:
        """Return the areas on which the hits agree, the strongest first; what they leave open stays open."""
        naming = sorted((hit for hit in hits if hit.leaves), key=lambda hit: (-hit.strength, len(hit.leaves)))
        least = ORDINARY if is_answer else PASSING
        if not naming or naming[0].strength < least:
            return Found()
        first = naming[0]
        areas, label, is_sure = first.leaves, first.label, first.is_sure
        for hit in naming[1:]:
            if common := areas & hit.leaves:
                label = hit.label if len(hit.leaves) < len(areas) else label
                is_sure = is_sure or (hit.is_sure and common == hit.leaves)
                areas = common
            elif hit.strength == first.strength and len(areas) + len(hit.leaves) <= 9:
                areas |= hit.leaves
        return Found(tuple(sorted(areas)), is_sure and naming[0].strength > PASSING, label)

    def _streets(self, tokens: Sequence[Token], spoken: list[str], taken: Collection[int]) -> set[int]:
        """Return the tokens of streets, houses, RT/RW, and of what the place is near."""
        covered: set[int] = set()
        place = 0
        while place < len(spoken):
            stop = self._numbered(spoken, place) or self._street(tokens, spoken, place, taken)
            covered.update(range(place, stop))
            place = max(stop, place + 1)
        return covered

    def _numbered(self, spoken: list[str], place: int) -> int:
        if spoken[place] not in self._words["numbered"] or place + 1 >= len(spoken):
            return 0
        if not spoken[place + 1].isdigit():
            return place + 2 if len(spoken[place + 1]) == 1 else 0
        stop = place + 2
        while stop < len(spoken) and (spoken[stop].isdigit() or len(spoken[stop]) == 1) and stop < place + 4:
            stop += 1
        return stop

    def _street(self, tokens: Sequence[Token], spoken: list[str], place: int, taken: Collection[int]) -> int:
        near = self._words["near"].at(spoken, place)
        length = near or self._words["street"].at(spoken, place)
        if not length:
            return 0
        most = place + length + (5 if near else 4)
        stop = place + length
        while stop < min(len(spoken), most) and self._goes_on(tokens, spoken, stop):
            stop += 1
        is_named = stop > place + length or any(each in taken for each in range(place, stop))
        return stop if is_named else 0

    def _goes_on(self, tokens: Sequence[Token], spoken: list[str], place: int) -> bool:
        words = self._words
        return not (
            tokens[place].is_cut
            or words["ends"].at(spoken, place)
            or words["at"].at(spoken, place)
            or words["near"].at(spoken, place)
            or spoken[place] in words.book.levels
            or spoken[place] in words["numbered"]
        )

    def _address(self, text: str, tokens: Sequence[Token], covered: Collection[int]) -> str:
        """Return the sender's own words for the place, its parts in their order."""
        parts: list[list[int]] = []
        for place in sorted(covered):
            if parts and place - parts[-1][-1] <= 2:
                parts[-1].append(place)
            else:
                parts.append([place])
        told = (" ".join(text[tokens[part[0]].start : tokens[part[-1]].end].split()) for part in parts)
        return ", ".join(told)[:LONGEST_ADDRESS].strip()

    def _is_plain_word(self, word: str) -> bool:
        words = self._words
        return word.isdigit() or any(word in words[name] for name in _PLAIN) or self._is_known(word)


_PLAIN = ("filler", "ends", "near", "at", "street", "numbered", "greeting", "thanks", "plea", "outside", "yes", "no")


def _is_cut(tokens: Sequence[Token], start: int, stop: int) -> bool:
    return any(token.is_cut for token in tokens[start + 1 : stop])


def _joined(targets: Sequence[Target]) -> frozenset[str]:
    return frozenset(leaf for target in targets for leaf in target.leaves)
