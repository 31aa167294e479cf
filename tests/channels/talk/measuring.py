"""How well places are found: complaints of the pack's seeds, which name no place, with the place of every lowest area written into them."""

import csv
import random
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.channels.talk.scene import said

from tanggap.channels.talk.place import Found
from tanggap.channels.talk.reading import Message
from tanggap.places import landmarks
from tanggap.places.names import Name, Names, names

PACK = Path("packs/jakarta")
SHORT = {
    "kebon": "kb", "tanjung": "tj", "pondok": "pd", "kampung": "kp", "pulo": "pl", "utara": "utr", "selatan": "sel", "barat": "brt",
    "timur": "tmr", "pasar": "ps", "taman": "tmn",
}  # fmt: skip
Style = Callable[[Name, str, random.Random], str]


def misspelt(name: str, chance: random.Random) -> str:
    """Return the name with one letter wrong: left out, doubled, changed or swapped, never the first."""
    place = chance.randrange(1, len(name) - 1)
    if name[place] == " ":
        place -= 1
    way = chance.choice(("left out", "doubled", "changed", "swapped"))
    if way == "left out":
        return name[:place] + name[place + 1 :]
    if way == "doubled":
        return name[:place] + name[place] + name[place:]
    if way == "changed":
        return name[:place] + chance.choice("aeiou") + name[place + 1 :]
    return name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


def shortened(name: str) -> str:
    """Return the name as it is written short."""
    return " ".join(SHORT.get(word, word) for word in name.split())


STYLES: dict[str, Style] = {
    "kel. X, kec. Y": lambda leaf, above, _: f"di kel. {leaf.name.lower()}, kec. {above.lower()}",
    "X Y": lambda leaf, above, _: f"di {leaf.name.lower()} {above.lower()}",
    "Kelurahan X": lambda leaf, _above, _: f"di Kelurahan {leaf.name}",
    "X": lambda leaf, _above, _: f"di {leaf.name.lower()}",
    "rt/rw X": lambda leaf, _above, chance: (
        f"di gg. mawar rt {chance.randint(1, 15)}/rw 0{chance.randint(1, 9)} kel {leaf.name.lower()}"
    ),
    "x short": lambda leaf, _above, _: f"dpn indomaret kel {shortened(leaf.name.lower())}",
    "xtogether": lambda leaf, above, _: f"di {leaf.name.lower().replace(' ', '')}, {above.lower().replace(' ', '')}",
    "kel. misspelt, Y": lambda leaf, above, chance: f"di kel. {misspelt(leaf.name.lower(), chance)}, {above.lower()}",
    "misspelt Y": lambda leaf, above, chance: f"di {misspelt(leaf.name.lower(), chance)}, {above.lower()}",
}


def judged(found: Found, code: str) -> str:
    """Return whether the very area was found, will be asked for among others, was taken for another, or was not seen."""
    if found.areas == (code,):
        return "right" if found.is_sure else "asked"
    if code in found.areas:
        return "asked"
    return "wrong" if len(found.areas) == 1 and found.is_sure else "open"


def measured() -> dict[str, Counter[str]]:
    """Return for each style how often each came out, over all lowest areas, each in another complaint."""
    return {style: Counter(judged(found, code) for code, found in _read(style)) for style in STYLES}


def _read(style: str) -> Iterator[tuple[str, Found]]:
    chance = random.Random(style)
    texts = complaints()
    book: Names = names()
    for code in book.leaves(next(iter(book.by_code))):
        leaf, above = book.by_code[code], book.path(code)[1].name
        place = STYLES[style](leaf, above, chance)
        text = f"{chance.choice(texts)[:200].rstrip('. ')} {place}"
        yield code, Message(said(text)).find(is_answer=False)


def landmarks_measured() -> Counter[str]:
    """Return how often each name of a landmark came out, behind each of three words, in another complaint."""
    chance = random.Random(7)
    texts = [text[:120].rsplit(" ", 1)[0] for text in complaints()]
    return Counter(
        judged(Message(said(f"{chance.choice(texts)} {before} {name.lower()}")).find(is_answer=False), row.area)
        for row in landmarks.read(PACK, names())
        if row.kind not in {"area", "road"}
        for name in (row.name, *row.aliases)
        for before in ("depan", "di", "deket")
    )


def complaints() -> list[str]:
    """Return the seeds' complaints."""
    with (PACK / "seed-texts.csv").open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file)]
