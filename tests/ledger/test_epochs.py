"""After an honest restore a new log begins; its first entry names the last head of the one before, and all events are put into it anew."""

import json

import pytest
from django.conf import settings
from tests.factories import make
from tests.ledger.logs import attack, log_events, sign

from tanggap.core.models import Cursor
from tanggap.core.refusal import Invalid
from tanggap.ledger import actions, memory, notes, queries
from tanggap.ledger.models import Epoch, Leaf
from tanggap.ledger.notes import Signer
from tanggap.ledger.words import Trouble
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


def rolled_back() -> str:
    """Sign a head, and put an older state of the database back; return the note of the head."""
    make.report(state=State.REOPENED)
    log_events()
    sign()
    attack("DELETE FROM ledger_leaf WHERE index > 1")
    attack("DELETE FROM ledger_head")
    return memory.note() or ""


def test_a_log_that_stands_well_goes_on():
    make.report()
    log_events()
    sign()
    with pytest.raises(actions.StandsWell):
        actions.reopen("wanted to")
    assert Epoch.objects.count() == 1


def test_there_must_be_a_log_and_a_reason():
    with pytest.raises(actions.NotBegun):
        actions.reopen("why not")
    rolled_back()
    for because in ("", "  ", "x" * 501):
        with pytest.raises(Invalid):
            actions.reopen(because)


def test_a_new_log_names_the_last_head_of_the_old_one():
    known = rolled_back()

    made = actions.reopen("Disk broken on 3 May;\n restored from the backup of 2 May")

    assert (made.number, made.origin, made.known) == (2, "localhost:8000/ledger/2", known)
    (first,) = Leaf.objects.filter(epoch=2)
    told = json.loads(bytes(first.entry))
    assert (first.index, first.event_id) == (0, None)
    assert told == {
        "because": "Disk broken on 3 May; restored from the backup of 2 May", "epoch": 2, "known": known,
        "t": int(made.opened_at.timestamp()),
    }  # fmt: skip
    cursor = Cursor.objects.get(name="ledger")
    assert (cursor.tx, cursor.event) == (0, 0)


def test_the_new_log_holds_every_event_and_is_signed_under_its_own_name():
    rolled_back()
    old = list(Leaf.objects.filter(epoch=1).values_list("index", "entry"))
    actions.reopen("restored")
    log_events()

    found = sign()

    head = queries.head()
    assert head is not None
    assert (found.signed, head.origin, head.epoch) == (
        Leaf.objects.filter(epoch=2).count(),
        "localhost:8000/ledger/2",
        2,
    )
    assert list(Leaf.objects.filter(epoch=1).values_list("index", "entry")) == old
    assert queries.standing().is_well
    assert sign().trouble == ""


def test_a_database_from_before_the_new_log_cannot_give_its_name_again():
    rolled_back()
    actions.reopen("restored")
    log_events()
    sign()
    for table in ("leaf", "head", "tile"):
        attack(f"DELETE FROM ledger_{table} WHERE epoch_id = 2")
    attack("DELETE FROM ledger_epoch WHERE number = 2")
    assert sign().trouble == Trouble.OTHER_LOG

    assert actions.reopen("restored once more").origin == "localhost:8000/ledger/3"


def test_a_head_that_somebody_else_kept_is_named():
    make.report()
    log_events()
    sign()
    kept = memory.note() or ""
    make.report()
    log_events()
    sign()
    (settings.LEDGER_FOLDER / memory.NAME).unlink()
    assert sign().trouble == Trouble.MEMORY_LOST

    stranger = Signer("localhost:8000/ledger", bytes(32)).sign(notes.Note.parse(kept).text)
    for known in (stranger, "no note"):
        with pytest.raises(Invalid):
            actions.reopen("restored", known=known)
    assert actions.reopen("restored", known=kept).known == kept


@pytest.mark.parametrize("broken", ["", "\x00", "no note at all\n"])
def test_a_broken_memory_is_set_aside(broken: str):
    rolled_back()
    memory.remember(broken)
    assert sign().trouble == Trouble.MEMORY_BROKEN
    actions.reopen("the file was damaged")
    log_events()
    assert sign().signed
