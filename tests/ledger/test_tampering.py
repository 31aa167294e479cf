"""Whatever somebody with all rights on the database does to history is found, and where; nobody is accused who did nothing (promise P10).

Thirty acts on a small log, some at once; `TANGGAP_DRILL=full` (`make ledger-drill`) does 1,000 on one of 10,000 events, and checks as many
that nobody touched. The published files are checked by the stand-alone program, with what a reader remembers, the rows by what
`tanggap ledger verify` does; the figures say what each of the two finds alone.
"""

import os
import random
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from tests.factories import make
from tests.ledger.logs import log_events, sign
from tests.ledger.standing_alone import verify
from tests.ledger.tampering import ON_ALL, ON_ONE, STATES, Act, City, Where, build, undone

from tanggap.ledger import checking, exporting, queries, rows

pytestmark = pytest.mark.django_db
IS_FULL = os.environ.get("TANGGAP_DRILL") == "full"
REPORTS, COPIES, HEADS = (48, 53, 160) if IS_FULL else (16, 6, 60)
ACTS, ON_WHOLE, AT_ONCE, UNTOUCHED = (1000, 12, 110, 3) if IS_FULL else (32, 5, 9, 2)


def published(folder: Path) -> Path:
    exporting.export(folder)
    return folder


def test_each_act_is_found_and_located_and_nobody_else_is_accused(tmp_path):
    rng = random.Random(int(os.environ.get("TANGGAP_SEED", "8")))
    begun = time.monotonic()
    city = build(REPORTS, rng=rng, copies=COPIES, heads=HEADS)
    key, remembered = queries.verifier(), tmp_path / "memory.json"
    folder = published(tmp_path / "log")
    assert verify("log", folder, key=key, remember=remembered) == (0, [])
    built = time.monotonic() - begun

    begun = time.monotonic()
    for _ in range(UNTOUCHED):
        assert checking.check().faults == ()
    untouched = time.monotonic() - begun
    assert verify("log", folder, key=key, memory=remembered) == (0, [])

    figures: Counter[str] = Counter()
    missed: list[tuple[str, Where]] = []
    plan = [[rng.choice(ON_ALL)] for _ in range(ON_WHOLE)] if IS_FULL else [[act] for act in ON_ALL]
    rest = ACTS - len(plan)
    drawn = list(ON_ONE) + [rng.choice(ON_ONE) for _ in range(rest - len(ON_ONE))]
    rng.shuffle(drawn)
    plan += [drawn[at : at + AT_ONCE] for at in range(0, rest, AT_ONCE)]
    begun = time.monotonic()
    for nth, acts in enumerate(plan):
        missed += tampered(city, acts, tmp_path / f"tampered-{nth}", key, remembered, figures)
    spent = time.monotonic() - begun

    print(  # noqa: T201
        f"\n{city.size} events, made in {built:.0f} s; {UNTOUCHED} untouched checks of all rows in {untouched:.0f} s: 0 alarms; "
        f"{figures['acts']} acts in {spent:.0f} s: {dict(figures)}"
    )
    assert missed == []
    assert figures["acts"] == ACTS
    assert figures["accused for nothing"] == 0


def tampered(
    city: City, acts: list[Act], folder: Path, key: str, remembered: Path, figures: "Counter[str]"
) -> list[tuple[str, Where]]:
    """Do some acts, check, and undo them; return those that were not found where they were done."""
    used: set[str] = set()
    with undone():
        places = [(act, act(city, used)) for act in acts]
        found = [asdict(one) for one in checking.check().faults]
        shown = outside(folder, key, remembered)
        queries.forget_head()
    missed = []
    for act, where in places:
        by_rows, by_files = (any(where.is_in(one) for one in faults) for faults in (found, shown))
        figures["acts"] += 1
        figures["by the rows"] += by_rows
        figures["by the published files alone"] += by_files
        figures["by nothing but the rows"] += by_rows and not by_files
        if not (by_rows or by_files):
            missed.append((act.__name__, where))
    if acts[0] not in ON_ALL:
        accused = {one["report"].removesuffix("x") for one in found if one["what"] != rows.AMONG} - {""} - used
        figures["accused for nothing"] += len(accused)
    return missed


def outside(folder: Path, key: str, remembered: Path) -> list[dict[str, Any]]:
    """Return what the stand-alone program says of the log as it would be published now."""
    queries.forget_head()
    try:
        published(folder)
    except Exception as error:  # what cannot be published any more is seen by everybody
        return [{"what": f"it cannot be published: {type(error).__name__}"}]
    return verify("log", folder, key=key, memory=remembered)[1]


def test_an_honest_city_is_never_accused(tmp_path):
    """Each time something else has happened in it: 1,000 times in the whole drill."""
    rng = random.Random(int(os.environ.get("TANGGAP_SEED", "8")))
    city = build(8, rng=rng, heads=HEADS)
    alarms = 0
    for nth in range(1000 if IS_FULL else 4):
        if nth % 20 == 0:
            make.report(state=rng.choice(STATES), visibility=rng.choice(["public", "private"]))
        log_events()
        assert sign().trouble == ""
        alarms += bool(checking.check().faults)
        if nth % 4 == 0:
            alarms += verify("log", published(tmp_path / "log"), remember=tmp_path / "memory.json") != (0, [])
    assert (alarms, city.size > 0) == (0, True)


def test_an_altered_or_missing_photo_file_is_named(tmp_path):
    city = build(1, rng=random.Random(1))
    code = next(iter(city.reports))
    assert list(rows.files()) == []

    originals = sorted(Path(settings.MEDIA_ROOT).glob("*/*.original"))
    versions = {row[4]: row[1] for row in rows._photo_rows()}
    mine = [path for path in originals if path.name.removesuffix(".original") in versions]
    content = mine[0].read_bytes()
    mine[0].write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    try:
        (fault,) = rows.files()
    finally:
        mine[0].write_bytes(content)

    assert (fault.report, fault.version) == (code, versions[mine[0].name.removesuffix(".original")])
    assert fault.what.endswith("was altered")
