"""From words to places: names of areas and landmarks, found in spite of abbreviations, noise and misspellings.

It answers what somebody types into an address box. It knows no houses: a place is as exact as its `radius_m` says.
"""

import math
import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from tanggap.places import former, landmarks, names
from tanggap.places.city import city
from tanggap.places.coordinates import read_point
from tanggap.places.locate import Misplaced, Swapped, bounds, distance_m, has_boundaries, locate, middle

LONGEST = 200
MOST_WORDS = 16
LEAST_SCORE = 48.0
LEAST_LIKENESS = 81
LANDMARK_RADIUS_M = 200.0
WIDE_RADIUS_M = {"lake": 500.0, "park": 500.0, "road": 1_500.0}
NEAR_BONUS = 4.0
NEAR_M = 5_000.0

# Words of addresses by language. They say how a place is reached or numbered, not which one it is.
_NOISE = {
    "id": """antara arah bagian belakang blakang blkg blok daerah dan dari dekat depan dg deket di dkt dpn ke
        kawasan kira komplek komp kompleks lokasi lt lantai nmr no nomer nomor pas perempatan persis pinggir
        posisi samping sblm sblh sebelah sebelum sebrang seberang sekitar sesudah setelah sisi tempat tepat
        tepatnya wilayah yang yg""",
    "en": """across and at behind beside between by from in near next no number of on opposite outside the to""",
}
_SHORT = {
    "id": {
        "bar": "barat", "gg": "gang", "gn": "gunung", "jl": "jalan", "jln": "jalan", "kb": "kebon", "kbn": "kebon",
        "kebun": "kebon", "kel": "kelurahan", "kec": "kecamatan", "kab": "kabupaten", "klurahan": "kelurahan",
        "kp": "kampung", "kmp": "kampung", "kpg": "kampung", "pd": "pondok", "pdk": "pondok", "perum": "perumahan",
        "pl": "pulo", "ps": "pasar", "psr": "pasar", "rs": "rumah sakit", "sel": "selatan",
        "slt": "selatan", "st": "stasiun", "sta": "stasiun", "tg": "tanjung", "tim": "timur", "tj": "tanjung",
        "tmn": "taman", "tmr": "timur", "ut": "utara", "utr": "utara",
    },
    "en": {"ave": "avenue", "blvd": "boulevard", "dr": "drive", "hosp": "hospital", "rd": "road", "st": "street"},
}  # fmt: skip
_NUMBERED = re.compile(
    r"\b(?:rt|rw)\b[\s.:]*\d{1,3}(?:\s*[/\-]\s*(?:rw[\s.:]*)?\d{1,3})?|\b(?:no|nomor|blok|lt|km)\b[\s.:]*\w{1,5}(?:/\w{1,3})?"
)


@dataclass(frozen=True, slots=True)
class Place:
    """One answer. `kind` is an area's level in the pack's words, or a kind of landmark; `within` says what it lies in,
    so that equal names can be told apart. `lon` and `lat` are None in a city without boundaries.
    `score` is 0 to 100. `formerly` is the name that was asked for, when the area has another one now."""

    name: str
    within: str
    kind: str
    area: str
    lon: float | None
    lat: float | None
    radius_m: float
    score: float
    formerly: str = ""

    @property
    def label(self) -> str:
        """Return the name and what it lies in."""
        return f"{self.name}, {self.within}" if self.within else self.name

    @property
    def kind_label(self) -> str:
        """Return the kind in the reader's language, with a former name; levels are the pack's own words."""
        kind = str(landmarks.KINDS.get(self.kind, self.kind))
        return _("%(kind)s, formerly %(name)s") % {"kind": kind, "name": self.formerly} if self.formerly else kind


@dataclass(frozen=True, slots=True)
class _Renamed:
    """An area under a name that it has no more."""

    area: str
    name: str


Target = str | _Renamed | landmarks.Landmark


@dataclass(frozen=True, slots=True)
class _Entry:
    """One name that can be found: an area's or a landmark's, another name of it, or a former one."""

    words: tuple[str, ...]
    context: frozenset[str]
    target: Target


