"""The tables: found of n with 95 % intervals (Wilson), false alarms, times. Markdown, as docs/evidence.md shows them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from bench.evidence.trials import Trial
from tanggap.verification.estimates import wilson

Rows = Sequence[Trial]


def interval(successes: int, n: int) -> str:
    """Return the 95 % interval in per cent."""
    low, high = wilson(successes, n)
    return f"{low * 100:.1f}–{high * 100:.1f} %"


def share(successes: int, n: int) -> str:
    """Return the share in per cent; a dash of nothing."""
    return f"{successes / n * 100:.1f} %" if n else "–"


def counted(name: str, successes: int, n: int) -> str:
    """Return a row: name, k / n, share, interval."""
    return f"| {name} | {successes} / {n} | {share(successes, n)} | {interval(successes, n) if n else '–'} |"


def tables(done: Rows) -> str:
    """Return all tables of a run."""
    parts = [_reuse(done), _alarms(done), _edits(done), _places(done), _times(done)]
    return "\n\n".join(part for part in parts if part)


def goals(done: Rows) -> str:
    """Return each stated goal with what was measured."""
    lines = ["| what | measured | share | 95 % | goal | met |", "|---|---|---|---|---|---|"]
    for goal in GOALS:
        successes, n = _count([one for one in done if goal.is_asked(one)], goal.is_counted)
        if n:
            met = {None: "", True: "yes", False: "**no**"}[goal.is_met(successes / n)]
            lines.append(f"{counted(goal.name, successes, n)} {goal.wanted} | {met} |")
    return "\n".join(lines)


@dataclass(frozen=True)
class Goal:
    """What is to hold of the trials that `is_asked` picks: a `least` share counted, or a `most`; neither: it is only said."""

    name: str
    is_asked: Callable[[Trial], bool]
    is_counted: Callable[[Trial], bool]
    least: float | None = None
    most: float | None = None

    @property
    def wanted(self) -> str:
        """Return the goal in a few signs."""
        if self.least is not None:
            return f"≥ {self.least * 100:g} %"
        return "" if self.most is None else f"≤ {self.most * 100:g} %" if self.most else "0"

    def is_met(self, share: float) -> bool | None:
        """Return whether a measured share is what is wanted; None where nothing is."""
        if self.least is not None:
            return share >= self.least
        return share <= self.most if self.most is not None else None


def is_of_a_screen(one: Trial) -> bool:
    """Return whether a row is a photo of a screen or a print, which is another photo of a flat thing, not a copy."""
    return one.name.startswith("photo of a ")


def is_tripod(one: Trial) -> bool:
    """Return whether a re-take is from the very same point, where nothing can shift."""
    return one.part == "fixed" or (one.part == "retake" and one.name.startswith("the same point"))


def is_true_retake(one: Trial) -> bool:
    """Return whether a row is a re-take from another point, real or simulated."""
    return one.part in ("real", "retake") and not is_tripod(one)


def is_told(one: Trial) -> bool:
    """Return whether two photos were told to be one."""
    return one.said in ("found", "reuse", "frame", "alarm")


def is_looked_up(one: Trial) -> bool:
    """Return whether a used photo was looked for among all photos."""
    return one.part == "reuse" and "lookup" in one.took


def was_named(one: Trial) -> bool:
    """Return whether the look-up named the right photo."""
    return one.note.startswith("lookup")


def is_reuse_but_of_a_screen(one: Trial) -> bool:
    """Return whether a row is a used photo other than a photo of a screen or print."""
    return one.part == "reuse" and not is_of_a_screen(one)


def is_of_a_stranger(one: Trial) -> bool:
    """Return whether a look-up was asked that may name no other place."""
    return one.name in ("a photo of a place that is not in the index", "a used photo, someone else's named")


REAL_OR_MADE = ("real", "retake", "fixed")
ASKED = ("frame", "fixed", "photographed")
GOALS = (
    Goal("used photos told to be one with the right photo", lambda one: one.part == "reuse", is_told, least=0.98),
    Goal("… but for photos of a screen or print", is_reuse_but_of_a_screen, is_told, least=0.98),
    Goal("used photos found among all photos", is_looked_up, was_named, least=0.98),
    Goal(
        "… but for photos of a screen or print",
        lambda one: is_looked_up(one) and not is_of_a_screen(one),
        was_named,
        least=0.98,
    ),
    Goal("a look-up names a photo of another place", is_of_a_stranger, is_told, most=0.005),
    Goal("different photos told to be one", lambda one: one.part == "other", is_told, most=0.005),
    Goal(
        "“other place” on true pairs",
        lambda one: one.part in REAL_OR_MADE,
        lambda one: one.said == "other_place",
        most=0,
    ),
    Goal("edited copies told as edited copies", lambda one: one.part == "edit", is_told),
    Goal("edited copies told or asked about", lambda one: one.part == "edit", lambda one: one.said in ASKED),
    Goal("re-takes from another point called edited copies", is_true_retake, is_told, most=0.01),
    Goal("… real ones alone", lambda one: one.part == "real", is_told, most=0.01),
    Goal("re-takes from the very same point called edited copies", is_tripod, is_told),
)


def _reuse(done: Rows) -> str:
    rows = [one for one in done if one.part == "reuse"]
    if not rows:
        return ""
    has_lookups = any(is_looked_up(one) for one in rows)
    lines = ["### A photo used again", ""]
    head = "| manipulation | found | share | 95 % |"
    lines += [
        head + (" found among all photos | share | 95 % |" if has_lookups else ""),
        "|---" * (7 if has_lookups else 4) + "|",
    ]
    for name, part in _by_name(rows):
        line = counted(name, *_count(part, lambda one: one.said == "found"))
        if has_lookups:
            k, n = _count(part, was_named)
            line += f" {k} / {n} | {share(k, n)} | {interval(k, n)} |"
        lines.append(line)
    return "\n".join(lines)


def _alarms(done: Rows) -> str:
    rows = [one for one in done if one.part in ("other", "fresh")]
    if not rows:
        return ""
    lines = ["### False alarms: different photos", "", "| pairs | taken for one photo | share | 95 % | said “same place” | share | 95 % |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for name, part in _by_name([one for one in rows if one.part == "other"]):
        k, n = _count(part, lambda one: one.said == "same_place")
        lines.append(
            counted(name, *_count(part, lambda one: one.said == "reuse"))
            + f" {k} / {n} | {share(k, n)} | {interval(k, n)} |"
        )
    fresh = [one for one in rows if one.part == "fresh"]
    if fresh:
        lines += ["", "| looked up | alarms | share | 95 % |", "|---|---|---|---|"]
        lines += [counted(name, *_count(part, lambda one: one.said == "alarm")) for name, part in _by_name(fresh)]
    return "\n".join(lines)


def _edits(done: Rows) -> str:
    rows = [one for one in done if one.part == "edit"]
    if not rows:
        return ""
    lines = [
        "### The reporter's photo, edited",
        "",
        "| edit | found | share | 95 % | asked only | half of it outlined |",
        "|---|---|---|---|---|---|",
    ]
    for name, part in _by_name(rows):
        found = [one for one in part if one.said == "frame"]
        outlined, _ = _count(found, lambda one: float(one.note) >= 0.5)
        asked, _ = _count(part, lambda one: one.said in ("fixed", "photographed"))
        lines.append(f"{counted(name, len(found), len(part))} {asked} | {outlined} / {len(found)} |")
    return "\n".join(lines)


def _places(done: Rows) -> str:
    rows = [one for one in done if one.part in ("real", "retake", "fixed")]
    if not rows:
        return ""
    heads = {
        "real": "real: another standpoint",
        "retake": "simulated",
        "fixed": "real: a fixed camera, another moment",
    }
    lines = ["### True re-takes: the same place, not the same photo", "",
             "| re-take | n | same place | cannot tell | other place | asked: moment | asked: of a photo | edited copy | 95 % |",
             "|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for kind, head in heads.items():
        for name, part in _by_name([one for one in rows if one.part == kind]):
            said = Counter(one.said for one in part)
            cells = [
                said[answer]
                for answer in ("same_place", "cannot_tell", "other_place", "fixed", "photographed", "frame")
            ]
            line = " | ".join(map(str, [f"{head}: {name}", len(part), *cells, interval(said["frame"], len(part))]))
            lines.append(f"| {line} |")
    return "\n".join(lines)


def _times(done: Rows) -> str:
    spans: dict[str, list[float]] = {}
    for one in done:
        for name, seconds in one.took.items():
            spans.setdefault(name, []).append(seconds * 1000)
    if not spans:
        return ""
    names = {
        "points": "looking at a photo: points, words, hashes",
        "compare": "comparing two photos that were looked at",
        "index": "look-up in the index",
        "lookup": "look-up in the index, and confirming what it names",
    }
    lines = ["### Times", "", "| step | n | p50 | p95 |", "|---|---|---|---|"]
    for name, label in names.items():
        if len(spans.get(name, ())) > 1:
            cuts = quantiles(spans[name], n=20, method="inclusive")
            lines.append(f"| {label} | {len(spans[name])} | {cuts[9]:.0f} ms | {cuts[18]:.0f} ms |")
    return "\n".join(lines)


def _by_name(rows: Iterable[Trial]) -> list[tuple[str, list[Trial]]]:
    found: dict[str, list[Trial]] = {}
    for one in rows:
        found.setdefault(one.name, []).append(one)
    return list(found.items())


def _count(rows: Sequence[Trial], is_counted: Callable[[Trial], bool]) -> tuple[int, int]:
    return sum(is_counted(one) for one in rows), len(rows)
