"""Fills the rollups of a seeded city by a few statements, so that pages of numbers can be measured at a million reports.

python -m bench.rollups        (with the TANGGAP_HOME of the seeded city; two to four minutes for a million)

The rows are those that the consumers `insight` and `tallies` would keep, one for each local day, area, category, unit and channel that a
report of the seed has, and all grains above. What they hold is made up: the seed's events are all the system's, so acts, visits, disputes,
ratings and times are drawn from the report's number. It is for measuring how long reading takes, and says nothing of any city. Both
consumers' cursors are set to the end of the log, and nothing is remembered of single reports: do not let them count on.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tanggap.config.settings")
sys.path.insert(0, str(ROOT / "src"))

OF = """
CREATE TEMP TABLE seen ON COMMIT DROP AS
SELECT one.*, (least(received_at + minutes * interval '1 minute', now()) AT TIME ZONE %(zone)s)::date AS ended_on
FROM (SELECT r.id AS n, coalesce(r.area_id, '') AS area, coalesce(r.category_id, '') AS category, r.unit_id AS unit,
  r.channel_id AS channel, r.visibility = 'public' AS is_public, r.received_at, r.state = 'archived' AS is_over,
  (r.received_at AT TIME ZONE %(zone)s)::date AS came_on,
  120 + abs(hashint8(r.id)) %% 30000 AS minutes, 5 + abs(hashint8(r.id + 1)) %% 900 AS answer_minutes,
  2 + abs(hashint8(r.id + 2)) %% 6 AS acts, abs(hashint8(r.id + 3)) %% 100 AS luck, abs(hashint8(r.id + 4)) %% 100 AS chance,
  1 + abs(hashint8(r.id + 5)) %% 4 AS score
FROM reports_report r) AS one
"""

AT_RECEIPT = {
    "insight": {
        "received": "1", "six_hours_over": "1", "opened": "1", "answered": "1", "answered_in_six": "(answer_minutes <= 360)::int",
        "answered_in_time": "(answer_minutes <= 420)::int", "late_answers": "(answer_minutes > 420)::int",
    },
    "tallies": {
        "received": "1", "with_area": "1", "with_category": "1", "complete": "1", "incidents": "(luck > 4)::int",
        "repeats": "(chance < 12)::int", "repeats_squares": "(chance < 12)::int", "supports": "(chance < 25)::int",
        "watch_minutes": "CASE WHEN is_over THEN least(minutes, 43200) ELSE 43200 END",
        "year_judged": "1", "year_solved": "is_over::int", "now_judged": "1", "now_solved": "is_over::int",
        "escalated": "(luck < 8)::int", "acknowledged": "(luck < 6)::int", "acknowledged_in_day": "(luck < 5)::int",
        "parts_asked": "(luck < 10)::int", "parts_declined": "(luck < 2)::int", "parts_done": "(luck BETWEEN 2 AND 8)::int",
        "put_off": "(chance < 9)::int", "put_off_before": "(chance < 7)::int",
    },
}  # fmt: skip
SOLVED = "(luck >= 7)::int"
AT_END = {
    "insight": {
        "ended": "1", "closures": SOLVED, "checked": "1", "checks_passed": SOLVED, "returned": "(luck BETWEEN 7 AND 15)::int",
        "checks_failed": "(luck BETWEEN 7 AND 15)::int", "solved_in_time": "(luck >= 30)::int",
        "late_solutions": "(luck BETWEEN 7 AND 29)::int", "rejected": "(luck < 3)::int", "referred": "(luck BETWEEN 3 AND 5)::int",
        "unsolved": "(luck = 6)::int", "undone": "(luck BETWEEN 7 AND 10)::int", "reopened": "(luck BETWEEN 7 AND 10)::int",
        "came_back": "(luck BETWEEN 11 AND 13)::int", "closed_fast": "(luck = 99)::int", "rated": "(chance < 30)::int",
        "unhappy": "(chance < 30 AND score <= 2)::int", "score": "CASE WHEN chance < 30 THEN score ELSE 0 END",
        "score_squares": "CASE WHEN chance < 30 THEN score * score ELSE 0 END",
    },
    "tallies": {
        "ends": "1", "solved": SOLVED, "touches": "acts", "touches_squares": "acts * acts", "hand_overs": "(luck < 20)::int",
        "hand_overs_squares": "(luck < 20)::int", "units_had": "1 + (luck < 20)::int", "work_minutes": "minutes / 2",
        "work_minutes_squares": "(minutes / 2)::bigint * (minutes / 2)", "checks": "1 + (chance < 20)::int",
        "visits": "(chance < 20)::int", "visits_squares": "(chance < 20)::int", "touches_visits": "acts * (chance < 20)::int",
        "questions": "(luck < 6)::int", "routed_right": "(luck >= 9)::int", "first_time": "(luck >= 16)::int",
        "trail_whole": "(luck >= 40)::int", "moves_public": "acts", "moves_told": "acts - 1", "closures": SOLVED, "independent": SOLVED,
        "checked_in_field": "(luck >= 7 AND chance < 20)::int", "requests_decided": "(luck < 3)::int",
        "requests_granted": "(luck < 2)::int",
        "contests_decided": "(luck = 8)::int", "appeals_decided": "(luck = 4)::int", "appeals_upheld": "(luck = 4 AND chance < 50)::int",
    },
}  # fmt: skip
TOOK = """
CREATE TEMP TABLE took ON COMMIT DROP AS
SELECT came_on AS "on", area, category, unit, channel, is_public, course, least(159, floor(ln(took) / ln(1.1))::int) AS bucket
FROM seen CROSS JOIN LATERAL (VALUES ('answer', answer_minutes, true), ('solve', minutes, is_over AND luck >= 7))
  AS t (course, took, happened) WHERE happened