class Gazetteer:
    """All names of one pack, indexed by word."""

    def __init__(self, pack: Path, language: str) -> None:
        self.names = names.read(pack)
        self.language = language if language in _NOISE else "en"
        self.levels = {name.level for name in self.names.by_code.values()}
        own_words = {word for name in self.names.by_code.values() for word in self._words(name.name)}
        self._noise = frozenset(_NOISE[self.language].split()) - own_words
        self._weights: dict[str, float] = {}
        self._entries = list(self._all_entries(landmarks.read(pack, self.names), former.read(pack)))
        counts = Counter(word for entry in self._entries for word in set(entry.words))
        self._weights = {word: math.log(1 + len(self._entries) / count) for word, count in counts.items()}
        self._unknown_weight = math.log(1 + len(self._entries))
        self._vocabulary = sorted({*counts, *(word for entry in self._entries for word in entry.context)})
        self._spots: dict[str, tuple[float, float, float]] = {}

    def suggest(self, text: str, *, limit: int, near: tuple[float, float] | None) -> list[Place]:
        """Return the best places for `text`, best first."""
        words = self._words(text, asked=True)
        if len("".join(words)) < 2:
            return []
        scores: dict[Target, float] = {}
        alike = self._alike(words)
        joined = "".join(words)
        for entry in self._entries:
            score = self._score(entry, words, alike, joined)
            if score >= LEAST_SCORE:
                scores[entry.target] = max(score, scores.get(entry.target, 0.0))
        for target in [one for one in scores if isinstance(one, _Renamed)]:
            if scores.get(target.area, 0.0) >= scores[target]:
                del scores[target]  # its name of today fits as well
            else:
                scores.pop(target.area, None)
        best = sorted(scores.items(), key=lambda item: -item[1])[: limit * 3]
        places = [self._place(target, score, near) for target, score in best]
        return sorted(places, key=lambda place: (-place.score, place.radius_m, place.label, place.area))[:limit]

    def point(self, text: str, near: tuple[float, float]) -> Place | None:
        """Return the place of coordinates, a map link or a plus code, if it lies in the city; order is mended."""
        point = read_point(text, near=near)
        if point is None or not has_boundaries():
            return None
        lon, lat = point.lon, point.lat
        try:
            area = locate(lon, lat).area
        except Swapped as swapped:
            lon, lat, area = swapped.lon, swapped.lat, swapped.area
        except Misplaced:
            return None
        written = f"{lat:.5f}, {lon:.5f}"
        return Place(written, self._context(area), "point", area, lon, lat, point.radius_m, 100.0)

    def _all_entries(self, rows: Iterable[landmarks.Landmark], left: Iterable[former.FormerName]) -> Iterable[_Entry]:
        for code, name in self.names.by_code.items():
            yield self._entry(name.name, code, code, own=False)
        for row in rows:
            target = row.area if row.kind == "area" else row
            for name_ in (row.name, *row.aliases):
                yield self._entry(name_, row.area, target, own=row.kind != "area")
        before = list(left)
        gone = {row.code: row for row in before if not row.is_renaming}
        for old in before:
            for code in former.heirs(old.code, gone, self.names.by_code):
                if self.names.by_code[code].name != old.name:
                    yield self._entry(old.name, code, _Renamed(code, old.name), own=False)

    def _entry(self, name: str, area: str, target: Target, *, own: bool) -> _Entry:
        above = self.names.path(area)[0 if own else 1 :]
        context = {word for name_ in above for word in self._words(name_.name)}
        return _Entry(tuple(self._words(name)), frozenset(context), target)

    def _words(self, text: str, *, asked: bool = False) -> list[str]:
        """Return the plain words of a name; of a question (`asked`) without noise, numbers and repetitions."""
        plain = unicodedata.normalize("NFKD", text[:LONGEST]).casefold()
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
        if asked:
            plain = _NUMBERED.sub(" ", plain)
        raw = re.findall(r"[^\W_]+", plain)
        alone = len(raw) == 1 and (not asked or raw[0] in self._weights)  # TIM is a place, `tim` in two words is timur
        short = {} if alone else _SHORT[self.language]
        words = [word for written in raw for word in short.get(written, written).split()]
        if asked:
            words = [word for word in dict.fromkeys(words) if word not in self._noise] or words
        return words[:MOST_WORDS]

    def _alike(self, words: list[str]) -> dict[str, list[float]]:
        """Return for each word of the vocabulary how much it resembles each asked word, 0 to 1.

        A word just being typed (the last) may be any beginning; others must have three letters of it.
        """
        ratios = process.cdist(self._vocabulary, words, scorer=fuzz.ratio, score_cutoff=LEAST_LIKENESS)
        last = len(words) - 1
        alike = {}
        for known, row in zip(self._vocabulary, ratios, strict=True):
            found = []
            for place, (word, ratio) in enumerate(zip(words, row, strict=True)):
                likeness = ratio / 100 if ratio == 100 or min(len(known), len(word)) > 3 else 0.0
                if known.startswith(word) and (place == last or len(word) > 2):
                    floor = 0.75 if place == last else 0.6
                    likeness = max(likeness, floor + (1 - floor) * len(word) / len(known))
                found.append(float(likeness))
            if any(found):
                alike[known] = found
        return alike

    def _score(self, entry: _Entry, words: list[str], alike: dict[str, list[float]], joined: str) -> float:
        """Return 0 to 100: how much of the name was asked for, and how much of the question the name explains."""
        hits = [alike.get(word) for word in entry.words]
        if not any(hits):
            return self._joined_score(entry, joined)
        weights = [self._weights[word] for word in entry.words]
        of_name = sum(max(row) * weight for row, weight in zip(hits, weights, strict=True) if row) / sum(weights)
        rows = [row for row in (*hits, *map(alike.get, entry.context)) if row]
        explained = [max(row[place] for row in rows) for place in range(len(words))]
        levels = {word for word, share in zip(words, explained, strict=True) if word in self.levels and not share}
        asked = [self._weights.get(word, self._unknown_weight) for word in words]
        known = sum(
            weight if word in levels else share * weight
            for word, share, weight in zip(words, explained, asked, strict=True)
        )
        score = 100 * float(of_name**0.7) * (0.45 + 0.55 * known / sum(asked))
        return max(score * (0.85 if levels - {self._level(entry)} else 1.0), self._joined_score(entry, joined))

    def _level(self, entry: _Entry) -> str:
        return self.names.by_code[entry.target].level if isinstance(entry.target, str) else ""

    @staticmethod
    def _joined_score(entry: _Entry, joined: str) -> float:
        """Return the score of names written together or apart: `pulogebang`, `kramat jati`."""
        name = "".join(entry.words)
        ratio = fuzz.ratio(joined, name, score_cutoff=85)
        if name.startswith(joined) and len(joined) > 3:
            ratio = max(ratio, 75 + 25 * len(joined) / len(name))
        return float(ratio) * 0.97

    def _place(self, found: Target, score: float, near: tuple[float, float] | None) -> Place:
        formerly = found.name if isinstance(found, _Renamed) else ""
        target = found.area if isinstance(found, _Renamed) else found
        if isinstance(target, landmarks.Landmark):
            lon, lat, radius = target.lon, target.lat, WIDE_RADIUS_M.get(target.kind, LANDMARK_RADIUS_M)
            name, kind, area, within = target.name, target.kind, target.area, self._context(target.area)
        else:
            area_name = self.names.by_code[target]
            name, kind, area, within = area_name.name, area_name.level, target, self.names.within(target)
            lon, lat, radius = self._spot(target)
        if near and lon is not None and lat is not None:
            score += NEAR_BONUS * (math.exp(-distance_m(lon, lat, *near) / NEAR_M) - 1)
        return Place(name, within, kind, area, lon, lat, radius, round(score, 1), formerly)

    def _context(self, area: str) -> str:
        return f"{self.names.by_code[area].name}, {self.names.within(area)}"

    def _spot(self, code: str) -> tuple[float | None, float | None, float]:
        if not has_boundaries():
            return None, None, 0.0
        if code not in self._spots:
            box = bounds(code)
            self._spots[code] = (*middle(code), distance_m(box.west, box.south, box.east, box.north) / 2)
        return self._spots[code]


_built: dict[Path, Gazetteer] = {}
_lock = threading.Lock()


def gazetteer() -> Gazetteer:
    """Return the gazetteer of the installation's pack; built once a process."""
    pack = Path(settings.TANGGAP_PACK)
    with _lock:
        if pack not in _built:
            _built[pack] = Gazetteer(pack, city().languages[0])
        return _built[pack]


def suggest(text: str, limit: int = 8, near: tuple[float, float] | None = None) -> list[Place]:
    """Return up to `limit` places for typed words, coordinates or a plus code, best first; none when nothing fits.

    `near` (lon, lat) prefers what is close when names are equally good. Coordinates outside the city give nothing:
    `locate` says why. A lowest area's own point is only its middle: look at `radius_m`.
    """
    book = gazetteer()
    point = book.point(text, near or city().centre)
    return [point] if point else book.suggest(text, limit=max(1, min(limit, 50)), near=near)
