"""When somebody hears of a rung: at the end of a window, after the quiet hours; and what the file may say."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.catalog import small_pack

from tanggap.catalog import hours, ladder
from tanggap.catalog.ladder import Escalation
from tanggap.catalog.pack.faults import BrokenPack
from tanggap.catalog.pack.reading import read

JAKARTA = ZoneInfo("Asia/Jakarta")
NIGHT = (time(21), time(6))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def wib(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("at", "told"),
    [
        ("2026-03-02 10:20", "2026-03-02 11:00"),
        ("2026-03-02 10:00", "2026-03-02 10:00"),
        ("2026-03-02 20:10", "2026-03-03 06:00"),  # the window ends when the quiet hours begin
        ("2026-03-02 23:10", "2026-03-03 06:00"),
        ("2026-03-03 02:10", "2026-03-03 06:00"),
        ("2026-03-03 05:10", "2026-03-03 06:00"),
        ("2026-12-31 23:30", "2027-01-01 06:00"),
    ],
)
def test_nobody_is_told_at_night(at, told):
    assert Escalation(quiet=NIGHT).told_at(wib(at), JAKARTA) == wib(told)


def test_quiet_hours_within_a_day():
    assert Escalation(quiet=(time(12), time(13))).told_at(wib("2026-03-02 11:30"), JAKARTA) == wib("2026-03-02 13:00")


def test_danger_is_told_at_once():
    at = wib("2026-03-02 23:10")
    assert Escalation(digest_minutes=0, quiet=None).told_at(at, JAKARTA) == at


@given(instants, st.sampled_from([0, 30, 60, 120, 1440]), st.sampled_from([None, NIGHT, (time(12), time(13))]))
def test_one_is_told_afterwards_within_a_day_and_never_in_the_quiet_hours(at, minutes, quiet):
    told = Escalation(digest_minutes=minutes, quiet=quiet).told_at(at, ZoneInfo("America/New_York"))

    assert at <= told <= at + timedelta(days=2)
    if quiet:
        wall = told.astimezone(ZoneInfo("America/New_York")).time()
        begin, end = quiet
        assert not (begin <= wall < end if begin < end else wall >= begin or wall < end)


POLICY = small_pack.FILES["policies.toml"]
SEASON = '[fast]\nname = { en = "Fast", nl = "Vasten" }\nfrom = 2026-02-19\nuntil = 2026-03-20\nmonday = ["08:00", "15:00"]\n'


def pack(folder: Path, **files: str):
    small_pack.write(folder)
    for name, text in files.items():
        (folder / f"{name}.toml").write_text(text, "utf-8")
    return read(folder)


def faults(folder: Path, **files: str) -> list[str]:
    with pytest.raises(BrokenPack) as refused:
        pack(folder, **files)
    return [str(fault) for fault in refused.value.faults]


def test_a_ladder_is_read_and_another_policy_takes_it_over(tmp_path):
    text = (
        POLICY
        + 'ladder = [{ share = 25, tell = "supervisor" }, { share = -50, tell = "leader", level = "quarter" }]\n'
        + 'quiet = ["21:00", "06:00"]\n'
        + POLICY.replace("[standard]", "[urgent]")
        + 'like = "standard"\nquiet = []\ndigest_minutes = 0\nextension = { times = 1 }\n'
    )
    standard, urgent = pack(tmp_path, policies=text).policies

    rules = ladder.read(urgent.escalation, urgent.extension)
    assert [(rung.share, rung.tell, rung.level) for rung in rules.escalation.rungs] == [
        (25, "supervisor", ""),
        (-50, "leader", "quarter"),
    ]
    assert (rules.escalation.quiet, rules.escalation.digest_minutes, rules.extension.times) == (None, 0, 1)
    assert ladder.read(standard.escalation, standard.extension).escalation.quiet == NIGHT


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('ladder = [{ share = 25, tell = "mayor" }]', '"tell" is "mayor"'),
        (
            'ladder = [{ share = 25, tell = "officer" }, { share = 25, tell = "leader" }]',
            "it must fall from rung to rung",
        ),
        ('ladder = [{ share = 100, tell = "officer" }]', "it must lie between -1000 and 99"),
        ('ladder = [{ share = 0, tell = "leader", unit = "nobody" }]', 'no unit "nobody" is in units.csv'),
        ('ladder = [{ share = 0, tell = "leader", level = "planet" }]', 'no area office of the level "planet"'),
        ('ladder = [{ share = 0, tell = "leader", level = "quarter", unit = "desk" }]', "not both"),
        ('quiet = ["21:00"]', '"quiet" must be a pair of times'),
        ('quiet = ["nine", "six"]', '"quiet" must be a pair of times'),
        ("digest_minutes = 7", "a window must divide the day"),
        ("extension = { days = 20, most_days = 10 }", '"most_days" must not be less'),
        ('like = "nobody"', '"like" is "nobody"'),
    ],
)
def test_a_ladder_that_leads_nowhere_is_a_fault(tmp_path, line, said):
    (fault,) = faults(tmp_path, policies=f"{POLICY}{line}\n")
    assert fault.startswith("policies.toml:")
    assert said in fault


def test_a_season_is_read(tmp_path):
    (season,) = pack(tmp_path, seasons=SEASON).seasons
    assert (season.first.isoformat(), season.hours[0]) == ("2026-02-19", (time(8), time(15)))
    assert hours.read_seasons(tmp_path) == (season,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SEASON.replace("until = 2026-03-20", "until = 2026-02-01"), "ends on 2026-02-01 before it begins"),
        (SEASON.replace("until = 2026-03-20", 'until = "soon"'), "must be a date"),
        (SEASON.replace("until = 2026-03-20\n", ""), '"until" is missing'),
        (SEASON.replace('monday = ["08:00", "15:00"]\n', ""), "at least one weekday"),
        (SEASON + SEASON.replace("[fast]", "[again]"), 'shares days with the season "fast"'),
    ],
)
def test_a_season_that_cannot_be_is_a_fault(tmp_path, text, said):
    (fault,) = faults(tmp_path, seasons=text)
    assert fault.startswith("seasons.toml:")
    assert said in fault
