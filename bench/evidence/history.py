"""What the file says, measured: `python -m bench.evidence.history`. Every file is made here from the pictures of the set.

The checks were tuned on the photos of tests/data alone, of which none is here. A picture is first made smaller by an odd
factor, so that it was never compressed at its size. Prints the tables, and with --write puts them into docs/evidence.md.
"""

import argparse
import io
import os
import random
import struct
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "pictures"
DOCS = ROOT / "docs" / "evidence.md"
BEGIN, END = "<!-- measured: written by python -m bench.evidence.history -->", "<!-- end of measured: file -->"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
os.environ.setdefault("TANGGAP_HOME", str(FOLDER / "home"))
sys.path.insert(0, str(ROOT / "src"))
SMALLER = 0.73
ONCE = (60, 70, 75, 80, 85, 90, 92, 95, 98)
TWICE = ((50, 75), (60, 80), (60, 90), (70, 85), (75, 90), (75, 95), (80, 95), (85, 90), (90, 95), (90, 98), (95, 98))
UNSEEN = ((90, 75), (95, 85), (85, 85))
FILES = ("editor", "keeper", "generator", "declared", "screen_size", "credentials_invalid", "credentials_declare", "credentials_edited",
         "thumbnail_other", "thumbnail_part", "saved_twice", "dates_disagree", "unread")  # fmt: skip
Row = tuple[str, int, int]


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write if asked. Return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.evidence.history", description=__doc__)
    parser.add_argument("--scenes", type=int, default=60, help="how many pictures, from the test side of the split")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--write", action="store_true", help="put the tables into docs/evidence.md")
    asked = parser.parse_args(arguments)
    import django

    django.setup()
    from bench.evidence import fetch

    fetch.fetch(asked.folder)
    text = "\n\n".join(_tables(asked.folder, asked.scenes))
    print(text)
    if asked.write:
        page = DOCS.read_text("utf-8")
        before, _, rest = page.partition(BEGIN)
        DOCS.write_text(f"{before}{BEGIN}\n{text}\n{END}{rest.partition(END)[2]}", "utf-8")
    return 0


def _tables(folder: Path, most: int) -> Iterator[str]:
    pictures = list(_pictures(folder, most))
    yield f"{len(pictures)} scenes of the test side, {datetime.now(UTC).date()}. 95 % intervals (Wilson)."
    yield _table("Saved once, said to be saved twice (false alarm)", _once(pictures))
    yield _table("Saved twice at one size, found", _twice(pictures))
    yield _table("The small picture inside is of this photo, said to differ (false alarm)", _small_same(pictures))
    yield _table("The small picture inside is not of this photo, found", _small_differs(pictures))
    yield _table("Dates and positions drawn at random", [*_dates(), *_positions()])
    yield _table("Content Credentials", _credentials(pictures))
    yield _table("Whole files", _whole(pictures, folder))


def _table(title: str, rows: Sequence[Row]) -> str:
    from bench.evidence.table import counted

    lines = [f"| {title} | k / n | share | interval |", "|---|---|---|---|", *(counted(*row) for row in rows)]
    return "\n".join(lines)


def _pictures(folder: Path, most: int) -> Iterator[Image.Image]:
    from bench.evidence.scenes import scenes, seed

    chosen = sorted(scenes("test"), key=lambda one: seed("history", one.name))
    for scene in chosen[:most]:
        picture = Image.fromarray(scene.photo(folder))
        size = round(picture.width * SMALLER), round(picture.height * SMALLER)
        if min(size) >= 240:
            yield picture.resize(size, Image.Resampling.LANCZOS)


def _saved(picture: Image.Image, **how: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", **how)
    return out.getvalue()


def _reopened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data)).convert("RGB")


def _is_twice(data: bytes) -> bool:
    from tanggap.verification.evidence.history.inside.pixels import pixels

    return bool(pixels("jpeg", data)["saved"]["is_twice"])


