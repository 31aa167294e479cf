"""What grows with the number of reports: the same questions and pages asked of two cities in turns, and the ratio of their costs.

The larger city has ten times as much of everything, open reports of each office too. `python -m bench --beside 1000000` begins here.
"""

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 5
MOST = 1.3


def compare(small: int, large: int, *, large_home: Path) -> dict[str, dict[str, float]]:
    """Ask two cities the same in turns; print and return the medians and the ratio of each question."""
    home = Path(os.environ["TANGGAP_HOME"])
    found: dict[str, list[tuple[float, float]]] = {}
    with _city(small, home) as ask_small, _city(large, large_home) as ask_large:
        for _round in range(ROUNDS):
            ours, theirs = ask_small(), ask_large()
            for name, cost in ours.items():
                found.setdefault(name, []).append((cost, theirs[name]))
    print(f"\n{'':34}{small:>12,}{large:>12,}   ratio")
    rows = {}
    for name, costs in found.items():
        one, other = (statistics.median(pair[place] for pair in costs) for place in (0, 1))
        ratio = statistics.median(larger / smaller for smaller, larger in costs)
        print(f"{name:34}{one:12.2f}{other:12.2f}{ratio:8.2f}{'' if ratio <= MOST else f'   above {MOST}'}")
        rows[name] = {"small": one, "large": other, "ratio": ratio}
    return rows


@contextmanager
def _city(reports: int, home: Path) -> Iterator[Callable[[], dict[str, float]]]:
    """Run a city of a size in a process of its own; yield what asks it once."""
    environment = {**os.environ, "TANGGAP_HOME": str(home)}
    with subprocess.Popen(
        [sys.executable, "-m", "bench.sizes", str(reports)],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answers = process.stdin, process.stdout

        def ask() -> dict[str, float]:
            asked.write("ask\n")
            asked.flush()
            return dict(json.loads(answers.readline()))

        if answers.readline() != "ready\n":
            raise SystemExit(f"the city of {reports} reports did not start")
        yield ask
        asked.close()


def main() -> None:
    """Be one of the cities: answer each line with what the questions cost."""
    answers, sys.stdout = sys.stdout, sys.stderr
    from bench.__main__ import prepare

    prepare(int(sys.argv[1]))
    from bench import desk, public

    print("ready", file=answers, flush=True)
    for _line in sys.stdin:
        print(json.dumps({**desk.costs(times=12), **public.costs(times=12)}), file=answers, flush=True)


if __name__ == "__main__":
    main()
