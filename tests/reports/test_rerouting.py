"""One act for a changed category, place or unit: everything that hangs on it follows, is told, and is shown before it is sent."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from tests.factories import LAMP, LITTER, PULO_GEBANG, make

from tanggap.agencies.words import Role, UnitKind
from tanggap.catalog import clocks
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.deadlines import actions as deadlines
from tanggap.feedback import actions as feedback
from tanggap.places import locate
from tanggap.places.city import city
from tanggap.reports import actions as reports
from tanggap.reports import promises, transitions
from tanggap.reports.access import can_see
from tanggap.reports.models import Event, Report
from tanggap.reports.queries import public, rerouting
from tanggap.reports.rerouting import NothingChanged, Wanted, WrongUnit
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
CAKUNG_BARAT = (PULO_GEBANG[0] - 0.03, PULO_GEBANG[1])
GRAFT = "pungutan-liar"  # confidential, handled by the Inspektorat


def intake():
    return make.staff(of=city().intake_unit, role=Role.INTAKE)


def change(
    report: Report, *, by=None, hours: float | None = None, message: str = "Keliru sejak awal", **given
) -> Event:
    """Change a report `hours` after Monday's receipt, by the intake desk unless told otherwise."""
    report.refresh_from_db()
    with clock.at(MONDAY + timedelta(hours=hours)) if hours is not None else clock.at(clock.now()):
        event = reports.change(code=report.code, version=report.version, by=by or intake(), message=message, **given)
    report.refresh_from_db()
    return event


def by_policy(category: str, received_at: datetime) -> tuple[datetime, datetime]:
    policy = catalog.policy_for(category)
    return (
        clocks.promise(policy, policy.answer_minutes, received_at),
        clocks.promise(policy, policy.resolve_minutes, received_at),
    )


def other_policy(category: str) -> str:
    """Return a public leaf category of another policy that a kelurahan receives, too."""
    mine = catalog.policy_for(category).code
    return next(
        row.code for row in catalog.leaves()
        if row.policy != mine and not row.is_confidential and row.routes[0].get("level") == "kelurahan"
    )  # fmt: skip


def test_a_moved_pin_takes_area_unit_queue_and_notice_along_in_one_event():
    report = make.report(at=MONDAY)
    before = report.unit_id
    lon, lat = CAKUNG_BARAT

    event = change(report, lon=lon, lat=lat, hours=1)

    area = locate.locate(lon, lat).area
    assert (report.area_id, report.unit_id, report.lon, report.lat) == (area, f"kel-{area}", lon, lat)
    assert report.assignee_id is None
    assert make.events(report) == ["intake.accept", "reports.change"]
    assert event.payload["before"] == {"category": LAMP, "area": "31.75.06.1005", "unit": before}
    assert event.payload["route"]["rule"] == "office"
    assert event.payload["message"] == "Keliru sejak awal"


def test_another_category_counts_its_own_promises_from_the_original_receipt():
    report, other = make.report(at=MONDAY), other_policy(LAMP)

    change(report, category=other, hours=5)

    assert (report.answer_due_at, report.resolve_due_at) == by_policy(other, MONDAY)
    assert promises.policy_of(report).code == catalog.policy_for(other).code


def test_a_pause_that_was_is_given_back_under_the_new_category_too():
    report, other = make.report(at=MONDAY), other_policy(LAMP)
    officer = make.staff(of=report.unit_id)
    with clock.at(MONDAY + timedelta(hours=1)):
        reports.ask(code=report.code, version=1, by=officer, question="Di mana?")
    with clock.at(MONDAY + timedelta(hours=3)):
        feedback.answer(code=report.code, token=make.token(report), answer="Di sini")

    change(report, category=other, hours=4)

    expected = promises.replayed(report, catalog.policy_for(other)).resolve_due_at
    assert report.resolve_due_at == expected
    assert report.resolve_due_at >= by_policy(other, MONDAY)[1]


