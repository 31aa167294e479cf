"""What the app sends arrives once, and what is not taken is answered in words, with what can be done."""

from uuid import uuid4

import pytest
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser
from tests.web.field.phone import Phone

from tanggap.agencies.words import Role
from tanggap.reports import actions
from tanggap.reports.models import Capture, Event, Photo, Report, Sent
from tanggap.reports.words import PhotoRole, State
from tanggap.verification import actions as verification
from tanggap.verification.models import Check

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone():
    return Phone(make.staff(of=GEBANG)).register()


@pytest.fixture
def report(phone):
    """A report that the phone's owner has begun."""
    made = make.report()
    actions.start(code=made.code, version=made.version, by=phone.person)
    return fresh(made)


def fresh(report):
    return Report.objects.get(pk=report.pk)


def kinds(report):
    return make.events(report)


def told(answer):
    return answer.status_code, answer.json()["state"]


def to_check():
    """Return (report, phone of its validator): the visit is next."""
    made = make.report(state=State.AWAITING_VALIDATION)
    person = make.staff(of=str(made.verifier_id), role=Role.VALIDATOR)
    verification.send_to_field(code=made.code, version=made.version, verifier=person)
    return fresh(made), Phone(person).register()


def test_work_begins_with_a_photo_of_before(phone):
    made = make.report()
    chief = make.staff(of=GEBANG, role=Role.SUPERVISOR)
    actions.assign(code=made.code, version=made.version, by=chief, assignee=phone.person.username)
    made = fresh(made)

    answer = phone.send(made, "start", [phone.take(made)])

    assert (told(answer), answer.json()["version"]) == ((200, "done"), fresh(made).version)
    assert [(one.role, one.version) for one in Photo.objects.filter(report=made)] == [
        (PhotoRole.BEFORE, fresh(made).version)
    ]


def test_a_claim_arrives_with_its_photos_its_words_and_what_was_used(phone, report):
    answer = phone.send(
        report, "done", [phone.take(report), phone.take(report, slot=1)], message="Lampu diganti", materials="2 LED"
    )

    claim = Event.objects.get(report=report, door="reports.claim_done")
    assert told(answer) == (200, "done")
    assert {name: claim.payload[name] for name in ("message", "materials", "photos")} == {
        "message": "Lampu diganti",
        "materials": "2 LED",
        "photos": 2,
    }
    assert [(one.is_signed, one.problems) for one in Capture.objects.all()] == [(True, []), (True, [])]


def test_a_field_check_closes_by_its_checklist_and_photo():
    report, phone = to_check()

    answer = phone.send(report, "holds", [phone.take(report)], points=list(make.checklist(report)), findings="Menyala")

    assert (told(answer), fresh(report).state) == ((200, "done"), State.RESOLVED)


def test_a_field_check_returns_a_claim_in_words():
    report, phone = to_check()

    assert told(phone.send(report, "fails", [phone.take(report)], message="Masih mati")) == (200, "done")
    assert fresh(report).state == State.FOLLOW_UP_REJECTED


def test_a_note_is_kept(phone, report):
    assert told(phone.send(report, "note", message="Tangga dipinjam")) == (200, "done")
    assert kinds(report)[-1] == "reports.note"


def test_what_arrives_again_is_known_and_done_once(phone, report):
    item, shot = uuid4(), phone.take(report)

    first = phone.send(report, "done", [shot], item=item, message="Beres")
    again = phone.send(report, "done", [shot], item=item, message="Beres", version=report.version)

    assert (told(first), told(again)) == ((200, "done"), (200, "again"))
    assert first.json()["version"] == again.json()["version"]
    assert (kinds(report).count("reports.claim_done"), Photo.objects.filter(report=report).count()) == (1, 1)


def test_one_key_for_two_things_is_refused_and_nothing_is_done(phone, report):
    item = uuid4()
    phone.send(report, "note", item=item, message="Satu")

    assert told(phone.send(report, "note", item=item, message="Dua")) == (409, "conflict")
    assert kinds(report).count("reports.note") == 1


def test_an_item_of_another_person_is_never_sent_under_ones_name(phone, report):
    other = make.staff(of=GEBANG)

    assert told(phone.send(report, "note", who=other.pk, message="Bukan saya")) == (409, "other")
    assert "reports.note" not in kinds(report)


def test_a_key_that_another_person_used_tells_nothing_and_does_nothing(phone, report):
    item = uuid4()
    phone.send(report, "note", item=item, message="Satu")
    colleague = Phone(make.staff(of=GEBANG))

    assert told(colleague.send(report, "note", item=item, message="Satu")) == (409, "conflict")
    assert Sent.objects.get().staff == phone.person