"""
WAITING = """
INSERT INTO insight_waiting ("on", at, area, category, unit, channel, is_public, open, unsolved, unanswered)
SELECT came_on, date_bin('15 minutes', received_at, 'epoch'), area, category, unit, channel, is_public, count(*), count(*), 0
FROM seen WHERE NOT is_over GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 2
"""
WATCHING = """
INSERT INTO tallies_watching ("on", at, area, category, unit, channel, is_public, reports)
SELECT "on", at, area, category, unit, channel, is_public, open FROM insight_waiting ORDER BY at
"""
CURSORS = """
INSERT INTO core_cursor (name, tx, event) SELECT name, tx, id FROM (VALUES ('insight'), ('tallies')) AS n (name),
  LATERAL (SELECT tx, id FROM reports_event ORDER BY tx DESC, id DESC LIMIT 1) AS last
ON CONFLICT (name) DO UPDATE SET tx = excluded.tx, event = excluded.event, rebuild_to = NULL
"""
PLACE = ("area", "category", "unit", "channel")


def is_empty() -> bool:
    """Return whether nothing was counted yet."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT 1 FROM insight_cell) AND NOT EXISTS (SELECT 1 FROM tallies_cell)")
        return bool(cursor.fetchone()[0])


def fill() -> None:
    """Fill the rollups of a city whose reports are there and that nobody has counted yet."""
    from django.conf import settings
    from django.db import connection, transaction

    from tanggap.evaluation.tallies.words import NAMES
    from tanggap.insight.words import CELLS, COUNTED, TIMES, WAITS

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '256MB'")
        cursor.execute(OF, {"zone": settings.TIME_ZONE})
        cursor.execute("ANALYZE seen")
        for of, names in (("insight", COUNTED), ("tallies", NAMES)):
            cursor.execute(_days(of, names))
            for grain in CELLS:
                cursor.execute(_grain(f"{of}_cell", f"{of}_day", grain, names, ()))
        cursor.execute(TOOK)
        for grain in TIMES:
            cursor.execute(_grain("insight_took", "took", grain, ("reports",), ("course", "bucket")))
        for statement in (WAITING, WATCHING, CURSORS):
            cursor.execute(statement)
        for grain in WAITS:
            cursor.execute(
                _grain("insight_waitingsum", "insight_waiting", grain, ("open", "unsolved", "unanswered"), ())
            )


def sweep() -> None:
    """Sweep what was filled, as autovacuum sweeps the tables of a living city."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "VACUUM (ANALYZE) insight_cell, insight_took, insight_waiting, insight_waitingsum, tallies_cell, tallies_watching"
        )


def _days(of: str, names: tuple[str, ...]) -> str:
    """Return the statement that writes what one report counts for on each of its days."""
    receipt, end = AT_RECEIPT[of], AT_END[of]
    unknown = {*receipt, *end} - set(names)
    if unknown:
        raise SystemExit(f"nothing is counted under {sorted(unknown)}")

    def columns(told: dict[str, str]) -> str:
        return ", ".join(f"({told.get(name, '0')})::bigint AS {name}" for name in names)

    place = ", ".join((*PLACE, "is_public"))
    return (
        f'CREATE TEMP TABLE {of}_day ON COMMIT DROP AS SELECT came_on AS "on", {place}, {columns(receipt)} FROM seen'
        f" UNION ALL SELECT ended_on, {place}, {columns(end)} FROM seen WHERE is_over"
    )


def _grain(table: str, source: str, grain: str, names: tuple[str, ...], more: tuple[str, ...]) -> str:
    """Return the statement that adds days up to the rows of one grain."""
    from tanggap.insight.words import SIDES

    step = {"y": "year", "m": "month", "d": "day"}[grain[0]]
    told_by = SIDES[grain[1]]
    places = [name if name in told_by else "''" for name in PLACE]
    sums = ["count(*)"] if more else [f"sum({name})" for name in names]
    keys = ", ".join(str(number + 2) for number in range(6 + len(more)))
    columns = ", ".join(("grain", '"on"', *PLACE, "is_public", *more, *names))
    selected = ", ".join((f"'{grain}'", f"date_trunc('{step}', \"on\")::date", *places, "is_public", *more, *sums))
    return f"INSERT INTO {table} ({columns}) SELECT {selected} FROM {source} GROUP BY {keys} ORDER BY {keys}"


def main() -> None:
    """Fill the city of TANGGAP_HOME."""
    from tanggap.starter import home, postgres

    if not os.environ.get("DATABASE_URL"):
        postgres.ensure(home.home())
    import django

    django.setup()
    if not is_empty():
        raise SystemExit("The rollups of this city are not empty: nothing is filled.")
    fill()
    sweep()


if __name__ == "__main__":
    main()