def _once(pictures: Sequence[Image.Image]) -> list[Row]:
    rows = []
    for quality in ONCE:
        rows.append(
            (f"quality {quality}", sum(_is_twice(_saved(one, quality=quality)) for one in pictures), len(pictures))
        )
    for name, made in (
        ("more contrast, then saved once", lambda one: ImageEnhance.Contrast(one).enhance(1.3)),
        ("digital zoom, then saved once", lambda one: _cut(one, 0.25).resize(one.size, Image.Resampling.BICUBIC)),
        ("noise taken out, then saved once", lambda one: one.filter(ImageFilter.MedianFilter(3))),
    ):
        rows.append((name, sum(_is_twice(_saved(made(one), quality=90)) for one in pictures), len(pictures)))
    return [*rows, _sum(rows)]


def _twice(pictures: Sequence[Image.Image]) -> list[Row]:
    rows = [_pair(pictures, first, second) for first, second in TWICE]
    hidden = [_pair(pictures, first, second) for first, second in UNSEEN]
    for name, made in (
        ("75, cut off the grid, then 92", lambda one: one.crop((3, 5, one.width, one.height))),
        ("75, three quarters of the size, then 92", lambda one: one.resize((one.width * 3 // 4, one.height * 3 // 4))),
    ):
        found = sum(_is_twice(_saved(made(_reopened(_saved(one, quality=75))), quality=92)) for one in pictures)
        hidden.append((name, found, len(pictures)))
    return [*rows, _sum(rows), *((f"{name}: no trace expected", found, n) for name, found, n in hidden)]


def _pair(pictures: Sequence[Image.Image], first: int, second: int) -> Row:
    found = sum(_is_twice(_saved(_reopened(_saved(one, quality=first)), quality=second)) for one in pictures)
    return f"{first}, then {second}", found, len(pictures)


def _sum(rows: Sequence[Row]) -> Row:
    return "together", sum(row[1] for row in rows), sum(row[2] for row in rows)


def _small(picture: Image.Image, luck: random.Random) -> bytes:
    """Return camera data with a small picture as some camera would make it."""
    way = luck.choice(
        [Image.Resampling.BOX, Image.Resampling.LANCZOS, Image.Resampling.BILINEAR, Image.Resampling.NEAREST]
    )
    small = picture.resize((160, 120), way)
    if luck.random() < 0.4:
        small = small.filter(ImageFilter.UnsharpMask(1, 80, 2))
    data = _saved(small, quality=luck.choice([50, 70, 85]))
    head = b"II*\0" + struct.pack("<IH", 8, 1) + struct.pack("<HHI4s", 0x110, 2, 2, b"x") + struct.pack("<I", 26)
    entries = struct.pack("<HHII", 513, 4, 1, 56) + struct.pack("<HHII", 514, 4, 1, len(data))
    return head + struct.pack("<H", 2) + entries + struct.pack("<I", 0) + data


def _state(shown: Image.Image, block: bytes) -> str:
    from tanggap.verification.evidence.history.inside.thumbnail import differs

    return str(differs(_reopened(_saved(shown, quality=88)).convert("L"), block)["state"])


SAME: dict[str, Callable[[Image.Image], Image.Image]] = {
    "as it was taken": lambda one: one,
    "brighter, more contrast": lambda one: ImageEnhance.Contrast(ImageEnhance.Brightness(one).enhance(1.25)).enhance(
        1.2
    ),
    "darker": lambda one: ImageEnhance.Brightness(one).enhance(0.6),
    "more colour": lambda one: ImageEnhance.Color(one).enhance(1.8),
    "sharper": lambda one: one.filter(ImageFilter.UnsharpMask(3, 150, 2)),
    "softer": lambda one: one.filter(ImageFilter.GaussianBlur(2)),
    "turned": lambda one: one.transpose(Image.Transpose.ROTATE_270),
    "made smaller": lambda one: one.reduce(2),
}


def _small_same(pictures: Sequence[Image.Image]) -> list[Row]:
    rows = []
    for name, made in SAME.items():
        luck = random.Random(name)
        states = [_state(made(one), _small(one, luck)) for one in pictures]
        rows.append((name, sum(state in ("other", "part") for state in states), len(states)))
    return [*rows, _sum(rows)]


def _small_differs(pictures: Sequence[Image.Image]) -> list[Row]:
    rows = []
    for name, made in {
        "another picture": lambda one, other, luck: other,
        "cut by 5 % a side": lambda one, other, luck: _cut(one, 0.05),
        "cut by 10 % a side": lambda one, other, luck: _cut(one, 0.1),
        "cut by 20 % a side": lambda one, other, luck: _cut(one, 0.2),
        "a part of 1 % pasted over": lambda one, other, luck: _pasted(one, 0.01, luck),
        "a part of 3 % pasted over": lambda one, other, luck: _pasted(one, 0.03, luck),
        "a part of 10 % pasted over": lambda one, other, luck: _pasted(one, 0.1, luck),
        "a bar with a date": lambda one, other, luck: _stamped(one),
    }.items():
        luck = random.Random(name)
        others = [*pictures[1:], pictures[0]]
        states = [
            _state(made(one, other.resize(one.size), luck), _small(one, luck))
            for one, other in zip(pictures, others, strict=True)
        ]
        rows.append((name, sum(state in ("other", "part") for state in states), len(states)))
    return rows


def _cut(picture: Image.Image, share: float) -> Image.Image:
    width, height = picture.size
    return picture.crop(
        (round(width * share), round(height * share), round(width * (1 - share)), round(height * (1 - share)))
    )


def _pasted(picture: Image.Image, share: float, luck: random.Random) -> Image.Image:
    side = int((picture.width * picture.height * share) ** 0.5)
    places = [(luck.randrange(picture.width - side), luck.randrange(picture.height - side)) for _ in range(2)]
    (left, top), where = places
    changed = picture.copy()
    changed.paste(picture.crop((left, top, left + side, top + side)), where)
    return changed


def _stamped(picture: Image.Image) -> Image.Image:
    stamped = picture.copy()
    drawn = ImageDraw.Draw(stamped)
    drawn.rectangle((0, int(picture.height * 0.92), picture.width, picture.height), fill="black")
    drawn.text((10, int(picture.height * 0.94)), "2026-11-26 10:00", fill="white")
    return stamped


def _dates(n: int = 2_000) -> list[Row]:
    """Draw honest and false dates: clocks some minutes wrong, half without a zone, a third set to another Indonesian zone."""
    luck = random.Random("dates")
    honest, early, late = [], [], []
    for _ in range(n):
        reported = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(minutes=luck.randrange(30_000))
        claimed = reported + timedelta(hours=luck.uniform(2, 400))
        zone = timezone(timedelta(hours=luck.choice([7, 7, 7, 7, 8, 9])))
        is_zoned = luck.random() < 0.5
        wrong = timedelta(minutes=luck.gauss(0, 3))
        honest.append(
            _date_says(luck.uniform(0, 1) * (claimed - reported) + reported + wrong, zone, is_zoned, reported, claimed)
        )
        early.append(_date_says(reported - timedelta(days=luck.uniform(1, 60)), zone, is_zoned, reported, claimed))
        late.append(_date_says(claimed + timedelta(days=luck.uniform(1, 3)), zone, is_zoned, reported, claimed))
    bad = {"future", "before_report", "old", "dates_disagree"}
    return [
        ("honest dates, some minutes wrong, half without a zone: raised a sign (false alarm)", sum(bool(bad & one) for one in honest), n),
        ("a day or more before the report: found", sum("before_report" in one for one in early), n),
        ("a day or more after the claim: found", sum("future" in one for one in late), n),
    ]  # fmt: skip


def _date_says(taken: datetime, zone: timezone, is_zoned: bool, reported: datetime, claimed: datetime) -> set[str]:
    from tanggap.verification.evidence.history import times

    local = taken.astimezone(zone)
    facts = {"taken_at": local.replace(tzinfo=None, microsecond=0).isoformat()}
    if is_zoned:
        facts["offset"] = f"+{zone.utcoffset(None).seconds // 3600:02}:00"
    return {one.facts["check"] for one in times.signs(facts, at=claimed, reported_at=reported)}


def _positions(n: int = 2_000) -> list[Row]:
    """Draw positions around the point: a telephone's between houses is wrong by 40 m on average, and some by a few hundred."""
    from tanggap.verification.evidence.history import positions

    luck = random.Random("positions")

    def says(metres: float) -> list[str]:
        facts = {"lon": 106.9, "lat": -6.2 + metres / 111_195}
        return [str(one.tone) for one in positions.signs(facts, place=(106.9, -6.2))]

    honest = [says(luck.expovariate(1 / 40)) for _ in range(n)]
    away = [says(luck.uniform(1_100, 20_000)) for _ in range(n)]
    return [
        ("positions wrong by 40 m on average: raised a sign (false alarm)", sum("for" not in one for one in honest), n),
        ("positions 1.1 to 20 km away: found", sum(bool({"question", "against"} & set(one)) for one in away), n),
    ]


def _credentials(pictures: Sequence[Image.Image]) -> list[Row]:
    from tests.verification.evidence.history.files import SOURCE, changed_in_its_pixels, signed

    from tanggap.verification.evidence.history.inside.credentials import credentials

    taken = {"action": "c2pa.created", "digitalSourceType": SOURCE + "digitalCapture"}
    made = {"action": "c2pa.created", "digitalSourceType": SOURCE + "trainedAlgorithmicMedia"}
    files = [_saved(one, quality=90) for one in pictures]
    plain, ai = [signed(taken, data=one) for one in files], [signed(made, data=one) for one in files]

    changed = [changed_in_its_pixels(one) for one in plain]
    dropped = [_saved(_reopened(one), quality=90) for one in ai]

    def states(data: Sequence[bytes], wanted: str) -> int:
        return sum(credentials("jpeg", one)["state"] == wanted for one in data)

    n = len(files)
    return [
        ("none there: said to be there (false alarm)", n - states(files, "none"), n),
        ("valid, of an unknown signer: said to be valid", states(plain, "valid"), n),
        ("a bit of the picture changed: said to be invalid", states(changed, "invalid"), n),
        ("AI declared: found", sum("generated" in credentials("jpeg", one)["origins"] for one in ai), n),
        ("AI declared, then saved by a program that drops it: found", n - states(dropped, "none"), n),
    ]


def _whole(pictures: Sequence[Image.Image], folder: Path) -> list[Row]:
    """Ask the whole check, in its child, of files as messengers leave them, and of the set's own files as they were published."""
    from tanggap.verification.evidence import history

    claimed = datetime(2026, 11, 24, 9, tzinfo=UTC)
    sent = [_saved(one.resize((one.width * 9 // 10, one.height * 9 // 10)), quality=75) for one in pictures]
    own = sorted(path for path in (folder / "pictures").rglob("*") if path.suffix.lower() in (".jpg", ".jpeg"))
    random.Random("whole").shuffle(own)
    published = [path.read_bytes() for path in own[:300] if path.stat().st_size < 15_000_000]
    took: list[float] = []

    def checks(data: bytes) -> set[str]:
        begun = time.perf_counter()
        found = history.signs(data, at=claimed, place=(106.9, -6.2))
        took.append(time.perf_counter() - begun)
        return {str(one.facts["check"]) for one in found if one.tone in ("against", "question")}

    after_messenger, as_published = [checks(one) for one in sent], [checks(one) for one in published]
    kinds = [kind for kind in FILES if any(kind in one for one in as_published)] or ["nothing"]
    rows = [("sent by a messenger: raised any sign (false alarm)", sum(map(bool, after_messenger)), len(sent))]
    rows += [(f"published photos: {kind}", sum(kind in one for one in as_published), len(published)) for kind in kinds]
    middle = sorted(took)[len(took) // 2] * 1000
    print(f"… a whole check took {middle:.0f} ms in the middle, {max(took) * 1000:.0f} ms at most", file=sys.stderr)
    return rows


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
