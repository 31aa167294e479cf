"""The register in figures and as a table: every share beside its n, what waits counted, parking shown, no formula leaves."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from openpyxl import load_workbook
from tests.factories import make
from tests.planning import planned
from tests.planning.planned import NOW, Course, follow, proposed, reports

from tanggap.command import planned as leaders
from tanggap.command.scopes import CITY, Scope
from tanggap.insight import proposals
from tanggap.planning import actions
from tanggap.planning.queries.choosing import Wanted
from tanggap.verification.estimates import wilson

pytestmark = pytest.mark.django_db


@pytest.fixture
def register() -> dict[str, Course]:
    """One proposal still proposed, one refused at once, one admitted after ten days, one built and checked."""
    with time_machine.travel(NOW, tick=False) as clock:
        ours = planned.unit()
        rows = {name: reports(ours, 1) for name in ("waiting", "refused", "admitted", "verified")}
        found = {name: proposed(of) for name, of in rows.items()}
        found["refused"].do(actions.refuse, by=found["refused"].keeper(), reason="not_priority")
        clock.shift(timedelta(days=10))
        found["admitted"].admit()
        found["verified"].built()
        found["verified"].check(rows["verified"][0], holds=True)
        follow()
        clock.shift(timedelta(days=20))
        yield found


def test_how_many_come_how_far_is_told_with_n_and_its_interval(register):
    *by_level, total = proposals.conversion()

    assert {row.level: row.n for row in by_level} == {"kota": 1, "kelurahan": 3}
    assert (total.n, total.refused) == (4, 1)
    assert [(one.code, one.hits) for one in total.stages] == [
        ("admitted", 2),
        ("accepted", 1),
        ("funded", 1),
        ("built", 1),
        ("verified", 1),
    ]
    assert (total.stages[0].low, total.stages[0].high) == tuple(wilson(2, 4))


def test_the_median_age_counts_what_still_waits_and_never_what_was_refused_as_through(register):
    admitted = proposals.ages()[0]

    assert (admitted.over, admitted.waiting, admitted.never) == (2, 1, 1)
    assert admitted.median_days == pytest.approx(10, rel=0.1)


def test_what_stands_is_told_with_the_oldest(register):
    (proposed_row, deliberated) = proposals.waiting()

    assert (proposed_row.state, proposed_row.n, round(proposed_row.oldest_days)) == ("proposed", 1, 30)
    assert proposed_row.oldest_code == register["waiting"].code
    assert (deliberated.state, round(deliberated.oldest_days)) == ("deliberated", 20)


def test_what_a_unit_parks_stands_beside_what_it_has_open(register):
    (row,) = proposals.parked()

    assert (row.unit, row.planned, row.open, row.proposals, row.refused) == (register["waiting"].unit, 1, 2, 4, 1)
    assert row.share == pytest.approx(1 / 3)


def test_the_leaders_get_the_register_in_a_few_numbers(register):
    def told(scope: Scope, *, days: int = 0) -> tuple[int, int, int]:
        found = leaders.of(scope, now=NOW + timedelta(days=days))
        return found.waiting, found.still, found.unchecked

    assert (told(CITY), told(CITY, days=90)) == ((2, 0, 0), (2, 2, 0))
    assert told(Scope(area="31.71")) == (0, 0, 0)


def test_figures_of_an_empty_register_say_nothing_wrong():
    (total,) = proposals.conversion()

    assert (total.n, total.stages[0].share, total.stages[0].high) == (0, None, 1.0)
    assert [row.median_days for row in proposals.ages()] == [None] * 5
    assert (proposals.waiting(), proposals.parked()) == ((), ())


def test_the_table_holds_every_column_and_runs_no_formula(register):
    with time_machine.travel(NOW, tick=False):
        bad = proposed(reports(planned.unit(), 1), title='=HYPERLINK("http://x","y")', problem="=1+1")

    read = list(csv.DictReader(io.StringIO("".join(proposals.csv(Wanted(year=planned.YEAR))))))
    sheet = load_workbook(io.BytesIO(proposals.workbook(Wanted()))).active

    assert tuple(read[0]) == proposals.COLUMNS
    assert {row["code"] for row in read} == {course.code for course in (*register.values(), bad)}
    row = next(row for row in read if row["code"] == bad.code)
    assert (row["title"][0], row["problem"][0], row["cost"]) == ("'", "'", "750000000")
    assert "f" not in {cell.data_type for line in sheet.iter_rows() for cell in line}


def test_a_table_in_chunks_holds_each_proposal_once(register, monkeypatch):
    monkeypatch.setattr("tanggap.insight.proposals.exports.CHUNK", 2)

    codes = [row[0] for row in proposals.rows(Wanted())]

    assert sorted(codes) == sorted(course.code for course in register.values())


def test_the_command_lists_shows_exports_and_says_what_is_wrong(register, capsys, tmp_path):
    code = register["waiting"].code
    call_command("planning", "list", "--state", "proposed")
    call_command("planning", "show", code, "--language", "en")
    call_command("planning", "years", "--json")
    call_command("planning", "figures", "--json")
    call_command("planning", "export", str(tmp_path / "usulan.csv"))
    call_command("planning", "export", str(tmp_path / "usulan.xlsx"))

    said = capsys.readouterr().out
    assert said.count(code) >= 2
    assert '"year": 2028' in said
    assert (tmp_path / "usulan.csv").read_text("utf-8-sig").count("JKU-") == 4
    for wrong in (["list", "--area", "x"], ["show", "JKU-0"], ["export", "x.pdf"], ["list", "--level", "desa"]):
        with pytest.raises(CommandError) as caught:
            call_command("planning", *wrong)
        assert caught.value.returncode == 2


def test_an_open_unit_without_proposals_is_not_in_the_parking_list(register):
    make.report(handled_by=planned.unit())

    assert len(proposals.parked()) == 1