def test_what_is_late_stays_late_and_is_said():
    report = make.report(at=MONDAY)
    with clock.at(MONDAY + timedelta(days=30)):
        deadlines.note_breaches()

    event = change(report, category=other_policy(LAMP), hours=24 * 30)

    assert report.breached == 3
    assert event.payload["late"] == ["answer", "resolve"]


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def test_a_unit_that_gets_begun_work_begins_anew_and_the_reporter_hears_why():
    report, target = make.report(state=State.IN_PROGRESS, at=MONDAY), make.unit(name="Sudin Baru")

    event = change(report, unit=target.code, hours=2)

    assert (report.state, report.unit_id, report.assignee_id) == (State.COORDINATING, target.code, None)
    assert event.door == "reports.change"
    assert event.payload["route"]["rule"] == "person"
    line = public.report(report.code).timeline[-1]
    assert (line.label, line.message) == ("Category, place or unit changed", "Keliru sejak awal")
    assert ("unit", "Sudin Baru") in line.facts


def test_a_report_nobody_answered_yet_waits_on_at_its_new_unit():
    report = make.report(at=MONDAY)

    change(report, unit=make.unit().code, hours=1)

    assert (report.state, report.answered_at) == (State.RECEIVED, None)


def test_a_clock_that_stood_still_for_the_reporter_runs_again_at_the_new_unit():
    report = make.report(at=MONDAY)
    due_at = report.resolve_due_at
    with clock.at(MONDAY + timedelta(hours=1)):
        reports.ask(code=report.code, version=1, by=make.staff(of=report.unit_id), question="Di mana?")

    event = change(report, unit=make.unit().code, hours=4)

    assert (report.state, report.paused_at) == (State.COORDINATING, None)
    assert report.resolve_due_at == due_at + timedelta(hours=3)
    assert event.payload["due"] == report.resolve_due_at.isoformat()


def test_field_check_and_verifier_are_chosen_anew_at_the_next_claim():
    report = make.report(state=State.FOLLOW_UP_REJECTED)

    change(report, category=LITTER)

    assert (report.verifier_id, report.claim_version, report.field_required) == (None, None, False)


def test_a_confidential_category_makes_the_report_private_and_another_never_public_again():
    report = make.report(at=MONDAY)

    event = change(report, category=GRAFT, hours=1)

    assert (report.visibility, event.payload["private"]) == ("private", True)
    with pytest.raises(NotFound):
        public.report(report.code)
    change(report, category=LITTER, by=make.staff(of=report.unit_id, role=Role.SUPERVISOR), hours=2)
    assert report.visibility == "private"


def test_completing_needs_no_reason_but_correcting_does():
    report = make.report(category=None, lon=None, lat=None, text="Tolong diperiksa")
    change(report, category=LITTER, area="31.75.06.1005", message="")
    assert public.report(report.code).timeline[-1].label == "Category and place completed"

    with pytest.raises(Invalid) as refusal:
        change(report, category=LAMP, message=" ")

    assert list(refusal.value.errors) == ["message"]
    assert make.events(report) == ["intake.accept", "reports.change"]


def test_a_point_outside_a_chosen_area_is_dropped_one_inside_is_kept():
    report = make.report()
    change(report, category=LITTER, area=report.area_id)
    assert report.lon is not None

    change(report, area="31.75.06.1001")

    assert (report.area_id, report.lon, report.lat) == ("31.75.06.1001", None, None)


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({}, NothingChanged),
        ({"category": LAMP}, NothingChanged),
        ({"category": "kebersihan"}, Invalid),
        ({"category": "no-such"}, Invalid),
        ({"area": "31.75"}, Invalid),
        ({"unit": "no-such"}, WrongUnit),
        ({"unit": "bagian-pemerintahan-31.75"}, WrongUnit),
        ({"lon": 0.0, "lat": 0.0}, locate.NullIsland),
    ],
)
def test_what_means_nothing_is_refused_and_writes_nothing(given, refusal):
    report = make.report()

    with pytest.raises(refusal):
        change(report, **given)

    assert make.events(report) == ["intake.accept"]


