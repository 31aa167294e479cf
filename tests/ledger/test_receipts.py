"""The signed receipt: the same for ever, without the worker, and what it proves about the log."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import make
from tests.ledger.logs import log_events
from tests.web.ledger.scene import signed

from tanggap.core import clock
from tanggap.ledger import documents, notes, queries, receipts
from tanggap.ledger.models import Leaf
from tanggap.ledger.receipts import Finding, Receipt
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db
WHOLE = clock.now().replace(microsecond=0)


def minutes(number: float):
    return clock.at(WHOLE + timedelta(minutes=number))


def test_it_says_what_the_contract_says_and_is_signed_by_the_key_of_the_log():
    made = make.report(at=WHOLE)
    note = notes.Note.parse(receipts.of(made.code))
    (verifier,) = receipts.verifiers()
    note.must_be_by(verifier)

    first = documents.first(made.code)
    assert note.text.split("\n") == [
        "tanggap-receipt/1",
        verifier.name,
        made.code,
        str(int(WHOLE.timestamp())),
        note.text.split("\n")[4],
        "60",
        "",
    ]
    assert Receipt.parse(note.text).commitment == first.commitment


def test_it_is_the_same_before_the_log_has_the_report_after_it_and_when_the_report_has_moved_on():
    made = make.report()
    at_once = receipts.of(made.code)
    log_events()
    in_the_log = receipts.of(made.code)
    signed()
    moved = make.report(state="resolved")
    again = receipts.of(moved.code)
    signed()

    assert (in_the_log, receipts.of(made.code), receipts.of(moved.code)) == (at_once, at_once, again)


def test_it_costs_two_statements():
    made = make.report()
    receipts.of(made.code)
    with CaptureQueriesContext(connection) as asked:
        receipts.of(made.code)

    assert len(asked) == 2


def test_it_tells_no_word_of_the_report():
    made = make.report(text="Pak Zquix merusak lampu", visibility="private")

    assert "Zquix" not in receipts.of(made.code)


def test_a_key_that_is_not_the_logs_signs_nothing_and_nobody_is_refused_for_it(settings, caplog):
    made = make.report()
    signed()
    settings.LEDGER_KEY = bytes(32)

    with pytest.raises(notes.Forged):
        receipts.of(made.code)
    assert receipts.given(made.code) == ""
    assert "its receipt can be had" in caplog.text


def test_it_is_found_in_the_log_also_a_private_ones():
    made = make.report(visibility="private", at=WHOLE)
    note = receipts.of(made.code)
    with minutes(0.5):
        signed()
    found = receipts.check(note)

    leaf = Leaf.objects.get()
    assert (found.finding, found.index) == (Finding.LOGGED, leaf.index)
    assert found.logged_at == WHOLE + timedelta(seconds=30)


def test_without_a_head_over_it_the_minute_runs_and_then_it_is_late():
    made = make.report(at=WHOLE)
    note = receipts.of(made.code)
    log_events()
    with minutes(0.9):
        pending = receipts.check(note).finding
    with minutes(2):
        late = receipts.check(note).finding

    assert (pending, late) == (Finding.PENDING, Finding.LATE)


def drop(made: Report) -> None:
    """Make a report unfindable under its code, as who drops one would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_report DISABLE TRIGGER USER")
        cursor.execute("UPDATE reports_report SET code = 'JK-0000-0000-000' WHERE id = %s", [made.pk])
        cursor.execute("ALTER TABLE reports_report ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_a_report_that_was_dropped_after_its_acknowledgement_is_missing():
    dropped, kept = make.report(at=WHOLE), make.report(at=WHOLE)
    note, other = receipts.of(dropped.code), receipts.of(kept.code)
    drop(dropped)
    with minutes(0.5):
        before = signed() and receipts.check(note).finding
    with minutes(2):
        make.report()
        signed()
        after = receipts.check(note).finding

    assert (before, after) == (Finding.PENDING, Finding.MISSING)
    assert receipts.check(other).finding == Finding.LOGGED


def test_a_leaf_whose_report_was_dropped_is_still_found():
    dropped = make.report(at=WHOLE)
    for _ in range(5):
        make.report(at=WHOLE - timedelta(minutes=9))
    note = receipts.of(dropped.code)
    signed()
    drop(dropped)

    assert receipts.check(note).finding == Finding.LOGGED


def test_what_mail_and_hands_do_to_a_receipt_is_put_right():
    note = receipts.of(make.report().code)
    signed()
    for spoilt in (
        note.replace("\n", "\r\n"),
        f"\n\n  {note.strip()}  ",
        "\ufeff" + note,
        note.replace("— ", "- "),
        note.replace("\n", "  \n"),
    ):
        assert receipts.check(spoilt).finding == Finding.LOGGED


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda note: note.replace("\n60\n", "\n61\n"), notes.Forged),
        (lambda note: note.replace("/ledger\n", "/ledgers\n", 1), notes.Forged),
        (lambda note: note.replace("receipt/1", "receipt/2"), notes.Malformed),
        (lambda note: note.partition("\n\n")[0], notes.Malformed),
        (lambda note: "JK-4KQ2-M9XT-1C7", notes.Malformed),
        (lambda note: "", notes.Malformed),
        (lambda note: note * 50, notes.Malformed),
        (lambda note: "\x00" + note, notes.Malformed),
    ],
)
def test_what_is_no_receipt_or_was_changed_is_refused(change, refusal):
    note = receipts.of(make.report().code)
    signed()

    with pytest.raises(refusal):
        receipts.check(change(note))


def test_what_stands_on_paper_is_how_the_seal_begins():
    made = make.report()
    note = receipts.of(made.code)
    shown = receipts.mark(note).replace(" ", "")

    assert documents.first(made.code).commitment.hex().startswith(shown)
    assert len(shown) == 16
    assert receipts.mark("") == ""


def test_the_key_says_which_log_signs_also_before_it_begins():
    before = receipts.verifiers()
    make.report()
    signed()

    assert [one.vkey for one in before] == [queries.verifier()]
