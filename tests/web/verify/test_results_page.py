"""What all checks together tell: whole weeks, with intervals, and nothing from too few."""

import dataclasses
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils.translation import override
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions, drawing, queries
from tanggap.verification.estimates import kappa, wilson
from tanggap.verification.queries.proving import Proven, last_day
from tanggap.verification.results import Result
from tanggap.web.verify.templatetags.verify import agreement, told

EAST = "bagian-pemerintahan-31.75"
MONDAY = datetime(2026, 11, 2, 3, 0, tzinfo=UTC)


def proven(*, papers=400, visited=40, false=3, least=30):
    share = false / visited if visited >= least else None
    result = Result(
        unit="", first=date(2026, 11, 2), last=date(2026, 11, 8), papers=papers, planned=0, waived=0, drawn=visited, visited=visited,
        false=false, share=share, interval=wilson(false, visited), agreement=kappa([]), least_n=least,
    )  # fmt: skip
    return Proven(result, closures=papers, papers=papers, visits=visited, returned=false)


def test_the_result_is_a_sentence_with_its_interval():
    with override("en"):
        assert told(proven()) == (
            "Of 400 claims whose papers passed 40 were checked in the field by lot, 3 false. 95 % interval of all: 2.6–20\u00a0%."
        )


def test_from_too_few_visits_nothing_is_told():
    with override("en"):
        assert told(proven(visited=7, false=1)).endswith("Too few to say (7 of at least 30 visits).")


def test_agreement_of_too_few_is_not_told():
    with override("en"):
        few = dataclasses.replace(proven().result, agreement=kappa([(True, True), (True, False)]))
        assert (agreement(few), agreement(proven().result)) == ("too few to say (n = 2)", "–")


@pytest.fixture
def signed_in(client, db):
    client.force_login(make.staff(of=EAST, role=Role.VALIDATOR))
    return client


def text(answer):
    return " ".join(answer.content.decode().split())


def drawn_and_visited(monkeypatch, *, at):
    """Let a claim pass on papers and be drawn; its visit finds that it does not hold."""
    monkeypatch.setattr(drawing, "lot", lambda *_given: 0.0)
    with clock.at(at):
        report = make.report(state=State.AWAITING_VALIDATION, category=LITTER)
        person = make.staff(of=EAST, role=Role.VALIDATOR)
        actions.accept(code=report.code, version=report.version, verifier=person, checklist=make.checklist(report))
        report.refresh_from_db()
        actions.reject(
            code=report.code,
            version=report.version,
            verifier=person,
            message="Belum",
            photos=[Upload(make.photo(), "x.jpg")],
        )


@pytest.mark.django_db
def test_a_week_is_counted_when_it_is_over(monkeypatch):
    drawn_and_visited(monkeypatch, at=MONDAY)
    seen = []
    for days in (1, 7):
        with clock.at(MONDAY + timedelta(days=days)):
            week = queries.weeks((), number=1)[0]
            seen.append((week.result.visited, week.result.false, week.papers, week.returned, week.closures))

    assert seen == [(0, 0, 0, 0, 0), (1, 1, 1, 1, 0)]


@pytest.mark.django_db
def test_a_week_ends_on_sunday_in_the_citys_time():
    with clock.at(datetime(2026, 11, 8, 18, 0, tzinfo=UTC)):  # Monday, 1 in the morning in Jakarta
        assert last_day() == date(2026, 11, 8)
    with clock.at(datetime(2026, 11, 8, 16, 0, tzinfo=UTC)):  # Sunday, 23 o'clock
        assert last_day() == date(2026, 11, 1)


def test_the_page_says_how_it_is_counted(signed_in):
    shown = text(signed_in.get("/verify/hasil/"))

    assert "Tidak ada berkas yang lolos dalam rentang ini." in shown
    assert "terlalu sedikit untuk disimpulkan" in shown
    assert "Kappa Cohen" in shown
    assert "kunjungan undian tampak seperti yang lain" in shown


@pytest.mark.parametrize(("role", "status"), [(Role.OFFICER, 403), (Role.LEADER, 200), (Role.ANALYST, 200)])
def test_who_may_read_it(client, db, role, status):
    client.force_login(make.staff(of="jsc-intake", role=role))

    assert client.get("/verify/hasil/").status_code == status
