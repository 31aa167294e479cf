"""What one message says: a command, chatter, a complaint, a place. Nothing of the thread is known here."""

import math
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tanggap.catalog.pack.dialogue import Dialogue
from tanggap.channels.contract import Said
from tanggap.channels.talk import lexicon as lexicons
from tanggap.channels.talk.gazette import Gazette, gazette
from tanggap.channels.talk.lexicon import Lexicon, Token
from tanggap.channels.talk.place import Found, Reader, point
from tanggap.core.ids import read_code
from tanggap.core.refusal import Refusal
from tanggap.intake.checks import check_box
from tanggap.places import locate
from tanggap.places.city import City, city
from tanggap.triage import suggest

LONGEST_COMMAND = 12  # words
LEAST_OF_AD = 2
MOST_AFTER_ABUSE = 1
MOST_AFTER_THANKS = 2
LEAST_OF_COMPLAINT = 3
MOST_BESIDE_CODE = 8
LEAST_OF_LANGUAGE = 2
_MAP = re.compile(
    r"(?i)\b(?:https?://|geo:)\S{0,80}?(?:maps?|waze|geo:)"
)  # a short link of a map says nothing by itself


@dataclass(frozen=True, slots=True)
class Spot:
    """A shared or written point in the city; or why it cannot be used: `km` outside, nearest to `near`, or `is_broken`."""

    lon: float | None = None
    lat: float | None = None
    area: str | None = None
    km: str = ""
    near: str = ""
    is_broken: bool = False


