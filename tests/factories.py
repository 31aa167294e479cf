"""`make`: the people, units and reports of a test, brought to where it needs them by the product's own actions."""

import io
import itertools
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction
from PIL import Image

from tanggap.agencies import competencies
from tanggap.agencies.models import Membership, Staff, Unit
from tanggap.agencies.words import Role, UnitKind
from tanggap.core import clock, crypto, shelf
from tanggap.feedback import actions as feedback
from tanggap.intake import actions as intake
from tanggap.intake.words import InboundReport, Reporter
from tanggap.places import queries as places
from tanggap.reports import actions as reports
from tanggap.reports import actors, transitions
from tanggap.reports.actions.handling import claim
from tanggap.reports.models import Event, Report
from tanggap.reports.photos import Upload, take_in
from tanggap.reports.words import State
from tanggap.triage import actions as triage
from tanggap.verification import actions as verification

_numbers = itertools.count(1)

PULO_GEBANG = (106.9454, -6.2119)  # the office of the mayor of East Jakarta
LAMP = "lampu-jalan"
LITTER = "sampah"


def photo(colour: int | None = None, *, size: tuple[int, int] = (64, 48)) -> bytes:
    """Return a small JPEG; every call without a colour makes another picture."""
    number = next(_numbers) if colour is None else colour
    picture = Image.new("RGB", size, (number * 37 % 256, number * 91 % 256, number * 53 % 256))
    picture.putpixel((number % size[0], number % size[1]), (255, 255, 255))
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=90)
    return file.getvalue()


def unit(*, kind: str = UnitKind.BRANCH, area: str | None = None, parent: str | None = None, name: str = "") -> Unit:
    """Return a new unit that nobody else knows."""
    number = next(_numbers)
    made = Unit.objects.create(
        code=f"unit-{number}",
        name={"id": name or f"Unit {number}", "en": name or f"Unit {number}"},
        kind=kind,
        area_id=area,
        parent_id=parent,
    )
    shelf.clear_all()
    return made


def staff(
    *,
    of: Unit | str,
    role: Role | tuple[Role, ...] = Role.OFFICER,
    area: str | None = None,
    password: str | None = None,
    competent: bool = True,
    since: datetime | None = None,
) -> Staff:
    """Return a person of a unit who holds `role` there, new or at work `since` an instant, and `competent` for everything or nothing."""
    number = next(_numbers)
    code = of if isinstance(of, str) else of.code
    person = Staff(
        username=f"person{number}",
        display_name=f"Person {number}",
        unit_id=code,
        created_at=since or clock.now(),
        is_active=True,
    )
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    for one in role if isinstance(role, tuple) else (role,):
        Membership.objects.create(staff=person, role=one, unit_id=code, area_id=area)
    if competent:
        certify(person)
    return person


def role(person: Staff, role: Role, unit: str) -> None:
    """Give a person one more role."""
    Membership.objects.create(staff=person, role=role, unit_id=unit)
    vars(person).pop("_grants", None)


_CERTIFY = """
INSERT INTO agencies_certificate
  (staff_id, competency_id, level, evidence, valid_from, valid_until, entered_at, revoked_because)
SELECT %s, code, levels->-1->>'code', 'BPSDM/1', '2020-01-01', %s::date, %s, '' FROM agencies_competency
WHERE is_active AND (code = ANY(%s) OR %s) ORDER BY position, code
"""  # nearly every person of a test is certified, in a quarter of the time that models take


def certify(person: Staff, *codes: str, until: date | None = None) -> None:
    """Let a person have shown these competencies, or all, each at its highest level, since long and `until` a day or for good."""
    competencies.competencies()  # read before any test counts what a page asks
    with connection.cursor() as cursor:
        cursor.execute(_CERTIFY, [person.pk, until, clock.now(), list(codes), not codes])


def inbound(**changes: Any) -> InboundReport:
    """Return a complaint about a street lamp in Pulo Gebang, with `changes`."""
    lon, lat = PULO_GEBANG
    given: dict[str, Any] = {
        "channel": "website",
        "text": "Lampu jalan mati sejak tiga hari, gelap sekali",
        "category": LAMP,
        "lon": lon,
        "lat": lat,
    }
    return InboundReport(**{**given, **changes})


def report(
    *,
    state: str = State.RECEIVED,
    handled_by: Unit | str | None = None,
    officer: Staff | None = None,
    verifier: Staff | None = None,
    parent: Report | None = None,
    at: datetime | None = None,
    **changes: Any,
) -> Report:
    """Return a report that the product's own actions brought to `state`; `handled_by` answers for it, `officer` did the work."""
    if at is not None:
        with clock.at(at):
            return report(
                state=state, handled_by=handled_by, officer=officer, verifier=verifier, parent=parent, **changes
            )
    receipt = intake.accept(inbound(**changes))
    path = _Path(receipt.code, receipt.token, handled_by, officer, verifier, parent)
    path.go(state)
    return Report.objects.get(code=receipt.code)


def reporter(number: int = 1) -> Reporter:
    """Return contacts that no other text of a test contains."""
    return Reporter(
        name=f"Ratna Canary{number}",
        email=f"canary{number}@example.org",
        phone=f"+62812345{number:05d}",
        channel="email",
    )


def token(made: Report) -> str:
    """Return the token of a report's private link."""
    return crypto.private_token(bytes(made.nonce))


def events(made: Report) -> list[str]:
    """Return the kinds of a report's events, first to last."""
    return list(Event.objects.filter(report=made).order_by("version").values_list("kind", flat=True))


def checklist(made: Report, *, holds: bool = True) -> dict[str, bool]:
    """Return the category's checklist, every point answered the same."""
    from tanggap.catalog import queries as catalog
    from tanggap.reports.queries import desk

    return dict.fromkeys(desk.checklist(catalog.category(made.category_id)), holds)


