"""What two photos say of each other: `tanggap evidence compare BEFORE AFTER`; what one says of itself: `tanggap evidence scan PHOTO`."""

import json
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.core import clock, media
from tanggap.core.refusal import Refusal
from tanggap.verification.evidence import history, queries, reuse, seeing
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.telling import edited, place, reused
from tanggap.verification.evidence.telling import history as of_file
from tanggap.verification.evidence.words import Kind, Strength, Tone

TELLING: dict[Kind, Any] = {Kind.EDITED: edited, Kind.PLACE: place, Kind.REUSED: reused, Kind.HISTORY: of_file}


class Command(BaseCommand):
    """Findings are printed for people, or as one JSON document with `--json`. Nothing is kept."""

    help = (
        "Say what two photos say of each other (compare BEFORE AFTER), or where a photo was used before (scan PHOTO)."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the acts."""
        acts = parser.add_subparsers(dest="act", required=True)
        comparing = acts.add_parser("compare", help="one place? or the very photo, used again or edited?")
        comparing.add_argument("before", type=Path, metavar="BEFORE", help="a photo of the problem")
        comparing.add_argument("after", type=Path, metavar="AFTER", help="a photo of the work done")
        comparing.add_argument(
            "--draw", type=Path, metavar="FILE", help="write a PNG with matched points and changed parts"
        )
        comparing.add_argument("--json", action="store_true", help="print one JSON document")
        scanning = acts.add_parser("scan", help="was it used before? and what does its file say?")
        scanning.add_argument("photo", type=Path, metavar="PHOTO", help="a photo as it was sent")
        scanning.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *_args: Any, act: str, **options: Any) -> None:
        """Do the act. Raises CommandError."""
        acts: dict[str, Callable[..., None]] = {"compare": self._compare, "scan": self._scan}
        acts[act](**options)

    def _compare(self, *, before: Path, after: Path, draw: Path | None, json: bool, **_: Any) -> None:
        try:
            from tanggap.verification.evidence import drawing, geometry, pixels
            from tanggap.verification.evidence.place import signs_of
        except ImportError:
            raise CommandError("The photo checks need the extras: make setup.") from None
        old, new = _clean(before), _clean(after)
        found = geometry.compare(pixels.grey(old), pixels.grey(new))
        if draw:
            _write(draw, drawing.drawn(old, new, found))
        signs = signs_of(found)
        self.stdout.write(
            _dumped({"verdict": found.verdict, "findings": _rows(signs)}) if json else "\n".join(_lines(signs))
        )

    def _scan(self, *, photo: Path, json: bool, **_: Any) -> None:
        """Look a photo up among all that were ever received, and read its file. The operator at the terminal sees the codes."""
        picture = _examined(photo)
        seen = seeing.of_jpeg(picture.shown.data)
        found = reuse.matches(seen, sha256=picture.sha256, sight=seeing.Sight())
        uses = [
            (one.photo.report.code, Sign(Kind.REUSED, *reuse.weight(one), reuse.facts_of(one), one.photo.pk))
            for one in found
        ]
        signs = history.signs(picture.original, at=clock.now(), place=None)
        absent = list(queries.absent_checks())
        if json:
            rows = [{"code": code, **_rows([sign])[0]} for code, sign in uses]
            self.stdout.write(_dumped({"findings": [*rows, *_rows(signs)], "absent": absent}))
            return
        lines = [line for code, sign in uses for line in (f"{code}:", *_lines([sign]))]
        silent = [] if uses else [Sign(Kind.REUSED, Tone.SILENT, Strength.WEAK)]
        missing = [f"Not looked at, the extra is absent: {', '.join(absent)}"] if absent else []
        self.stdout.write("\n".join([*lines, *_lines([*silent, *signs]), *missing]))


def _clean(path: Path) -> bytes:
    """Return a file's picture as our own JPEG. Raises CommandError."""
    return _examined(path).shown.data


def _examined(path: Path) -> media.Picture:
    """Return a file's picture: a stranger's bytes are decoded in a confined child. Raises CommandError."""
    try:
        return media.examine(path.read_bytes(), filename=path.name)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None
    except Refusal as refusal:
        raise CommandError(str(refusal)) from None


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from None


def _lines(signs: list[Sign]) -> list[str]:
    lines = []
    for sign in signs:
        words = TELLING[sign.kind]
        weight = f" ({Tone(sign.tone).label}, {Strength(sign.strength).label})" if sign.tone != Tone.SILENT else ""
        lines += [words.title(sign.facts, sign.tone) + weight, f"  {words.detail(sign.facts, sign.tone)}"]
    return lines


def _rows(signs: list[Sign]) -> list[dict[str, Any]]:
    return [
        {
            "kind": sign.kind.value,
            "tone": sign.tone.value,
            "strength": sign.strength.value,
            "title": TELLING[sign.kind].title(sign.facts, sign.tone),
            "detail": TELLING[sign.kind].detail(sign.facts, sign.tone),
            "facts": dict(sign.facts),
        }
        for sign in signs
    ]


def _dumped(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2)
