"""An event's document: every kind has one, made of the rows and the same for ever; what a person wrote stands in it sealed."""

import json
import re

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.factories import make
from tests.ledger.logs import attack, log_events, sign

from tanggap.feedback import actions as feedback
from tanggap.ledger import documents, queries, sealing
from tanggap.ledger.models import Leaf
from tanggap.ledger.sealing import PLAIN, SEALED
from tanggap.reports import actions as reports
from tanggap.reports import events
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, Visibility

pytestmark = pytest.mark.django_db

ADDRESS = "Kenanga 9"
CANARIES = ("Ratna", "Canary", "canary1@example.org", "+6281234500001", ADDRESS, "3171234567890001")
WORDS = "Saya Ratna Canary, NIK 3171234567890001, lampu depan Jalan Kenanga 9 mati"


def test_of_every_payload_key_somebody_thought():
    keys = {key for kind in events.KINDS.values() for key in (*kind.public, *kind.staff)}
    assert (keys - PLAIN - SEALED, PLAIN & SEALED, (PLAIN | SEALED) - keys) == (set(), set(), set())


def test_a_key_that_nobody_thought_about_is_sealed(monkeypatch: pytest.MonkeyPatch):
    made = make.report()
    monkeypatch.setattr(sealing, "PLAIN", PLAIN - {"unit"})
    document = documents.of_report(made.code)[0]
    assert document.public["payload"]["unit"].keys() == {"sealed"}


def test_each_kind_has_a_document():
    """An event of each kind, with every key that the kind declares, put into the table past what guards it."""
    made = make.report()
    told = [dict.fromkeys((*kind.public, *kind.staff), "a word") for kind in events.KINDS.values()]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE reports_event DISABLE TRIGGER USER")
        cursor.execute(
            "INSERT INTO reports_event (report_id, version, previous, kind, state_before, state_after, unit_id, actor_kind, at, payload)"
            " SELECT report_id, place + 1, place, come.kind, state_after, state_after, unit_id, 'system', at, told::jsonb"
            " FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS come (kind, told, place), reports_event first WHERE report_id = %s",
            [list(events.KINDS), [json.dumps(one) for one in told], made.pk],
        )
    first, *found = documents.of_report(made.code)

    assert [one.kind for one in found] == list(events.KINDS)
    for document, kind in zip(found, events.KINDS.values(), strict=True):
        assert document.public.keys() - {"placed"} == {
            "report", "version", "kind", "door", "before", "after", "unit", "actor", "actor_unit", "at", "payload", "rest",
        }  # fmt: skip
        assert document.public["payload"].keys() == set(kind.public)
        assert ("placed" in document.public) == (kind.name in events.PLACING)
        sealed = {name.split(".")[1] for name in document.sealed if not name.startswith("placed")}
        assert sealed == {*kind.public, *kind.staff} & SEALED
    assert documents.of([one.event for one in (first, *found)]) == [first, *found]


def filed() -> Report:
    return make.report(
        text=WORDS,
        address="Jalan Kenanga 9",
        reporter=make.reporter(),
        photos=[Upload(make.photo(), "Ratna.jpg")],
        state=State.REOPENED,
    )


def test_no_word_of_a_person_is_in_what_is_published():
    made = filed()
    feedback.add(code=made.code, token=make.token(made), message=f"Telepon saya +6281234500001. {WORDS}")
    log_events()
    sign()

    head = queries.head()
    assert head is not None
    published = [bytes(entry) for entry in Leaf.objects.values_list("entry", flat=True)]
    published += [queries.entries(0, Leaf.objects.count()) or b"", head.note.encode()]
    published += [sealing.canonical(dict(one.public)) for one in documents.of_report(made.code)]
    text = b"".join(published).decode().lower()
    assert [mark for mark in (*CANARIES, "106.945400", "-6.211900") if mark.lower() in text] == []
    opened = json.dumps([one.as_json() for one in queries.openings(0)], ensure_ascii=False).lower()
    assert [mark for mark in CANARIES if mark.lower() in opened] == [ADDRESS], "the page shows the address, too"


def test_an_entry_is_a_commitment_and_a_time():
    make.report()
    log_events()
    (entry,) = Leaf.objects.values_list("entry", flat=True)
    assert re.fullmatch(rb'\{"c":"[A-Za-z0-9+/]{43}=","t":[0-9]{10}\}', bytes(entry))


