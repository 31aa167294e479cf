"""Nothing of the first city stands in code: neither its places, nor its units, categories, channels, nor its name."""

import ast
import csv
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.xdist_group("texts-of-code")  # the code is parsed once
ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "tanggap"
JAKARTA = ROOT / "packs" / "jakarta"
DEFAULT_PACK = "packs/jakarta"  # which city serves where TANGGAP_PACK names none
A_ZONE = "Asia/Jakarta"  # a name of the tz database, the example in some messages
PLAIN_WORDS = {  # codes that are words of a language or of the web as well
    *("email", "sms", "website", "twitter", "facebook"),
    *("jalan", "taman", "kelurahan", "kecamatan", "lainnya"),
}
NAMES = re.compile(
    r"\b(jakarta|jaki|dki|balai ?kota|sudin|suku dinas|dinas [a-z]+|satpol|biro pemerintahan|bagian pemerintahan|qlue)\b",
    re.I,
)

PLATFORMS = ("jaki", "qlue")
WHERE_EACH_IS_WIRED = ("src/tanggap/channels/{}/", "src/tanggap/api/{}/", "src/tanggap/api/urls.py")
WHERE_ALL_ARE = (  # an adapter bears the name of whom it speaks with; which of them a city uses stands in its pack
    "src/tanggap/channels/registry.py",
    "src/tanggap/notify/addresses.py",  # a room below the channels: it asks by the pack's words
)


def literals() -> Iterator[tuple[str, int, str]]:
    """Yield every text in the code with its file and line, docstrings left out."""
    for path in sorted(SOURCE.rglob("*.py")):
        told = set()  # the docstrings: what holds one is walked before it
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                told |= {id(first.value) for first in node.body[:1] if isinstance(first, ast.Expr)}
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
                yield path.relative_to(ROOT).as_posix(), node.lineno, node.value


@pytest.fixture(scope="module")
def texts():
    found = [(file, line, text) for file, line, text in literals() if text != DEFAULT_PACK]
    return [(file, line, without_own_names(file, text)) for file, line, text in found]


def without_own_names(file: str, text: str) -> str:
    """Return a text without the names of the platforms that are wired in its file."""
    for name in PLATFORMS:
        own = tuple(place.format(name) for place in WHERE_EACH_IS_WIRED)
        if file.startswith((*own, *WHERE_ALL_ARE)):
            text = re.sub(rf"\b{name}\b", "", text, flags=re.I)
    return text


def codes_of_the_pack() -> set[str]:
    codes = {row["code"] for file in ("areas.csv", "units.csv") for row in _rows(file)}
    for file in ("categories.toml", "channels.toml"):
        codes |= set(tomllib.loads((JAKARTA / file).read_text("utf-8")))
    return {code for code in codes if len(code) > 3} - PLAIN_WORDS


def places_of_the_pack() -> set[str]:
    return {row["name"] for row in _rows("areas.csv")}


def _rows(file: str) -> Iterator[dict[str, str]]:
    with (JAKARTA / file).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def test_no_code_of_the_pack_stands_in_code(texts):
    codes = codes_of_the_pack()

    assert [place for place in texts if place[2] in codes] == []


def test_no_place_of_the_pack_stands_in_code(texts):
    places = places_of_the_pack()

    assert [place for place in texts if place[2] in places] == []


def test_the_city_its_offices_and_its_channels_are_not_named_in_code(texts):
    assert [place for place in texts if NAMES.search(place[2].replace(A_ZONE, ""))] == []
