"""Guessing what another has: every address of the staff with an object in it, for every role without a claim to it.

A new address with an object in it is tried by this test without being named here; a new kind of object has to be given one (`GIVEN`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.http import HttpResponse
from django.urls import get_resolver
from tests.channels import fake
from tests.clients import making
from tests.factories import make
from tests.reports.tasks_scene import Scene
from tests.web.desk.pages import browser, words

from tanggap.agencies import refusals
from tanggap.agencies.absence_actions import enter
from tanggap.agencies.models import Absence, Audit, Certificate, Membership
from tanggap.agencies.models_sign_in import Alarm, Factor, Refused
from tanggap.agencies.words import AlarmKind, FactorKind, Role, UnitKind
from tanggap.channels import receiving
from tanggap.channels.models import Arrival
from tanggap.core import clock
from tanggap.reports.actions import batches, views
from tanggap.reports.models import DeviceKey, Event, Handover, Presence, Report
from tanggap.reports.photos import Upload
from tanggap.verification.models import Conflict, Opinion
from tanggap.web.desk import acts as desk_acts
from tanggap.web.desk import tasks as task_acts
from tanggap.web.partner import acts as partner_acts
from tanggap.web.planning import acts as planning_acts
from tanggap.web.ui import errors

pytestmark = pytest.mark.django_db
SURFACES = ("desk/", "verify/", "field/", "admin/", "mitra/", "masuk/", "foto/")
BY_TOKEN = "<str:token>"  # opened by who holds the link, not by a role: tests/web/partner
SLUGS = {
    "desk:act": desk_acts.BY_SLUG,
    "desk:task-act": task_acts.BY_SLUG,
    "partner:act": partner_acts.BY_SLUG,
    "planning:act": planning_acts.BY_SLUG,
}
ASKED_BY_ITSELF = {"desk:look"}  # an open page asks who else has the report: for one that is not there it hears nothing
NOBODYS = "biro-pemerintahan"
ELSEWHERE = "kel-31.71.01.1001"
ACCOUNT = ("operator:account", "operator:account-change", "operator:account-test", "operator:account-switch")


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let refusals be told by their status alone: to draw the page of a 403 or 404 hundreds of times is most of such a walk."""
    for name, status in (("forbidden", 403), ("not_found", 404)):
        drawn = partial(HttpResponse, status=status)
        monkeypatch.setattr(errors, name, lambda request, exception=None, drawn=drawn: drawn())


@dataclass
class Theirs:
    """What belongs to others: values for the parts of addresses, by their name."""

    report: Report
    given: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def theirs() -> Theirs:
    scene = Scene(category="parkir-liar", photos=[Upload(make.photo(), "a.jpg")])
    (task,) = scene.ask(scene.pln)
    owner, at = scene.officer, clock.now()
    today = at.date()
    absence = enter(by=None, username=owner.username, starts_on=today, ends_on=today + timedelta(days=1), kind="leave")
    factor = Factor.objects.create(staff=owner, kind=FactorKind.TOTP, name="", added_at=at)
    device = DeviceKey.objects.create(staff=owner, public=b"theirs", label="", added_at=at)
    conflict = Conflict.objects.create(staff=owner, unit_id=ELSEWHERE, reason="kin", declared_at=at)
    alarm = Alarm.objects.create(kind=AlarmKind.NEW_DEVICE, subject=owner, at=at)
    report = scene.fresh()
    opinion = Opinion.objects.create(report=report, claim_version=1, unit_id=NOBODYS, asked_at=at)
    key, chosen = UUID("00000000-0000-4000-8000-000000000000"), [batches.Wanted(report.pk, report.version)]
    batches.draft(key=key, by=owner, act="note", arguments={}, query="", language="en", wanted=chosen)
    account = fake.account(fake.Fake())
    receiving.keep_whole(account, b"{}", "Malformed: none of ours")
    letter = Arrival.objects.get().pk
    handed = Handover.objects.create(giver=owner, unit_id=report.unit_id, key="theirs", began_at=at, given_at=at).pk
    return Theirs(
        report,
        {
            "code": report.code,
            "username": owner.username,
            "photo": report.cover,
            "size": "shown",
            "version": report.version,
            "desk:view": views.save_view(by=owner, query="view=unit", name="Mine"),
            "number": task.number,
            "page": "lapangan",
            **dict.fromkeys(("desk:handover-record", "desk:handover-take"), handed),
            **dict.fromkeys(ACCOUNT, account.id),
            **dict.fromkeys(("operator:key-rotate", "operator:key-revoke"), making.key(making.program()).id),
            **dict.fromkeys(("operator:letter", "operator:letter-mend"), letter),
            "channel": "sms",
            "template": "received",
            "absence": absence.pk,
            "certificate": Certificate.objects.filter(staff=owner).values_list("pk", flat=True).first(),
            "factor": factor.pk,
            "device": device.pk,
            "conflict": conflict.pk,
            "opinion": opinion.pk,
            "alarm": alarm.pk,
            "key": key,
            "event": 1,
            "board": 1,
            "basis": 1,
            "assessor": 1,
            "among": "internal",
            "pair": "Ab-O",
            "action": 1,
            "following": 1,
            "mute": 1,
            "wall": 1,
            "link": 1,
            "kind": "csv",
            "day": "2026-11-26",
        },
    )


