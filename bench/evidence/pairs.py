"""The labelled pairs of a folder with a pairs.csv (`a,b,truth,note`), photos not shipped with the product."""

import csv
from collections import Counter
from pathlib import Path

from bench.evidence.looking import shown
from tanggap.verification.evidence import geometry, place
from tanggap.verification.evidence.features import extract
from tanggap.verification.evidence.pixels import grey
from tanggap.verification.evidence.words import Kind, Tone

TRUTHS = ("same_photo", "edited", "same_place", "different_place")
ANSWERS = ("reuse", "edited", "fixed?", "photographed?", "same_place", "cannot_tell", "other_place")


def table(folder: Path) -> str:
    """Return what the product says of each kind of pair, and each answer that is wrong."""
    counts: dict[str, Counter[str]] = {truth: Counter() for truth in TRUTHS}
    wrong = []
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            answer, facts = _answer(folder / row["a"], folder / row["b"])
            counts[row["truth"]][answer] += 1
            if not is_right(row["truth"], answer):
                wrong.append(f"* {row['truth']} → {answer} ({facts}): {row['a']} · {row['b']} {row['note']}".rstrip())
    lines = ["| truth | n | " + " | ".join(ANSWERS) + " |", "|---" * (len(ANSWERS) + 2) + "|"]
    for truth, said in counts.items():
        lines.append(f"| {truth} | {said.total()} | " + " | ".join(str(said[answer]) for answer in ANSWERS) + " |")
    return "\n".join([*lines, "", "Not as labelled:", *(wrong or ["* none"])])


def is_right(truth: str, answer: str) -> bool:
    """Return whether an answer is what the label asks for. An edited copy is one photo, too."""
    asked = {
        "same_photo": {"reuse", "edited"},
        "edited": {"edited"},
        "same_place": {"same_place"},
        "different_place": {"cannot_tell", "other_place"},
    }
    return answer in asked[truth]


def _answer(first: Path, second: Path) -> tuple[str, str]:
    one, other = (grey(shown(path.read_bytes())) for path in (first, second))
    found = geometry.compare_known(one, other, extract(one), extract(other))
    facts = f"{found.inliers}/{found.matches} points, {found.error_px:.2f} px"
    tones = {sign.kind: sign.tone for sign in place.signs_of(found)}
    if tones.get(Kind.EDITED) == Tone.QUESTION:
        return "fixed?", facts
    if found.is_photographed:
        return "photographed?", facts
    if found.is_frame:
        return ("edited" if found.is_edit else "reuse"), facts
    return found.verdict.value, facts