class Message:
    """One message, read. What costs time is read when it is asked for."""

    def __init__(self, said: Said) -> None:
        folder = Path(settings.TANGGAP_PACK)
        self.said = said
        self.text = said.text.strip()
        self.photos = len(said.attachments)
        self.city: City = city()
        self.words: Lexicon = lexicons.lexicon(folder)
        self.names: Gazette = gazette(folder)
        self.book: Dialogue = self.words.book
        self.plain = lexicons.plain(self.text)
        self.tokens: list[Token] = self.words.tokens(self.plain)
        self.spoken = [token.word for token in self.tokens]
        self.raw = [token.raw for token in self.tokens]

    def language(self) -> str:
        """Return the language whose words of the pack the message has, empty when few or of several."""
        counts = {language: sum(word in own for word in self.raw) for language, own in self.book.tongues.items()}
        best = max(counts, key=lambda language: counts[language], default="")
        others = sum(counts.values()) - counts.get(best, 0)
        return best if counts.get(best, 0) >= max(LEAST_OF_LANGUAGE, 2 * others) else ""

    # --- commands ---

    def is_all(self, name: str) -> bool:
        """Return whether the message is a phrase of `name` and nothing else but politeness."""
        if not self.tokens or len(self.tokens) > LONGEST_COMMAND:
            return False
        return any(self._covers(name, words) for words in (self.spoken, self.raw))

    def has(self, name: str) -> bool:
        """Return whether a phrase of `name` stands in the message."""
        return bool(self.words[name].found(self.spoken))

    def _covers(self, name: str, words: list[str]) -> bool:
        found = self.words[name].found(words)
        polite = self.words["filler"]
        return bool(found) and all(place in found or word in polite for place, word in enumerate(words))

    def code(self) -> str | None:
        """Return the code of a report in the message, None when there is none."""
        found = self._code()
        return found[0] if found else None

    def _code(self) -> tuple[str, int, int] | None:
        """Return the code and where it stands in the text."""
        for written in _code_shape(self.city.prefix).finditer(self.plain):
            if code := read_code(written.group(), self.city.prefix):
                return code, written.start(), written.end()
        return None

    def asks_status(self) -> bool:
        """Return whether it asks how a report stands: the command alone, or with something that is meant as a code."""
        if self.is_all("status"):
            return True
        if found := self._code():
            rest = [token.word for token in self.tokens if not found[1] <= token.start < found[2]]
            return len(rest) <= MOST_BESIDE_CODE and (not rest or self._covers("status", rest) or self._is_polite(rest))
        written = self.spoken[self._led_by("status") :]
        return len(written) < min(len(self.spoken), 10) and any(word.isdigit() for word in written)

    def written_code(self) -> str:
        """Return what is meant as a code, as it was written; empty when nothing is."""
        if self.is_all("status"):
            return ""
        rest = self.tokens[self._led_by("status") :]
        return self.plain[rest[0].start : rest[-1].end] if rest else ""

    def _is_polite(self, words: list[str]) -> bool:
        return all(word in self.words["filler"] for word in words)

    def score(self) -> int | None:
        """Return the score that the message gives, 0 for a number that is none; None when it gives none."""
        found = self.words["score"].found(self.spoken)
        polite = self.words["filler"]
        left = [word for place, word in enumerate(self.spoken) if place not in found and word not in polite]
        if left and left[0].isdecimal() and (len(left) == 1 or found or self._is_led_by_number()):
            return int(left[0]) if left[0] in {"1", "2", "3", "4"} else 0
        for number in (1, 2, 3, 4):
            if self.is_all(f"score_{number}") and not self.is_all("thanks"):
                return number
        return 4 if not self.is_all("thanks") and self._covers_both("score_4", "thanks") else None

    def tells_unsolved(self) -> bool:
        """Return whether it says that the problem is still there."""
        phrases = self.words["unsolved"]
        return self.is_all("unsolved") or any(phrases.at(self.spoken, place) > 1 for place in range(len(self.spoken)))

    def objects(self) -> bool:
        """Return whether it begins, but for politeness, with a no to waiting for a budget."""
        polite = self.words["filler"]
        first = next((place for place, word in enumerate(self.spoken) if word not in polite), None)
        return first is not None and self.words["object"].at(self.spoken, first) > 0

    def is_led_by(self, name: str) -> bool:
        """Return whether a phrase of `name` begins the message."""
        return self._led_by(name) > 0

    def _led_by(self, name: str) -> int:
        return self.words[name].at(self.spoken, 0) if self.spoken else 0

    def _is_led_by_number(self) -> bool:
        return len(self.tokens) > 1 and self.tokens[0].raw.isdecimal() and self.tokens[1].is_cut

    def _covers_both(self, name: str, other: str) -> bool:
        own = self.words[name].found(self.spoken)
        rest = self.words[other].found(self.spoken)
        filler = self.words["filler"]
        return bool(own) and all(
            place in own or place in rest or word in filler for place, word in enumerate(self.spoken)
        )

    # --- what is no complaint ---

    def chatter(self) -> str | None:
        """Return why the message is nothing for a report: wordless, thanks, greeting, small_talk, ad, abuse; None when it may be."""
        if self.photos or self.has_point():
            return None
        if not self.tokens:
            return "wordless"
        if self.is_ad():
            return "ad"
        if self.is_abuse():
            return "abuse"
        left = self._left("thanks", "greeting")
        if not left:
            if self.has("thanks") and not self.has("opening"):
                return "thanks"
            if self.has("opening"):
                return None
            return "greeting" if self.has("greeting") else "small_talk"
        if (
            self.has("thanks")
            and len(left) <= MOST_AFTER_THANKS
            and not self._categories(left)
            and not self.has("opening")
        ):
            return "thanks"
        return None

    def is_ad(self) -> bool:
        """Return whether somebody sells something here, and complains of nothing."""
        if self.has("plea"):
            return False
        return (
            self.words["ads"].count(self.spoken) + self.words["ads"].count(self.raw) // 2
            >= LEAST_OF_AD + self._is_about_something()
        )

    def is_abuse(self) -> bool:
        """Return whether it insults and says nothing else."""
        if not self.has("abuse"):
            return False
        left = self._left("abuse", "blamed", "thanks", "greeting")
        return len(left) <= MOST_AFTER_ABUSE and not self._categories(left)

    def _is_about_something(self) -> bool:
        return bool(suggest.suggest(self.plain, limit=1))

    def _left(self, *names: str) -> list[int]:
        """Return the places of the words that are neither politeness nor of these names."""
        known = frozenset().union(*(self.words[name].found(self.spoken) for name in names))
        filler = self.words["filler"]
        return [
            place
            for place, word in enumerate(self.spoken)
            if place not in known and word not in filler and word.removesuffix("nya") not in filler
        ]

    def _categories(self, places: Collection[int]) -> bool:
        return any(
            suggest.suggest(" ".join(words[place] for place in sorted(places)), limit=1)
            for words in (self.raw, self.spoken)
        )

    # --- what is wrong, and where ---

    def find(self, *, is_answer: bool, among: Collection[str] = ()) -> Found:
        """Return the place that the words tell."""
        reader = Reader(self.words, self.names, suggest.is_spoken)
        return reader.find(self.plain, self.tokens, is_answer=is_answer, among=among)

    def tells_what(self, place: Found, *, is_answer: bool) -> bool:
        """Return whether the words besides the place say what is wrong. `is_answer`: just that was asked."""
        left = [each for each in self._left("greeting", "thanks", "at", "abuse") if each not in place.covered]
        telling = [each for each in left if not self.spoken[each].isdigit() and len(self.spoken[each]) > 1]
        if not telling:
            return False
        if len(telling) >= (1 if is_answer else LEAST_OF_COMPLAINT):
            return True
        return any(self.spoken[each] in self.words["trouble"] for each in telling) or self._categories(telling)

    def has_point(self) -> bool:
        """Return whether a location was shared or written, be it one that cannot be read."""
        return self.said.lon is not None or self.said.lat is not None or self._written() is not None or self._has_map()

    def _has_map(self) -> bool:
        return _MAP.search(self.plain) is not None

    def _written(self) -> tuple[float, float] | None:
        found = point(self.plain, self.city.centre) if self.plain else None
        return (found.lon, found.lat) if found else None

    def spot(self) -> Spot | None:
        """Return the point that came with the message, None when there is none."""
        lon, lat = self.said.lon, self.said.lat
        if lon is None and lat is None:
            written = self._written()
            if written is None:
                return Spot(is_broken=True) if self._has_map() else None
            lon, lat = written
        if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)):
            return Spot(is_broken=True)
        return _placed(lon, lat)


@lru_cache(maxsize=4)
def _code_shape(prefix: str) -> re.Pattern[str]:
    """Return how a code of the city is written in running text: in capitals or not, with or without its dashes."""
    part = r"[\s.\-–]{0,3}[0-9a-z]{"
    return re.compile(rf"(?i)(?<![0-9a-z]){re.escape(prefix)}{part}4}}{part}4}}{part}3}}(?![0-9a-z])")


def _placed(lon: float, lat: float) -> Spot:
    try:
        return Spot(lon, lat, locate.locate(lon, lat).area)
    except locate.Swapped as swapped:
        return Spot(swapped.lon, swapped.lat, swapped.area)
    except locate.OutsideCity as outside:
        kilometres = outside.distance_m / 1000
        shown = f"{kilometres:.0f}" if kilometres >= 1 else f"{kilometres:.1f}"
        return Spot(km=shown, near=gazette(Path(settings.TANGGAP_PACK)).spoken(outside.nearest))
    except locate.NoBoundaries:
        return _boxed(lon, lat)
    except locate.Misplaced:
        return Spot(is_broken=True)


def _boxed(lon: float, lat: float) -> Spot:
    try:
        check_box(lon, lat)
    except Refusal:
        return Spot(is_broken=True)
    return Spot(lon, lat)
