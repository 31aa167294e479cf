"""A head is signed only over what was computed anew from its leaves and continues what was signed before; else it is said why not."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from tests.factories import make
from tests.ledger.logs import attack, fill, log_events, sign

from tanggap.core import clock
from tanggap.core.models import Cursor
from tanggap.ledger import memory, notes, queries, signing, storing, tree
from tanggap.ledger.models import Head
from tanggap.ledger.words import Trouble
from tanggap.reports.models import Event
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db


def heads() -> list[int]:
    return list(Head.objects.order_by("size").values_list("size", flat=True))


def test_a_head_is_signed_and_can_be_checked_with_the_public_key_alone():
    make.report()
    log_events()

    assert sign().signed == 1

    head = queries.head()
    assert head is not None
    verifier = notes.Verifier.parse(queries.verifier())
    told = notes.opened(head.note, verifier)
    assert (told.origin, told.size, told.root) == ("localhost:8000/ledger", 1, tree.root(storing.leaf_hashes(1, 0, 1)))
    assert notes.Note.parse(head.note).times(verifier) == [int(head.seen_at.timestamp())]
    assert queries.standing().is_well


def test_nothing_new_is_not_signed_again_but_said_to_be_the_newest():
    fill(3)
    now = clock.now()
    with clock.at(now):
        sign()
    with clock.at(now + timedelta(seconds=59)):
        assert sign().signed is None
        first = queries.head()
    with clock.at(now + timedelta(seconds=61)):
        sign()
        later = queries.head()

    assert heads() == [3]
    assert first is not None
    assert later is not None
    assert (first.seen_at, later.seen_at) == (now, now + timedelta(seconds=61))
    assert len(notes.Note.parse(later.note).signatures) == 2


FLIPS = {
    "the entry of a leaf": "UPDATE ledger_leaf SET entry = set_byte(entry, 6, get_byte(entry, 6) # 1) WHERE index = 100",
    "the hash of a leaf": "UPDATE ledger_leaf SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE index = 100",
    "a leaf and its hash": "UPDATE ledger_leaf SET entry = 'x', hash = sha256('\\x0078') WHERE index = 300",
    "a hash in a tile": "UPDATE ledger_tile SET hashes = set_byte(hashes, 999, get_byte(hashes, 999) # 1)",
    "the root of a tile": "UPDATE ledger_tile SET root = set_byte(root, 3, get_byte(root, 3) # 1)",
    "the root of a head": "UPDATE ledger_head SET root = set_byte(root, 3, get_byte(root, 3) # 1)",
    "the note of a head": "UPDATE ledger_head SET note = replace(note, '300', '299')",
}


@pytest.mark.parametrize("flip", FLIPS.values(), ids=FLIPS.keys())
@pytest.mark.parametrize("whole", [True, False], ids=["small", "large"])
def test_a_flipped_bit_stops_the_signing(flip: str, whole: bool, monkeypatch: pytest.MonkeyPatch):
    if not whole:
        monkeypatch.setattr(signing, "WHOLE_BELOW", 10)
    fill(300)
    sign()
    assert attack(flip) == 1 or "index = 300" in flip
    fill(5, start=300)
    if "index = 300" in flip:
        assert attack(flip) == 1
        attack("UPDATE ledger_leaf SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE index = 300")

    found = sign()

    assert (found.signed, found.trouble) == (None, Trouble.ALTERED)
    assert heads() == [300]
    standing = queries.standing()
    assert (standing.is_well, standing.reason) == (False, Trouble.ALTERED.label)
    assert not queries.check().is_ok


def test_a_trouble_stays_until_a_whole_check_finds_nothing():
    fill(300)
    sign()
    attack("UPDATE ledger_leaf SET hash = set_byte(hash, 0, 7) WHERE index = 5")
    fill(1, start=300)
    assert sign().trouble == Trouble.ALTERED
    assert sign().trouble == Trouble.ALTERED
    attack("UPDATE ledger_leaf SET hash = sha256('\\x00'::bytea || entry) WHERE index = 5")

    assert sign() == signing.Look(signed=301)
    assert queries.standing().is_well


@pytest.mark.parametrize(("index", "size"), [(1, 4), (299, 300)])
def test_a_flipped_bit_is_found_and_located_while_nothing_new_comes(index: int, size: int):
    fill(size)
    sign()
    attack("UPDATE ledger_leaf SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE index = %s", index)
    assert sign().trouble == Trouble.ALTERED
    assert queries.standing().detail == f"leaf {index}"


def test_a_missing_leaf_is_noticed():
    fill(300)
    sign()
    attack("DELETE FROM ledger_leaf WHERE index = 17")
    fill(1, start=300)
    assert (sign().trouble, queries.standing().detail) == (Trouble.GAP, "leaf 17")


def test_a_rolled_back_database_cannot_sign():
    fill(10)
    sign()
    fill(10, start=10)
    sign()
    attack("DELETE FROM ledger_leaf WHERE index >= 10")
    attack("DELETE FROM ledger_head WHERE size > 10")

    assert sign().trouble == Trouble.ROLLED_BACK
    fill(20, start=50)  # it grows beyond what was signed, with other leaves
    assert sign().trouble == Trouble.FORKED
    assert heads() == [10]


def test_a_history_that_was_written_anew_is_not_signed():
    fill(10)
    sign()
    attack("DELETE FROM ledger_leaf")
    fill(12, start=90)
    assert sign().trouble == Trouble.FORKED


def test_another_key_does_not_sign(settings: LazySettings):
    fill(1)
    sign()
    settings.LEDGER_KEY = bytes(32)
    fill(1, start=1)
    assert sign().trouble == Trouble.OTHER_KEY


def test_a_head_by_another_key_is_not_believed(settings: LazySettings):
    fill(1)
    sign()
    attack(
        "UPDATE ledger_head SET note = %s",
        notes.Signer("localhost:8000/ledger", bytes(32)).sign("localhost:8000/ledger\n1\nAA==\n"),
    )
    assert sign().trouble == Trouble.ALTERED


def test_a_data_folder_that_forgot_does_not_sign():
    fill(1)
    sign()
    (signing.memory.settings.LEDGER_FOLDER / memory.NAME).unlink()
    fill(1, start=1)
    assert sign().trouble == Trouble.MEMORY_LOST


def test_a_memory_that_our_key_did_not_sign_is_not_believed():
    fill(2)
    sign()
    memory.remember((memory.note() or "").replace("\n2\n", "\n3\n"))
    assert sign().trouble == Trouble.MEMORY_BROKEN


def test_a_memory_of_another_log_is_not_believed():
    fill(2)
    other = notes.Signer("elsewhere.example/ledger", bytes(32))
    memory.remember(other.sign(notes.Checkpoint(other.name, 2, bytes(32)).text))
    assert sign().trouble == Trouble.OTHER_LOG


def test_killed_between_signing_and_publishing_the_same_head_is_published(monkeypatch: pytest.MonkeyPatch):
    fill(4)
    with monkeypatch.context() as killed:
        killed.setattr(signing, "_publish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            signing.look()
    remembered = memory.note()
    fill(3, start=4)

    assert sign().signed == 7
    assert heads() == [4, 7]
    assert Head.objects.get(size=4).note == remembered


def test_killed_between_appending_and_signing_nothing_is_lost():
    fill(4)
    assert heads() == []
    assert sign().signed == 4


def test_no_head_is_signed_that_would_prove_a_waiting_report_to_be_left_out(monkeypatch: pytest.MonkeyPatch):
    fill(3)
    sign()
    made = make.report()
    with clock.at(made.received_at + timedelta(seconds=44)):
        fill(1, start=3)
        assert sign().signed == 4
    with clock.at(made.received_at + timedelta(seconds=120)):
        fill(1, start=4)
        seen = queries.head()
        assert sign() == signing.Look()
        assert queries.head() == seen, "nor is it said that the head is still the newest"
        log_events()
        assert sign().signed == 6

    monkeypatch.setattr(signing, "MOST_WAITING", 2)
    tx, event = Event.objects.order_by("tx", "id").values_list("tx", "id").last() or (0, 0)
    Cursor.objects.create(name="ledger", tx=tx, event=event)
    make.report(state=State.IN_PROGRESS)
    fill(1, start=6)
    assert sign() == signing.Look()


def test_no_head_is_signed_while_the_log_is_read_anew():
    fill(3)
    Cursor.objects.create(name="ledger", rebuild_to=1)
    assert sign() == signing.Look()


def test_what_is_old_is_walked_round(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(signing, "WHOLE_BELOW", 10)
    monkeypatch.setattr(signing, "LEAST_TILES", 1)
    fill(3000)
    sign()
    attack("UPDATE ledger_leaf SET hash = set_byte(hash, 0, get_byte(hash, 0) # 1) WHERE index = 1500")
    looks = 0
    while not sign().trouble:
        looks += 1
        assert looks < 12
    assert queries.standing().detail == "leaf 1500"


@pytest.mark.parametrize("size", [1, 255, 256, 257, 511, 512, 4097])
def test_the_large_way_and_the_small_way_sign_the_same(size: int, monkeypatch: pytest.MonkeyPatch):
    fill(size)
    sign()
    fill(700, start=size)
    monkeypatch.setattr(signing, "WHOLE_BELOW", 0)
    sign()
    hashes = storing.leaf_hashes(1, 0, size + 700)
    assert [bytes(root) for root in Head.objects.order_by("size").values_list("root", flat=True)] == [
        tree.root(hashes[:size]),
        tree.root(hashes),
    ]
