"""The tables: found of n with 95 % intervals (Wilson), false alarms, times. Markdown, as docs/evidence.md shows them."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
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
    reuse = [one for one in done if one.part == "reuse"]
    taken = [one for one in reuse if not is_of_a_screen(one)]
    looked = [one for one in taken if "lookup" in one.took]
    edits = [one for one in done if one.part == "edit"]
    retakes = [one for one in done if one.part in ("real", "retake") and not is_tripod(one)]
    pairs = [one for one in done if one.part == "other"]
    fresh = [one for one in done if one.part == "fresh"]
    rows = [
        (
            "reuse confirmed against the right photo, ≥ 98 %",
            _count(taken, lambda one: one.said == "found"),
            0.98,
            "least",
        ),
        (
            "reuse found among all photos, ≥ 98 %",
            _count(looked, lambda one: one.note.startswith("lookup")),
            0.98,
            "least",
        ),
        ("a fresh photo taken for a used one, ≤ 0.5 %", _count(fresh, lambda one: one.said == "alarm"), 0.005, "most"),
        ("different photos taken for one, ≤ 0.5 %", _count(pairs, lambda one: one.said == "reuse"), 0.005, "most"),
        ("“other place” on true pairs, 0", _count(retakes, lambda one: one.said == "other_place"), 0.0, "most"),
        ("edited copies found", _count(edits, lambda one: one.said == "frame"), None, ""),
        (
            "a true re-take taken for an edited copy, ≤ 1 %",
            _count(retakes, lambda one: one.said == "frame"),
            0.01,
            "most",
        ),
    ]
    lines = ["| goal | measured | share | 95 % | met |", "|---|---|---|---|---|"]
    for name, (successes, n), bound, side in rows:
        if n:
            value = successes / n
            is_met = (
                "" if bound is None else "yes" if (value >= bound if side == "least" else value <= bound) else "**no**"
            )
            lines.append(f"{counted(name, successes, n)} {is_met} |")
    return "\n".join(lines)


def is_of_a_screen(one: Trial) -> bool:
    """Return whether a row is a photo of a screen or a print, which is another photo of a flat thing, not a copy."""
    return one.name.startswith("photo of a ")


def is_tripod(one: Trial) -> bool:
    """Return whether a re-take is from the very same point, where nothing can shift."""
    return one.part == "fixed" or one.name.startswith("the same point")


def _reuse(done: Rows) -> str:
    rows = [one for one in done if one.part == "reuse"]
    if not rows:
        return ""
    is_looked_up = any("lookup" in one.took for one in rows)
    lines = ["### A photo used again", ""]
    head = "| manipulation | confirmed | share | 95 % |"
    lines += [
        head + (" found among all photos | share | 95 % |" if is_looked_up else ""),
        "|---" * (7 if is_looked_up else 4) + "|",
    ]
    for name, part in _by_name(rows):
        line = counted(name, *_count(part, lambda one: one.said == "found"))
        if is_looked_up:
            k, n = _count(part, lambda one: one.note.startswith("lookup"))
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
        "| edit | found | share | 95 % | half of it outlined |",
        "|---|---|---|---|---|",
    ]
    for name, part in _by_name(rows):
        found = [one for one in part if one.said == "frame"]
        outlined, _ = _count(found, lambda one: float(one.note) >= 0.5)
        lines.append(f"{counted(name, len(found), len(part))} {outlined} / {len(found)} |")
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
             "| re-take | n | same place | cannot tell | other place | asked: a fixed camera? | taken for an edited copy | 95 % |",
             "|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for kind, head in heads.items():
        for name, part in _by_name([one for one in rows if one.part == kind]):
            said = Counter(one.said for one in part)
            cells = [said[answer] for answer in ("same_place", "cannot_tell", "other_place", "fixed", "frame")]
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
        "confirm": "confirming one candidate",
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