def test_who_comes_too_late_hears_what_happened_and_what_can_be_done(phone, report):
    colleague = make.staff(of=GEBANG)
    actions.ask(code=report.code, version=report.version, by=colleague, question="Lampu yang mana?")

    answer = phone.send(report, "done", [phone.take(report, challenge="")], message="Beres")

    said = answer.json()
    assert told(answer) == (409, "conflict")
    assert [(one["what"], one["who"].split(" · ")[0]) for one in said["happened"]] == [
        ("A question to the reporter", colleague.display_name)
    ]
    assert (said["options"], said["now"]) == (["note", "discard"], "Waiting for the reporter")
    assert (fresh(report).state, Photo.objects.filter(report=report).count()) == (State.AWAITING_REPORTER, 0)


def test_what_can_still_be_done_may_be_tried_anyway(phone, report):
    actions.change(
        code=report.code, version=report.version, by=phone.person, address="Depan SDN 03", message="Lebih tepat"
    )

    answer = phone.send(report, "done", [phone.take(report)], message="Beres")
    assert answer.json()["options"] == ["again", "note", "discard"]

    shot = phone.take(report, slot=1)
    assert told(phone.send(report, "done", [shot], message="Beres", version=answer.json()["version"])) == (200, "done")


def test_two_phones_with_the_same_check_make_one_verdict():
    report, phone = to_check()
    second = Phone(phone.person).register()
    points = list(make.checklist(report))

    first = phone.send(report, "holds", [phone.take(report)], points=points)
    later = second.send(report, "holds", [second.take(report, challenge="x")], points=points)

    assert (told(first), told(later)) == ((200, "done"), (409, "conflict"))
    assert Check.objects.filter(report=report, kind="field").count() == 1


def test_a_report_that_is_anothers_and_one_that_never_was_sound_the_same(phone, report):
    stranger = Phone(make.staff(of="kel-31.71.01.1001"))
    nowhere = type("Nowhere", (), {"code": "JK-0000-0000-000", "version": 1})

    answers = [stranger.send(one, "done", message="Beres") for one in (report, nowhere)]

    assert answers[0].json() == answers[1].json()
    assert (told(answers[0]), answers[0].json()["options"]) == ((409, "conflict"), ["discard"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"act": "close"}, "act"), ({"item": "x"}, "item"), ({"version": 0}, "version"), ({"code": ""}, "code")],
)
def test_what_cannot_be_read_is_refused_by_its_field(phone, report, wrong, field):
    body = {
        "item": str(uuid4()),
        "who": phone.person.pk,
        "code": report.code,
        "act": "note",
        "version": 1,
        "message": "x",
        **wrong,
    }

    answer = phone.client.post("/field/kirim/", body)

    assert (told(answer), list(answer.json()["errors"])) == ((422, "refused"), [field])


def test_too_few_photos_are_said_under_their_field_and_can_be_mended(phone, report):
    answer = phone.send(report, "done", message="Beres")

    assert (told(answer), list(answer.json()["errors"]), answer.json()["options"]) == (
        (422, "refused"),
        ["photos"],
        ["mend", "note", "discard"],
    )


def test_a_request_that_lost_a_photo_does_nothing(phone, report):
    body = {"item": str(uuid4()), "who": phone.person.pk, "code": report.code, "act": "done", "version": report.version}

    answer = phone.client.post("/field/kirim/", {**body, "message": "Beres", "captured": '[{"app": true}]'})

    assert told(answer) == (422, "refused")
    assert kinds(report)[-1] == "reports.start"


def test_a_bomb_among_the_photos_is_refused_like_anywhere(phone, report):
    answer = phone.send(report, "done", [(b"GIF89a<script>", {"app": True})], message="Beres")

    assert (told(answer), list(answer.json()["errors"])) == ((422, "refused"), ["photos"])


def test_who_is_signed_out_is_led_to_the_sign_in_page_and_a_leader_has_no_field(phone, report):
    body = {"act": "note", "code": report.code}

    assert browser().post("/field/kirim/", body).status_code == 302
    assert browser(make.staff(of=GEBANG, role=Role.LEADER)).post("/field/kirim/", body).status_code == 403


def test_a_key_is_one_persons_and_its_owner_alone_revokes_it(phone):
    colleague = Phone(make.staff(of=GEBANG), key=phone.key)

    taken = colleague.client.post("/field/kunci/", {"public": phone.public, "label": "x"}, "application/json")
    assert (taken.status_code, taken.json()["code"]) == (409, "key_of_another")
    assert colleague.client.post(f"/field/perangkat/{phone.id}/cabut/").status_code == 404
    assert phone.client.post(f"/field/perangkat/{phone.id}/cabut/").status_code == 302
    assert "revoked" in phone.client.get("/field/perangkat/").content.decode()


@pytest.mark.parametrize("body", [b"", b"[]", b'{"public": 5}', b'{"public": "AAAA"}', b"[" * 1500])
def test_what_is_no_key_is_refused(phone, body):
    assert phone.client.post("/field/kunci/", body, "application/json").status_code == 422
