"""What the pages of the yearly planning cost with a register of many years: each drawn with nothing kept.

Told are milliseconds of a core, of this process and of the database's together, as `bench.evaluation` does. The register is made of copies
of the city's own proposals, older and older, in a transaction that is taken back: nothing of it stays.

python -m bench.planning [--proposals 20000] [--times 5]      (with the TANGGAP_HOME of a demo city, stopped)
"""

import argparse
import os
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
sys.path.insert(0, str(ROOT / "src"))

GOAL_MS = 300
APART = "11 hours"  # between two copies of a proposal
PAGES = {
    "the register": "/planning/",
    "the register of a state": "/planning/?state=verified",
    "the order of need": "/planning/kebutuhan/",
    "the order of need of one year": "/planning/kebutuhan/?year={year}",
    "figures": "/planning/angka/",
    "one proposal": "/planning/{code}/",
    "public: the register": "/usulan/",
    "public: one proposal": "/usulan/{code}/",
}
COPIES = (
    "ALTER TABLE planning_step DISABLE TRIGGER USER",  # a copy is verified without reports of its own; taken back with the rest
    "CREATE TEMP TABLE copies ON COMMIT DROP AS SELECT nextval('planning_proposal_id_seq') AS id, proposal.id AS origin, number"
    " FROM planning_proposal AS proposal CROSS JOIN generate_series(1, %s) AS number",
    "INSERT INTO planning_proposal SELECT (jsonb_populate_record(proposal, jsonb_build_object('id', copies.id, 'code', 'B-' || copies.id,"
    " 'proposed_at', proposal.proposed_at - number * %s::interval))).* FROM copies JOIN planning_proposal AS proposal"
    " ON proposal.id = origin",
    "INSERT INTO planning_step SELECT (jsonb_populate_record(one, jsonb_build_object('id', nextval('planning_step_id_seq'), 'proposal_id',"
    " copies.id, 'at', one.at - copies.number * %s::interval))).* FROM copies JOIN planning_step AS one ON one.proposal_id = origin"
    " ORDER BY one.number",
    "INSERT INTO planning_proposalreport (proposal_id, report_id, joined, linked_at, ended_at, \"end\") SELECT copies.id, report.id, '',"
    " report.received_at, now(), 'verified' FROM copies CROSS JOIN generate_series(1, 3) AS nth JOIN LATERAL (SELECT id, received_at FROM"
    " reports_report WHERE visibility = 'public' AND state <> 'merged' AND id >= (copies.id * 7919 + nth * 104729) % (SELECT max(id) FROM"
    " reports_report) ORDER BY id LIMIT 1) AS report ON true",
    "ANALYZE planning_proposal, planning_step, planning_proposalreport",
)


def fill(proposals: int) -> int:
    """Copy the city's proposals until there are so many; return how many there are."""
    from django.db import connection

    from tanggap.planning.models import Proposal

    own = Proposal.objects.count()
    if not own:
        raise SystemExit("This city has no proposals to copy. Fill one with `tanggap demo`.")
    with connection.cursor() as cursor:
        for number, statement in enumerate(COPIES):
            cursor.execute(statement, [[], [-(-proposals // own)], [APART], [APART], [], []][number] or None)
    return Proposal.objects.count()


def costs(*, times: int) -> Iterator[tuple[str, float, float]]:
    """Yield for each page: milliseconds of a core (median), and of them Python's."""
    from django.test import Client

    from bench.evaluation import _backend, _ok
    from tanggap.planning.models import Proposal
    from tanggap.web.ui import caching, kept

    browser, spent_there = Client(headers={"host": "127.0.0.1"}), _backend()
    browser.force_login(_planner())
    newest = Proposal.objects.order_by("-proposed_at").first()
    for name, pattern in PAGES.items():
        address = pattern.format(code=newest.code, year=newest.year)
        ours, all_of_it = [], []
        _ok(browser.get(address).status_code, address)  # the first look brings its rows into memory
        for _turn in range(times):
            caching.forget()
            kept.pages.clear()
            here, there = time.process_time(), spent_there()
            _ok(browser.get(address).status_code, address)
            ours.append(1000 * (time.process_time() - here))
            all_of_it.append(ours[-1] + spent_there() - there)
        yield name, statistics.median(all_of_it), statistics.median(ours)


def clustering() -> Iterator[tuple[str, float]]:
    """Yield what it costs to find clusters among as many reports as are looked at: on one spot, along streets, all over a city."""
    from datetime import UTC, datetime

    from tanggap.planning.queries import suggesting

    at, chance, number = datetime(2026, 1, 1, tzinfo=UTC), random.Random(7), suggesting.AT_HAND
    shapes = {
        "candidates, all on one spot": [(chance.gauss(0, 20), chance.gauss(0, 20)) for _ in range(number)],
        "candidates, two crowds out of reach": [
            (chance.gauss(0 if n % 2 else 140, 5), chance.gauss(30, 5)) for n in range(number)
        ],
        "candidates, along forty streets": [
            (chance.uniform(0, 9000), 250.0 * chance.randrange(40)) for _ in range(number)
        ],
        "candidates, all over the city": [
            (chance.uniform(0, 25_000), chance.uniform(0, 25_000)) for _ in range(number)
        ],
    }
    for name, places in shapes.items():
        spots = [suggesting.Spot(n, f"R{n}", "jalan", "31", 0, 0, at, x, y) for n, (x, y) in enumerate(places)]
        begun = time.process_time()
        suggesting.clusters(spots)
        yield name, 1000 * (time.process_time() - begun)


def _planner():
    from tanggap.agencies.models import Staff

    return Staff.objects.get(username="operator")


def main() -> None:
    """Measure the city of TANGGAP_HOME and print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.planning", description=__doc__)
    parser.add_argument("--proposals", type=int, default=20_000)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    from tanggap.starter import home, postgres

    if not os.environ.get("DATABASE_URL"):
        postgres.ensure(home.home())
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        print(f"{fill(options.proposals)} proposals\n{'':34}{'median ms':>10}{'Python':>8}")
        for name, median, ours in costs(times=options.times):
            print(
                f"{name:34}{median:10.0f}{ours:8.0f}{'' if median <= GOAL_MS else f'   above {GOAL_MS}'}",
                flush=True,
            )
        transaction.set_rollback(True)
    for name, spent in clustering():
        print(f"{name:34}{spent:10.0f}")


if __name__ == "__main__":
    main()