PROPOSAL = {"proposal": "U-0001", "message": "Musrenbang"}


def plan(made: Report) -> None:
    """Let a report go through the planning's door, past the proposal: `tests/planning` makes those, and admits reports with them."""
    _planning(made, "planning.admit", level="kota", year="2028")


def unplan(made: Report) -> None:
    """Let a planned report come back to coordination, past the proposal."""
    _planning(made, "planning.return")


def build(made: Report, by: Staff, *, version: int | None = None) -> None:
    """Let a unit say that what a planned report waits for is built, past the proposal."""
    with transaction.atomic():
        row = transitions.lock(made.code, version=version)
        taken = take_in([Upload(photo())])
        claim(row, door="planning.build", by=by, at=clock.now(), taken=taken, facts=dict(PROPOSAL))


def _planning(made: Report, door: str, **facts: str) -> None:
    with transaction.atomic():
        row = transitions.lock(made.code)
        area = places.area(row.area_id)
        keeper = actors.staff(staff(of=unit(area=area.path[0] if area else None), role=Role.LEADER))
        transitions.take(row, door=door, by=keeper, at=clock.now(), payload={**PROPOSAL, **facts})


class _Path:
    """The way of one report through the doors that lead to a state."""

    def __init__(
        self,
        code: str,
        token: str,
        handled_by: Unit | str | None,
        officer: Staff | None,
        verifier: Staff | None,
        parent: Report | None,
    ) -> None:
        self.code, self.token, self.parent, self.verifier = code, token, parent, verifier
        if handled_by is not None:
            target = handled_by if isinstance(handled_by, str) else handled_by.code
            self.do(reports.coordinate, by=staff(of=self.row.unit_id), unit=target, message="Mohon ditangani")
        self._officer = officer

    @property
    def officer(self) -> Staff:
        """Return who does the work: made when there is some."""
        self._officer = self._officer or staff(of=self.row.unit_id)
        return self._officer

    @property
    def row(self) -> Report:
        return Report.objects.get(code=self.code)

    def do(self, action: Any, **arguments: Any) -> None:
        action(
            code=self.code, version=Report.objects.values_list("version", flat=True).get(code=self.code), **arguments
        )

    def go(self, state: str) -> None:
        getattr(self, f"to_{state}")()

    def to_received(self) -> None:
        pass

    def to_coordinating(self) -> None:
        if self.row.state != State.COORDINATING:
            self.do(reports.coordinate, by=self.officer, unit=unit().code, message="Mohon ditangani")

    def to_dispositioned(self) -> None:
        agency = unit(kind=UnitKind.AGENCY)
        branch = unit(parent=agency.code)
        self.do(reports.coordinate, by=self.officer, unit=agency.code, message="Mohon ditangani")
        self.do(reports.disposition, by=staff(of=agency), unit=branch.code, message="Kerjakan")

    def to_in_progress(self) -> None:
        self.do(reports.start, by=self.officer)

    def to_awaiting_reporter(self) -> None:
        self.to_in_progress()
        self.do(reports.ask, by=self.officer, question="Di sisi mana?")

    def to_planned(self) -> None:
        plan(self.row)

    def to_rejected(self) -> None:
        self.do(reports.reject, by=self.officer, reason="outside", message="Di luar wilayah kota")

    def to_referred(self) -> None:
        self.do(reports.refer, by=self.officer, name="Desa tetangga", contact="021-123", message="Lapor ke sana")

    def to_unsolved(self) -> None:
        chief = staff(of=self.row.unit_id, role=Role.SUPERVISOR)
        self.do(reports.give_up, by=chief, reason="in_dispute", message="Masih di pengadilan")

    def to_awaiting_validation(self) -> None:
        self.to_in_progress()
        self.do(reports.claim_done, by=self.officer, message="Sudah diganti", photos=[Upload(photo(), "after.jpg")])

    def _verifier(self) -> Staff:
        self.verifier = self.verifier or staff(of=str(self.row.verifier_id), role=Role.VALIDATOR)
        return self.verifier

    def to_follow_up_rejected(self) -> None:
        self.to_awaiting_validation()
        self.do(verification.reject, verifier=self._verifier(), message="Lampu masih mati")

    def to_resolved(self) -> None:
        self.to_awaiting_validation()
        person, points, shots = self._verifier(), checklist(self.row), [Upload(photo(), "check.jpg")]
        if self.row.field_required:
            self.do(verification.send_to_field, verifier=person, checklist=points)
        self.do(verification.accept, verifier=person, checklist=points, photos=shots)
        if self.row.state == State.AWAITING_VALIDATION:  # the plan of this claim asks for a visit
            self.do(verification.accept, verifier=person, checklist=points, photos=[Upload(photo(), "visit.jpg")])

    def to_reopened(self) -> None:
        self.to_resolved()
        feedback.reopen(code=self.code, token=self.token, message="Masih gelap")

    def to_merged(self) -> None:
        self.parent = self.parent or report()
        self.do(triage.merge, by=self.officer, parent=self.parent.code)

    def to_archived(self) -> None:
        from datetime import timedelta

        from tanggap.places.city import city

        self.to_resolved()
        with clock.at(clock.now() + timedelta(days=city().feedback_days, minutes=1)):
            feedback.archive_due()


make = SimpleNamespace(
    unit=unit,
    staff=staff,
    role=role,
    certify=certify,
    report=report,
    inbound=inbound,
    photo=photo,
    reporter=reporter,
    plan=plan,
    unplan=unplan,
    build=build,
    token=token,
    events=events,
    checklist=checklist,
)