def test_an_opening_is_checked_with_nothing_but_what_it_shows():
    """The rule of docs/ledger.md, written out anew."""
    import base64
    import hashlib

    made = filed()
    log_events()
    sign()
    proof = queries.proof(made.code, is_own=True)
    assert proof is not None
    entries = {index: bytes(entry) for index, entry in Leaf.objects.values_list("index", "entry")}
    for one in (opening.as_json() for opening in proof.openings):
        told = json.dumps(one["document"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
        committed = hashlib.sha256(b"tanggap-event/1\0" + base64.b64decode(one["salt"]) + told).digest()
        assert json.loads(entries[one["index"]]) == {"c": base64.b64encode(committed).decode(), "t": one["time"]}
        for name, sealed in one["sealed"].items():
            group, _, key = name.partition(".")
            digest = hashlib.sha256(base64.b64decode(sealed["salt"]) + sealed["value"].encode()).digest()
            assert one["document"][group][key] == {"sealed": base64.b64encode(digest).decode()}
    shown = {name: value["value"] for opening in proof.openings for name, value in opening.sealed.items()}
    assert shown["filed.text"] == WORDS
    assert (shown["filed.lon"], shown["filed.lat"]) == ("106.945400", "-6.211900")
    assert re.fullmatch("[0-9a-f]{64}", shown["photos.before/0"])


def test_the_public_is_shown_what_its_pages_show_and_nothing_more():
    plain = make.report(text="Lampu jalan mati sejak tiga hari", state=State.REFERRED)
    named = filed()
    secret = make.report(visibility=Visibility.PRIVATE)
    log_events()
    sign()

    of_code: dict[str, set[str]] = {}
    for one in queries.openings(0):
        of_code.setdefault(one.report, set()).update(one.sealed)
    assert of_code[plain.code] == {
        "filed.text",
        "filed.lon",
        "filed.lat",
        "payload.message",
        "payload.body",
        "payload.contact",
    }
    assert "filed.text" not in of_code[named.code]
    assert "photos.before/0" not in of_code[named.code]
    assert "photos.after/0" in of_code[named.code]
    assert secret.code not in of_code
    assert queries.proof(secret.code) is None
    assert queries.proof("JK-XXXX") is None
    assert {one.document["kind"] for one in queries.openings(0)} <= {
        kind.name for kind in events.KINDS.values() if kind.audience == events.PUBLIC
    }


def test_a_document_stays_the_same_when_its_report_changes():
    made = make.report()
    before = documents.of_report(made.code)
    by = make.staff(of=made.unit_id)
    reports.change(code=made.code, version=1, by=by, lon=106.93, lat=-6.2, message="Salah titik")
    after = documents.of_report(made.code)

    assert (after[0].public, after[0].commitment) == (before[0].public, before[0].commitment)
    assert {name: one.value for name, one in after[1].sealed.items() if name.startswith("placed")} == {
        "placed.lon": "106.930000", "placed.lat": "-6.200000",
    }  # fmt: skip


ALTERED = {
    "the words": ("UPDATE reports_report SET text = 'lain'", 0),
    "who sent it": ("UPDATE reports_report SET channel_id = 'twitter'", 0),
    "when it came": ("UPDATE reports_report SET received_at = received_at + interval '1 us'", 0),
    "where it came from": ("UPDATE reports_report SET origin = 'demo'", 0),
    "an answer": ("""UPDATE reports_event SET payload = payload || '{"question": "lain"}' WHERE version = 3""", 2),
    "a unit": ("UPDATE reports_event SET actor_unit_id = NULL WHERE version = 3", 2),
    "who acted": ("UPDATE reports_event SET actor_staff_id = NULL WHERE version = 3", 2),
    "a time": ("UPDATE reports_event SET at = at - interval '1 us' WHERE version = 2", 1),
    "a kind": (
        "UPDATE reports_event SET kind = 'reports.note', door = NULL, state_before = state_after WHERE version = 3",
        2,
    ),
    "a photo": ("UPDATE reports_photo SET sha256 = repeat('0', 64)", 0),
    "a photo moved to another event": ("UPDATE reports_photo SET position = 3", 0),
}


def test_whatever_is_altered_changes_its_document_and_no_other():
    made = make.report(state=State.AWAITING_REPORTER, photos=[Upload(make.photo(), "a.jpg")])
    before = [one.commitment for one in documents.of_report(made.code)]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("reports_report", "reports_event", "reports_photo"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("ALTER TABLE reports_event DROP CONSTRAINT reports_event_follows_the_last CASCADE")
    found = {}
    for what, (statement, _place) in ALTERED.items():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(statement)
            after = [one.commitment for one in documents.of_report(made.code)]
            transaction.set_rollback(True)
        found[what] = [number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]]
    assert found == {what: [place] for what, (_statement, place) in ALTERED.items()}


def test_what_is_kept_is_part_of_the_document():
    made = make.report()
    before = documents.of_report(made.code)[0].commitment
    attack("""UPDATE ledger_kept SET facts = facts || '{"category": "sampah"}'""")
    assert documents.of_report(made.code)[0].commitment != before


def test_a_batch_costs_what_one_costs():
    first, other = make.report(state=State.REOPENED), make.report(state=State.REOPENED)
    documents.ensure(reports=[first.pk, other.pk])
    with CaptureQueriesContext(connection) as one:
        found = documents.of([1])
    with CaptureQueriesContext(connection) as many:
        found = documents.of([event.event for made in (first, other) for event in documents.of_report(made.code)])
    assert (len(one), len(many) - 4, len(found)) == (1, 1, len(make.events(first)) + len(make.events(other)))


def test_a_proof_costs_two_statements_beyond_the_head():
    made = make.report(state=State.REOPENED)
    log_events()
    sign()
    queries.head()
    with CaptureQueriesContext(connection) as told:
        proof = queries.proof(made.code)
    assert proof is not None
    assert (len(told), proof.waiting) == (2, 0)
