"""`make bench-evidence`: fetch the photos, build the pairs, ask the product's own checks, print and write the tables."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.evidence.trials import Plan, Trial

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "var" / "pictures"
DOCS = ROOT / "docs" / "evidence.md"
SHARE = 0.6  # of the made pairs: a quarter of an hour on two quiet cores
BEGIN, END = "<!-- measured: written by make bench-evidence -->", "<!-- end of measured -->"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
os.environ.setdefault("TANGGAP_HOME", str(FOLDER / "home"))
sys.path.insert(0, str(ROOT / "src"))


def main(arguments: Sequence[str]) -> int:
    """Run what is asked. Return the exit code."""
    asked = _parsed(arguments)
    import django

    if not asked.pairs and not os.environ.get("DATABASE_URL"):
        from tanggap.starter import home, postgres

        postgres.ensure(home.home())
    django.setup()
    if asked.pairs:
        from bench.evidence import pairs

        print(pairs.table(asked.pairs))
        return 0
    from bench.evidence import fetch, table, trials

    fetch.fetch(asked.folder)
    only = frozenset(filter(None, asked.only.split(",")))
    unknown = only - set(trials.families())
    if unknown:
        print(f"--only knows {', '.join(trials.families())}", file=sys.stderr)
        return 2
    begun = time.monotonic()
    plan = trials.Plan(asked.folder, asked.split, only, asked.limit, asked.share, asked.workers, asked.minutes)
    state, lines = _state(), [""]

    def told(line: str) -> None:
        print(f"… {line}", file=sys.stderr, flush=True)
        lines.append(line)

    done = trials.run(plan, told=told)
    minutes = (time.monotonic() - begun) / 60
    text = f"{_head(plan, done, state, minutes, lines[-1])}\n\n{table.goals(done)}\n\n{table.tables(done)}\n"
    print(text)
    if asked.misses:
        _print_misses(done)
    if asked.split == "test" and not only and not asked.limit and not asked.dry:
        _write(text)
    return 0


def _parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.evidence", description=__doc__)
    parser.add_argument(
        "--split", choices=("train", "test"), default="test", help="the side of the split; tune on train only"
    )
    parser.add_argument("--only", default="", help="families, with commas between: see README.md")
    parser.add_argument("--limit", type=int, default=0, help="stop after so many questions")
    parser.add_argument("--share", type=float, default=SHARE, help="build this share of the made pairs of each scene")
    parser.add_argument("--workers", type=int, default=2, help="how many processes ask")
    parser.add_argument(
        "--minutes",
        type=float,
        default=float("inf"),
        help="begin no further part after so long; parts come in a drawn order",
    )
    parser.add_argument("--misses", action="store_true", help="list each pair that was not answered as it should be")
    parser.add_argument("--dry", action="store_true", help="leave docs/evidence.md as it is")
    parser.add_argument("--folder", type=Path, default=FOLDER, help="where the photos are kept")
    parser.add_argument("--pairs", type=Path, help="a folder with pairs.csv: ask its pairs instead")
    return parser.parse_args(arguments)


def _state() -> str:
    """Return the commit that is asked, with a plus where its files were changed since; nothing outside of git."""
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    checks = ["git", "diff", "--quiet", "HEAD", "--", "src/tanggap/verification/evidence"]
    return f"{commit}{'+' if commit and subprocess.run(checks, cwd=ROOT).returncode else ''}"


def _head(plan: "Plan", done: "Sequence[Trial]", state: str, minutes: float, last: str) -> str:
    """Return what was asked, when, and of which state of the code."""
    from bench.evidence.scenes import scenes

    chosen = scenes(plan.split)
    photos = sum(len(scene.views) for scene in chosen)
    made = "" if plan.share == 1 else f", {plan.share:.0%} of the made pairs of each scene, drawn by its name"
    cut = f" {last[0].upper()}{last[1:]}, in a drawn order." if last.startswith("time is up") else ""
    of = f", code of {state}" if state else ""
    return (
        f"Split `{plan.split}`: {len(chosen)} scenes, {photos} photos, {len(done)} questions{made}; {datetime.now(UTC).date()}{of}, "
        f"{minutes:.0f} min with {plan.workers} workers.{cut}"
    )


def _print_misses(done: "Sequence[Trial]") -> None:
    from bench.evidence.trials import is_as_it_should_be

    for one in done:
        if not is_as_it_should_be(one):
            print(f"{one.part}: {one.name}: {one.scene}: {one.said} {one.note}".rstrip())


def _write(text: str) -> None:
    """Put the tables between the two marks of docs/evidence.md."""
    page = DOCS.read_text("utf-8")
    before, _, rest = page.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCS.write_text(f"{before}{BEGIN}\n{text}{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
