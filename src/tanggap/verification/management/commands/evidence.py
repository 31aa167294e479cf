"""What two photos say of each other: `tanggap evidence compare BEFORE AFTER`."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.core import media
from tanggap.core.refusal import Refusal
from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.telling import edited, place
from tanggap.verification.evidence.words import Kind, Strength, Tone

TELLING = {Kind.EDITED: edited, Kind.PLACE: place}


class Command(BaseCommand):
    """Findings are printed for people, or as one JSON document with `--json`. Nothing is kept."""

    help = "Say what two photos say of each other (compare BEFORE AFTER)."

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

    def handle(self, *_args: Any, act: str, **options: Any) -> None:
        """Do the act. Raises CommandError."""
        {"compare": self._compare}[act](**options)

    def _compare(self, *, before: Path, after: Path, draw: Path | None, json: bool, **_: Any) -> None:
        try:
            from tanggap.verification.evidence import drawing, geometry, pixels
            from tanggap.verification.evidence.place import signs_of
        except ImportError:
            raise CommandError("The photo checks need the extra: pip install 'tanggap[forensics]'.") from None
        old, new = _clean(before), _clean(after)
        found = geometry.compare(pixels.grey(old), pixels.grey(new))
        if draw:
            _write(draw, drawing.drawn(old, new, found))
        signs = signs_of(found)
        self.stdout.write(_dumped(signs) if json else "\n".join(_lines(signs)))


def _clean(path: Path) -> bytes:
    """Return a file's picture as our own JPEG: a stranger's bytes are decoded in a confined child. Raises CommandError."""
    try:
        return media.examine(path.read_bytes(), filename=path.name).shown.data
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
        weight = f", {Strength(sign.strength).label}" if sign.tone != Tone.SILENT else ""
        lines += [f"{words.title(sign.facts, sign.tone)} ({Tone(sign.tone).label}{weight})"]
        lines += [f"  {words.detail(sign.facts, sign.tone)}"]
    return lines


def _dumped(signs: list[Sign]) -> str:
    rows = [
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
    return json.dumps({"findings": rows}, ensure_ascii=False, indent=2)
