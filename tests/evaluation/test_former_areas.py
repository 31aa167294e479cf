"""Areas renumbered, joined, renamed or divided: where their numbers count in the evaluation, and what is said of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from django.utils.translation import override
from tests.evaluation.counted import BESIDE, HERE, MARCH, NOW, TODAY, YESTERDAY, at_noon, insight_of, place, tallied

from tanggap.core import shelf
from tanggap.evaluation import citing, comparing, heirs, issuing, study, telling, underreporting
from tanggap.insight import statistics
from tanggap.insight.statistics import Selection
from tanggap.places import former
from tanggap.places.former import FormerName

OLD, WIDE, FIRST, FAR = "31.75.06.1099", "31.75.06.1098", "31.75.06.1097", "31.71.01.1001"
WITHIN = "31.75.06"
DAY = date(2025, 12, 31)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _city_that_changed(monkeypatch) -> Iterator[None]:
    """Let Rawa Lama have become HERE (by way of another number), Rawa Besar be divided into HERE and BESIDE, BESIDE be renamed."""
    rows = (
        FormerName(FIRST, "Rawa", date(2020, 12, 31), (OLD,)),
        FormerName(OLD, "Rawa Lama", DAY, (HERE,)),
        FormerName(WIDE, "Rawa Besar", DAY, (HERE, BESIDE)),
        FormerName(BESIDE, "Rawa Kecil", DAY, (BESIDE,)),
    )
    monkeypatch.setattr(former, "read", lambda _pack: rows)
    shelf.clear_all()
    with at_noon():
        yield
    shelf.clear_all()


def answered(area: str, n: int, *, six: int = 0, on: date = YESTERDAY) -> None:
    insight_of(on, place(area), received=n, six_hours_over=n, answered_in_six=six)


def chosen(area: str) -> Selection:
    """Return March of an area as an address, a command or a cited query names it."""
    selection, problems = statistics.read({"area": area, "from": "2026-03-01", "to": "2026-03-30"}, today=TODAY)
    assert problems == {}
    return selection


def six_hours(area: str) -> tuple[float | None, int]:
    told = telling.tell(chosen(area), ["answered_in_six"])["answered_in_six"]
    return told.value, told.n


def test_a_former_area_leads_to_its_heir_with_the_numbers_of_both():
    answered(HERE, 30, six=30)
    answered(OLD, 10)

    assert [six_hours(code) for code in (HERE, OLD, FIRST)] == [(0.75, 40)] * 3
    assert chosen(FIRST).area == HERE


def test_both_are_cited_by_the_code_of_today():
    assert chosen(OLD).query() == chosen(HERE).query()


def test_a_query_id_of_the_time_before_leads_to_the_heir():
    before = citing.cite("answered_in_six", replace(chosen(HERE), area=OLD), NOW)

    assert citing.read(before).selection == chosen(HERE)


def test_a_document_issued_before_is_computed_anew_with_what_its_area_became():
    tallied(YESTERDAY, place(OLD), ends=40, routed_right=30)
    then = replace(chosen(HERE), area=OLD)
    number = issuing.issue(
        kind="evaluation", selection=then, figures=telling.tell(then, ["routed_right"]).values(), language="en"
    )
    tallied(YESTERDAY, place(HERE), ends=40, routed_right=40)
    (again,) = issuing.check(number).figures

    assert (again.then.value, again.now.value, again.since) == (0.75, 0.875, "events")


def test_a_divided_area_counts_by_itself_and_in_the_area_above_and_in_no_part():
    answered(WIDE, 25, six=20)
    answered(HERE, 30, six=30)

    assert (six_hours(WIDE), six_hours(HERE), six_hours(WITHIN)) == ((0.8, 25), (1.0, 30), (50 / 55, 55))
    parts = {row.code: row.n for row in telling.breakdown(chosen(WITHIN), "answered_in_six", "area")}
    assert WIDE not in parts
    assert sum(parts.values()) == 30


def test_whatever_divides_by_area_says_that_its_parts_are_less_than_the_whole(client):
    answered(WIDE, 25, six=20)
    for area in (HERE, BESIDE):
        answered(area, 30, six=20)
    said = "What was reported in Rawa Besar until it was divided after 31 Dec 2025 counts in the whole and in none of the parts."

    for area in (HERE, BESIDE, WIDE):
        tallied(YESTERDAY, place(area), incidents=50, repeats=20, repeats_squares=30, watch_minutes=50 * 1440)

    assert said in comparing.peers(chosen(WITHIN), "answered_in_six", "area").caveats
    assert said in underreporting.of_areas(chosen(WITHIN)).caveats
    client.cookies["bahasa"] = "en"
    assert said in client.get(f"/evaluation/indicators/answered_in_six/?area={WITHIN}").content.decode()
    assert heirs.in_no_part("31.75", [WITHIN]) == heirs.in_no_part("31.71", []) == []
    assert heirs.in_no_part("", [HERE, BESIDE]) == [said]


@pytest.mark.parametrize(
    ("code", "begins"),
    [
        (OLD, ["Rawa Lama was there until 31 Dec 2025; its numbers stand under Rawa Terate"]),
        (WIDE, ["Rawa Besar was divided after 31 Dec 2025 into "]),
        (
            HERE,
            [
                "{name} is a part of the former Rawa Besar, divided after 31 Dec 2025",
                "{name} holds what was Rawa Lama until 31 Dec 2025: its numbers of that time count here.",
                "{name} holds what was Rawa until 31 Dec 2020",
            ],
        ),
        (FAR, []),
        ("31.75", []),
        ("99", []),
    ],
)
def test_what_the_numbers_must_be_read_with_is_said(code, begins):
    from tanggap.places import queries

    name = queries.area(HERE).name
    said = heirs.said(code)

    assert len(said) == len(begins)
    for one, begin in zip(said, begins, strict=True):
        assert one.startswith(begin.format(name=name).replace("Rawa Terate", name))


def test_a_renamed_area_says_its_old_name():
    assert any("was called Rawa Kecil until 31 Dec 2025; its numbers go on." in one for one in heirs.said(BESIDE))


def test_it_stands_among_the_remarks_of_every_selection_of_it():
    assert telling.remarks(chosen(WIDE))[0].startswith("Rawa Besar was divided")
    assert not any("Rawa" in one for one in telling.remarks(MARCH))


def test_the_studys_layout_follows_and_says_it():
    numbers = {"received": 40, "year_judged": 40, "year_solved": 30, "now_judged": 40, "now_solved": 30}
    tallied(date(2025, 3, 1), place(OLD, "sampah"), **numbers)
    tallied(date(2025, 3, 1), place(WIDE, "sampah"), **(numbers | {"year_solved": 10}))
    of_heir, of_divided = (study.from_events(area, [2025])[0] for area in (OLD, WIDE))

    assert [of.cell("sampah", "2025-resolved").text for of in (of_heir, of_divided)] == ["75", "25"]
    assert of_heir.notes[-1].startswith("Rawa Lama was there until 31 Dec 2025")
    assert of_divided.notes[-1].startswith("Rawa Besar was divided")


def test_it_is_said_in_indonesian_too():
    with override("id"):
        assert heirs.said(WIDE)[0].startswith("Rawa Besar dimekarkan setelah 31 Des 2025 menjadi ")
