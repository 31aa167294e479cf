"""Every name of an area or a landmark by which a message can tell a place, as the pack has them."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from rapidfuzz import fuzz, process

from tanggap.channels.talk.lexicon import Lexicon, lexicon
from tanggap.places import landmarks, names

MOST_WORDS = 6
LEAST_LETTERS = 5  # of a name that is recognised in spite of a misspelling
ALIKE = 82.0
SURE = 90.0
MOST_ALIKE = 5
ROAD = "road"


@dataclass(frozen=True, slots=True)
class Target:
    """What a name can mean. `leaves` are the lowest areas in it, none for a road: it leads through many.

    `level` is an area's level, empty for a landmark and for what several areas are called together. `is_ordinary`: the name is a word as
    well. `is_area`: no landmark.
    """

    name: str
    leaves: frozenset[str]
    level: str = ""
    is_ordinary: bool = False
    is_area: bool = False


class Gazette:
    """The names of one pack by their letters without blanks: `pulogebang` and `pulo gebang` are one."""

    def __init__(self, pack: Path, words: Lexicon) -> None:
        self.names = names.read(pack)
        self._words = words
        self._ordinary = {self.key(phrase) for phrase in words.book.places.get("ordinary", ())}
        self._by_key: dict[str, list[Target]] = defaultdict(list)
        for key, target in self._areas():
            self._by_key[key].append(target)
        for key, target in [*self._landmarks(pack), *self._stems()]:
            if not any(known.level for known in self._by_key.get(key, ())):
                self._by_key[key].append(target)
        self._fuzzy = sorted(
            key
            for key, targets in self._by_key.items()
            if len(key) >= LEAST_LETTERS and any(target.leaves and not target.is_ordinary for target in targets)
        )
        self._words_of_areas = frozenset(
            token.word for area in self.names.by_code.values() for token in words.tokens(area.name.casefold())
        )
        self.longest = max(map(len, self._by_key), default=0)

    def key(self, text: str) -> str:
        """Return the letters by which a name is found."""
        return "".join(token.word for token in self._words.tokens(text.casefold()))

    def exact(self, key: str, level: str = "") -> tuple[Target, ...]:
        """Return what `key` can mean, of one level of areas when it is told."""
        return tuple(target for target in self._by_key.get(key, ()) if not level or target.level == level)

    def alike(self, key: str, level: str = "") -> list[tuple[tuple[Target, ...], float]]:
        """Return what a misspelt `key` can mean, each with its likeness of 0 to 100, the likeliest first."""
        if not LEAST_LETTERS <= len(key) <= self.longest + 3:
            return []
        found = process.extract(key, self._fuzzy, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_ALIKE)
        meant = [(self.exact(name, level), score) for name, score, _ in found]
        return [(targets, score) for targets, score in meant if any(one.is_area or score >= SURE for one in targets)]

    def has_word(self, word: str) -> bool:
        """Return whether a word stands in the name of an area."""
        return word in self._words_of_areas

    def spoken(self, code: str) -> str:
        """Return an area's name with its parent's."""
        return self.names.spoken(code)

    def _areas(self) -> Iterator[tuple[str, Target]]:
        for code, area in self.names.by_code.items():
            if area.parent is not None:
                key = self.key(area.name)
                yield (
                    key,
                    Target(area.name, frozenset(self.names.leaves(code)), area.level, key in self._ordinary, True),
                )

    def _landmarks(self, pack: Path) -> Iterator[tuple[str, Target]]:
        for row in landmarks.read(pack, self.names):
            leaves = frozenset() if row.kind == ROAD else frozenset(self.names.leaves(row.area))
            level = self.names.by_code[row.area].level if row.kind == "area" else ""
            for name in (row.name, *row.aliases, *self._bare(row)):
                key = self.key(name)
                yield key, Target(name, leaves, level, key in self._ordinary, bool(level))

    def _bare(self, row: landmarks.Landmark) -> list[str]:
        """Return the name of a road as it is said without its first word, where two are left: `Daan Mogot`."""
        first, *rest = row.name.split()
        return (
            [" ".join(rest)] if row.kind == ROAD and len(rest) > 1 and first.casefold() in self._words["roads"] else []
        )

    def _stems(self) -> Iterator[tuple[str, Target]]:
        """Yield what several lowest areas are called together: `Cipete` for its north and its south."""
        sides = self._words["sides"]
        found: dict[str, set[str]] = defaultdict(set)
        for code, area in self.names.by_code.items():
            parts = area.name.split()
            if code not in self.names.below and len(parts) > 1 and parts[-1].casefold() in sides:
                found[" ".join(parts[:-1])].add(code)
        for stem, codes in found.items():
            if len(codes) > 1:
                key = self.key(stem)
                yield key, Target(stem, frozenset(codes), "", key in self._ordinary, True)


@lru_cache(maxsize=4)
def gazette(pack: Path) -> Gazette:
    """Return the names of the pack in the folder `pack`; built once a process."""
    return Gazette(pack, lexicon(pack))