def test_a_result_that_is_being_checked_is_not_changed_under_the_check():
    report = make.report(state=State.AWAITING_VALIDATION)

    with pytest.raises(transitions.NotPossible):
        change(report, category=LITTER)


def test_only_who_has_it_or_the_intake_desk_changes_it():
    report = make.report()

    with pytest.raises(transitions.NotYours):
        change(report, by=make.staff(of=make.unit()), category=LITTER)

    assert make.events(report) == ["intake.accept"]


def test_the_preview_shows_what_the_act_then_does():
    report, target = make.report(state=State.IN_PROGRESS, at=MONDAY), make.unit(name="Sudin Baru")
    person, at, other = intake(), MONDAY + timedelta(hours=2), other_policy(LAMP)

    shown = rerouting.preview(report.code, Wanted(category=other, unit=target.code), staff=person, at=at)
    change(report, by=person, category=other, unit=target.code, hours=2)

    turned = {one.key: one.after for one in shown.turned}
    assert (turned["unit"], turned["resolve_due_at"]) == ("Sudin Baru", report.resolve_due_at)
    assert (shown.moves, shown.is_first, shown.late) == (True, False, ())
    assert list(turned)[:2] == ["category", "unit"]
    assert turned.get("answer_due_at", report.answer_due_at) == report.answer_due_at
    assert make.events(report)[-1] == "reports.change"


def test_a_preview_writes_nothing_and_is_for_who_may_do_it():
    report = make.report()
    rerouting.preview(report.code, Wanted(category=LITTER), staff=intake(), at=clock.now())
    assert make.events(report) == ["intake.accept"]

    with pytest.raises(NotFound):
        rerouting.preview(report.code, Wanted(category=LITTER), staff=make.staff(of=make.unit()), at=clock.now())


def near_a_border() -> tuple[float, float]:
    """Return a point in Pulo Gebang within 50 metres of another kelurahan."""
    lon, lat = PULO_GEBANG
    points = ((lon - 0.0002 * step, lat) for step in range(400))
    return next(point for point in points if locate.locate(*point).neighbours)


def test_near_a_border_both_units_are_named_and_the_second_may_see_it():
    lon, lat = near_a_border()
    report = make.report(lon=lon, lat=lat)
    neighbour = f"kel-{locate.locate(lon, lat).neighbours[0].area}"

    assert (report.unit_id, report.neighbour_id) == (f"kel-{report.area_id}", neighbour)
    assert Event.objects.get(report=report).payload["neighbour"] == neighbour
    assert can_see(make.staff(of=neighbour), report)
    assert not can_see(make.staff(of=make.unit()), report)
    assert "neighbour" in dict(public.report(report.code).timeline[0].facts)


def test_far_from_every_border_there_is_no_neighbour():
    assert make.report().neighbour_id is None


def test_how_near_a_border_is_near_the_city_says(settings, tmp_path):
    pack = tmp_path / "pack"
    pack.mkdir()
    for file in settings.TANGGAP_PACK.iterdir():
        (pack / file.name).symlink_to(file)
    (pack / "pack.toml").unlink()
    text = (settings.TANGGAP_PACK / "pack.toml").read_text("utf-8")
    (pack / "pack.toml").write_text(text.replace("border_metres = 50 ", "border_metres = 0 "))
    lon, lat = near_a_border()
    settings.TANGGAP_PACK = pack

    assert locate.locate(lon, lat).neighbours == ()


def test_the_neighbour_follows_the_pin():
    report = make.report()
    lon, lat = near_a_border()

    change(report, lon=lon, lat=lat, category=LITTER)

    assert report.neighbour_id == f"kel-{locate.locate(lon, lat).neighbours[0].area}"
    change(report, lon=PULO_GEBANG[0], lat=PULO_GEBANG[1])
    assert report.neighbour_id is None


def test_a_unit_that_verifies_is_never_the_one_that_answers():
    report = make.report()
    verifier = make.unit(kind=UnitKind.VERIFIER)

    with pytest.raises(WrongUnit):
        change(report, unit=verifier.code)
