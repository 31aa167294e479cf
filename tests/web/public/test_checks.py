"""What the city publishes of its checks: a share with its interval or too few to say, and lots that an outsider can draw again."""

import csv
import hashlib
import hmac
import io
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import make
from tests.logs import own_events_seen
from tests.verification.checking import all_drawn, check, claimed, visit

from tanggap.core import clock, cursors, shelf
from tanggap.feedback import actions as feedback
from tanggap.feedback.surveys import CONSUMER as SURVEYS
from tanggap.verification import drawing
from tanggap.verification.models import Plan
from tanggap.verification.rules import rules

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)  # a Monday
NEXT_MONDAY = NOON + timedelta(days=7)


def page(client, *, at: datetime) -> str:
    with clock.at(at):
        shelf.clear_all()
        return client.get("/statistik/pemeriksaan/", HTTP_ACCEPT_LANGUAGE="en").content.decode()


def lots(client, *, at: datetime) -> list[dict[str, str]]:
    with clock.at(at):
        return list(csv.DictReader(io.StringIO(client.get("/statistik/pemeriksaan/undian.csv").content.decode())))


def test_one_visit_is_too_few_to_say(client, monkeypatch):
    all_drawn(monkeypatch)
    with clock.at(NOON):
        report = claimed()
        check(report)
        visit(report)

    shown = page(client, at=NEXT_MONDAY)

    assert "Of 1 claims whose papers held, 1 were visited by lot so far." in shown


@pytest.mark.lots
def test_a_seed_is_not_shown_before_its_time_and_the_lot_can_be_drawn_again_after_it(client):
    with clock.at(NOON):
        report = claimed()
        check(report)
    plan = Plan.objects.get(report=report)
    later = NOON + timedelta(days=rules().reveal_after_days)
    assert {row["seed"] for row in lots(client, at=later - timedelta(days=1))} == {""}

    with clock.at(later):
        drawing.reveal()
    [row] = [row for row in lots(client, at=later) if row["seed"]]

    seed = bytes.fromhex(row["seed"])
    assert hashlib.sha256(seed).hexdigest() == row["commitment_sha256"]
    drawn = hmac.digest(seed, f"{report.code}|1".encode(), "sha256")
    lot = (int.from_bytes(drawn[:8]) >> 11) / 2**53
    assert (row["verifying_unit"], lot < float(row["share"])) == (report.verifier_id, plan.is_drawn)


def test_silence_is_told_as_silence(client):
    with clock.at(NOON):
        happy, _silent = make.report(state="resolved"), make.report(state="resolved")
        feedback.rate(code=happy.code, token=make.token(happy), score=4)
        with own_events_seen():
            cursors.catch_up(SURVEYS)

    shown = page(client, at=NEXT_MONDAY)

    assert (
        "2 reporters were asked about a closure. 1 answered (50%), and 1 of these were satisfied. 1 were silent"
        in shown
    )


def test_the_page_names_no_report_and_no_person(client, monkeypatch):
    all_drawn(monkeypatch)
    with clock.at(NOON):
        report = claimed()
        check(report)

    assert report.code not in page(client, at=NEXT_MONDAY)
