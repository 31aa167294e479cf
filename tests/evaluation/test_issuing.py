"""Issued documents: numbered without a gap, never changed, and computed anew with what changed since."""

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.evaluation.counted import MARCH, NOW, UNIT, at_noon, tallied, took
from tests.factories import make
from tests.logs import own_events_seen

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.core.refusal import NotAllowed
from tanggap.evaluation import citing, issuing, telling
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.models import Document
from tanggap.evaluation.tallies.consumer import CONSUMER as TALLIES
from tanggap.insight.consumer import CONSUMER as INSIGHT

pytestmark = pytest.mark.django_db
ADD = "INSERT INTO evaluation_figure"
CODES = ("routed_right", "first_time")


@pytest.fixture(autouse=True)
def _at_noon():
    with at_noon():
        yield


def issue(**more) -> str:
    figures = telling.tell(MARCH, CODES).values()
    return issuing.issue(**{"kind": "evaluation", "selection": MARCH, "figures": figures, "language": "en"} | more)


def _issue_and_fail() -> None:
    issue()
    raise RuntimeError


def since(number: str) -> dict[str, str]:
    return {one.then.code: one.since for one in issuing.check(number).figures}


def test_documents_are_numbered_by_their_year():
    assert [issue(), issue()] == ["E-2026-0001", "E-2026-0002"]
    with clock.at(NOW + timedelta(days=300)):
        assert issue() == "E-2027-0001"
    with pytest.raises(RuntimeError), transaction.atomic():
        _issue_and_fail()
    assert issue() == "E-2026-0003"


def test_a_figure_is_kept_as_it_was_and_found_by_its_letters():
    tallied(ends=40, routed_right=30)
    number = issue(title="March")
    routed, first = issuing.figures(number)
    assert (routed.value, routed.n, routed.lack, first.value, first.lack) == (0.75, 40, "", None, "few")
    assert issuing.query_of(routed.letters.upper()) == routed.query == citing.cite("routed_right", MARCH, NOW)
    assert issuing.cited(routed.letters) == issuing.cited(routed.query)
    assert (issuing.document(number.lower()).title, issuing.documents()[0].selection) == ("March", MARCH)


def test_what_did_not_change_is_the_same():
    tallied(ends=40, routed_right=30)
    assert set(since(issue()).values()) == {"same"}


def test_later_events_change_a_figure_and_are_counted():
    tallied(ends=40, routed_right=30)
    number = issue()
    tallied(ends=1)
    with clock.at(NOW - timedelta(days=20)):
        make.report()
    with clock.at(NOW + timedelta(days=2)), own_events_seen():
        make.report()
        checked = issuing.check(number)
    assert {one.then.code: one.since for one in checked.figures} == {"routed_right": "events", "first_time": "same"}
    assert (checked.arrived, checked.late, checked.counts) == (2, 1, {"events": 1, "same": 1})
    assert (checked.figures[0].then.n, checked.figures[0].now.n) == (40, 41)


def test_what_moves_with_time_alone_is_not_said_to_have_changed_by_events():
    took(100, 40)
    figures = telling.tell(MARCH, ("days_to_solved", "ledger_proofs", "routed_right")).values()
    told = {one.code: replace(one, n=one.n + 1) for one in figures}
    assert since(issue(figures=told.values())) == {
        "days_to_solved": "time",
        "ledger_proofs": "time",
        "routed_right": "events",
    }


def test_only_what_both_had_counted_is_behind_a_document():
    make.report()
    with own_events_seen():
        cursors.catch_up(INSIGHT)
        early = issue()
        cursors.catch_up(TALLIES)
        late = issue()
        assert [issuing.check(number).arrived for number in (early, late)] == [1, 0]


@pytest.fixture
def changing_catalogue():
    """The catalogue, put back in its order afterwards."""
    kept = dict(INDICATORS)
    yield INDICATORS
    INDICATORS.clear()
    INDICATORS.update(kept)


def test_another_definition_and_one_that_is_gone_are_said(changing_catalogue):
    tallied(ends=40, routed_right=30)
    number = issue()
    changing_catalogue["routed_right"] = replace(INDICATORS["routed_right"], definition="another")
    assert since(number) == {"routed_right": "definition", "first_time": "same"}
    del changing_catalogue["routed_right"]
    assert (since(number)["routed_right"], issuing.check(number).figures[0].now) == ("gone", None)


def test_who_may_not_manage_the_evaluation_issues_nothing():
    with pytest.raises(NotAllowed):
        issue(by=make.staff(of=UNIT, role=Role.LEADER))
    assert not Document.objects.exists()
    assert issue(by=make.staff(of=UNIT, role=Role.ANALYST)) == "E-2026-0001"


def test_the_file_bears_its_number_and_its_hash_is_kept():
    number = issue(make=str.encode)
    assert issuing.document(number).file_hash == hashlib.sha256(b"E-2026-0001").hexdigest()


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE evaluation_document SET title = 'other'",
        "UPDATE evaluation_document SET file_hash = repeat('c', 64), title = 'other'",
        "UPDATE evaluation_document SET file_hash = 'short'",
        "UPDATE evaluation_figure SET value = 1, lack = ''",
        "DELETE FROM evaluation_figure",
        "DELETE FROM evaluation_document",
        f"{ADD} (document_id, place, code, query, letters, n, lack) VALUES ('E-2026-0001', 9, 'a', 'b', 'short', 1, 'few')",
        f"{ADD} (document_id, place, code, query, letters, n, lack) VALUES ('E-2026-0001', 9, 'a', 'b', 'abcdefghij', 1, '')",
    ],
)
def test_the_database_refuses_to_change_what_was_issued(attack: str):
    issue()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


def test_what_was_never_issued_is_not_found():
    for ask in (issuing.document, issuing.check):
        with pytest.raises(issuing.UnknownDocument):
            ask("E-2026-0099")
    with pytest.raises(issuing.UnknownLetters):
        issuing.cited("abcdefghij")