def addresses(theirs: Theirs) -> Iterator[tuple[str, str]]:
    """Yield (name, address) of each page of the staff that names an object, filled with what belongs to others."""
    for name, pattern in _named(get_resolver()):
        if "<" not in pattern or not pattern.startswith(SURFACES) or BY_TOKEN in pattern:
            continue
        for slug in SLUGS.get(name, [""]):
            yield name, "/" + _filled(name, pattern, theirs.given, slug)


def _named(resolver: Any, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _named(pattern, here, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", here


def _filled(name: str, pattern: str, given: dict[str, Any], slug: str) -> str:
    parts = pattern.split("<")
    filled = parts[0]
    for part in parts[1:]:
        kind, _colon, rest = part.partition(":")
        wanted, _end, after = rest.partition(">")
        value = slug if wanted == "slug" else given.get(name if name in given and kind == "int" else wanted)
        assert value is not None, f"{name} names a {wanted}: give this test one that belongs to somebody else"
        filled += f"{value}{after}"
    return filled


PEOPLE = [
    (Role.OFFICER, ELSEWHERE),
    (Role.SUPERVISOR, "kota-31.71"),
    (Role.VALIDATOR, "bagian-pemerintahan-31.71"),
    (Role.LEADER, "kota-31.71"),
    (Role.ANALYST, ELSEWHERE),
    (Role.PARTNER, None),
]


@pytest.mark.parametrize(("role", "unit"), PEOPLE, ids=[role.value for role, _unit in PEOPLE])
@pytest.mark.usefixtures("plainly")
def test_guessing_anothers_things_is_refused_everywhere_writes_nothing_and_is_written_down(theirs, role, unit, caplog):
    person = make.staff(of=unit or make.unit(kind=UnitKind.PARTNER), role=role)
    client = browser(person)
    before, kept = Event.objects.count(), Membership.objects.count() + Absence.objects.count() + Factor.objects.count()

    opened, tried = [], {}
    for name, address in addresses(theirs):
        sent = {
            "version": theirs.report.version,
            "message": "x",
            "note": "x",
            "reason": "outside",
            "unit": ELSEWHERE,
            "act": "delete",
        }
        for answer in (client.get(address), client.post(address, sent)):
            if answer.status_code == 405 or (name in ASKED_BY_ITSELF and answer.status_code == 204):
                continue
            tried.setdefault(name, set()).add(answer.status_code)
            if answer.status_code not in {403, 404}:
                opened.append((answer.request["REQUEST_METHOD"], address, answer.status_code))

    assert opened == []
    assert (Event.objects.count(), Presence.objects.count()) == (before, 0)
    assert Membership.objects.count() + Absence.objects.count() + Factor.objects.count() == kept
    noted = {place: set() for place in tried}
    for row in Refused.objects.filter(staff=person):
        noted[row.place].add(row.status)
    assert noted == tried
    assert [record for record in caplog.records if record.name == "tanggap.security"]


def test_unknown_and_anothers_are_answered_alike(theirs):
    client = browser(make.staff(of=ELSEWHERE))

    assert client.get(f"/desk/{theirs.report.code}/").content == client.get("/desk/JK-0000-0000-000/").content


def test_ten_thousand_guesses_are_one_line_an_hour():
    person = make.staff(of=ELSEWHERE)
    client = browser(person)
    for number in range(30):
        client.get(f"/desk/JK-0000-0000-{number:03d}/")

    (row,) = refusals.listed()
    assert (row.place, row.status, row.tries, len(row.examples)) == ("desk:report", 404, 30, refusals.EXAMPLES)
    assert row.examples[0] == "JK-0000-0000-000"


def test_the_operator_sees_who_guesses():
    person = make.staff(of=ELSEWHERE)
    client = browser(person)
    for number in range(25):
        client.get(f"/desk/JK-0000-0000-{number:03d}/")
    operator = browser(make.staff(of="jsc-intake", role=Role.OPERATOR))

    assert f"{person.display_name} refused 25 times in a day" in words(operator.get("/admin/"))
    said = words(operator.get("/admin/penolakan/"))
    assert f"{person.display_name} {person.username}" in said
    assert "JK-0000-0000-000" in said
    assert "Refused lately" in words(operator.get(f"/admin/orang/{person.username}/"))


@pytest.mark.parametrize("asked", ["a" * 400, "%0d%0aINJECTED", "%E2%80%AEcod", "Ratna%20Canary1"])
def test_what_is_kept_of_a_guess_is_short_and_one_line(asked, caplog):
    browser(make.staff(of=ELSEWHERE)).get(f"/desk/{asked}/")

    (row,) = refusals.listed()
    (kept,) = row.examples
    assert len(kept) <= refusals.LONGEST_EXAMPLE
    assert kept.isprintable()


def test_a_citizen_who_types_wrongly_is_nobodys_business():
    client = browser()
    client.get("/laporan/JK-0000-0000-000/")
    client.get("/desk/JK-0000-0000-000/")
    client.get("/nothing/of/the/kind/")

    assert not Refused.objects.exists()


def test_old_lines_are_forgotten():
    person = make.staff(of=ELSEWHERE)
    with clock.at(clock.now() - timedelta(days=91)):
        refusals.note(person, place="desk:report", status=404, example="JK-0000-0000-000")
    refusals.note(person, place="desk:report", status=404, example="JK-0000-0000-001")

    assert refusals.forget_old() == 1
    assert [row.examples for row in refusals.listed()] == [("JK-0000-0000-001",)]
    assert not Audit.objects.filter(act="locked").exists()
