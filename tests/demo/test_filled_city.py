"""One simulated city, filled once and only read: what people did in it, who works there, and what is kept of it."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker
from tests.demo.conftest import UNTIL, planned
from tests.fixtures import standing

from tanggap.agencies import queries as agencies
from tanggap.agencies import sharing
from tanggap.agencies.models import Membership, Staff
from tanggap.agencies.words import AssignmentRule, Role, Standing
from tanggap.asoca import queries as asoca
from tanggap.catalog.models import UnitAnswer
from tanggap.config.consumers import CONSUMERS
from tanggap.config.demo import city, people
from tanggap.config.demo.doing import names
from tanggap.core import clock, cursors
from tanggap.evaluation import issuing
from tanggap.evaluation.catalogue import INDICATORS
from tanggap.evaluation.sources import views as looked
from tanggap.insight import queries as insight
from tanggap.insight import register, team
from tanggap.insight.models import Outlook, Tally
from tanggap.insight.statistics import Selection
from tanggap.notify.models import OutboundMessage
from tanggap.reports.models import BatchItem, Event, Handover, Photo, Report, Task, Watch
from tanggap.reports.models.identity import Identity
from tanggap.reports.words import OPEN_TASK, PhotoRole, State, TaskState
from tanggap.surveys.queries import listing, responding, results
from tanggap.verification import visits
from tanggap.verification.models import Check
from tanggap.verification.queries import waiting

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("filled-city")]

SEED, DAYS, REPORTS = 5, 60, 110


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("filled-city")


@pytest.fixture(scope="module", autouse=True)
def filled(home: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[city.Filled]:
    """Return what was filled; the city is committed for this module's tests, and gone after them."""
    own = {
        "HOME": home,
        "MEDIA_ROOT": home / "media",
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
    }

    def build() -> city.Filled:
        with override_settings(**own):
            return city.fill(seed=SEED, days=DAYS, reports=REPORTS, until=UNTIL, told=lambda *_: None, helpers=0)

    with standing(django_db_blocker, build) as made:
        yield made


@pytest.fixture(autouse=True)
def _home(settings, home: Path) -> None:
    settings.HOME, settings.MEDIA_ROOT = home, home / "media"


def test_a_city_is_filled_by_the_products_own_actions(filled):
    made, kinds = Report.objects.all(), Counter(Event.objects.values_list("kind", flat=True))
    assert (filled.reports, filled.left_to_others, made.count()) == (REPORTS, 0, REPORTS)
    assert set(made.values_list("origin", flat=True)) == {"demo"}
    assert {
        "reports.coordinate",
        "reports.claim_done",
        "verification.accept",
        "feedback.rate",
        "deadlines.breach",
        "deadlines.escalate",
        "deadlines.acknowledge",
    } <= set(kinds)
    assert kinds["verification.accept"] > 30
    assert made.filter(state=State.ARCHIVED).exists()
    assert Event.objects.filter(at__gt=UNTIL).count() == 0
    assert Event.objects.filter(at__lt=UNTIL - timedelta(days=DAYS)).count() == 0


def test_it_is_marked_counted_told_and_never_written_to():
    simulation = insight.simulation()
    assert simulation is not None
    assert (simulation.seed, simulation.reports, simulation.finished_at is not None) == (SEED, REPORTS, True)
    assert all(cursors.progress(consumer).waiting == 0 for consumer in CONSUMERS.values())
    assert Tally.objects.count() == REPORTS
    assert set(OutboundMessage.objects.values_list("way", "state")) == {("page", "none")}
    assert Identity.objects.exclude(phone_index=None).count() == 0


def test_its_teams_have_rules_absences_and_competencies_of_which_some_end_soon():
    gebang = "kel-31.75.06.1005"
    with clock.at(UNTIL):
        chief = Staff.objects.get(username="lurah.pulogebang")
        [row] = team.units(chief, unit=gebang).rows
        standings = register.counts([gebang])
    assert sharing.rule_of(gebang) == AssignmentRule.LEAST_LOAD
    assert [one.member.username for one in row.officers if one.away] == [f"sim.{gebang}.rekan2"]
    assert any(one.is_blocked for one in row.officers)
    assert standings[Standing.VALID] > 10
    assert register.counts(None)[Standing.EXPIRING] > 20
    waiting = Report.objects.filter(unit=gebang, state__in=["received", "in_progress"], assignee=None)
    assert waiting.count() == 0
    assert Outlook.objects.filter(unit="").exists()


def test_the_last_shift_left_a_note_that_names_a_colleague_a_follower_and_a_hand_over():
    named = Event.objects.filter(kind="reports.note", payload__has_key="mentions")

    assert named.exists()
    late = set(BatchItem.objects.values_list("report", flat=True))  # what supervisors follow, many at once
    assert set(Watch.objects.values_list("report", flat=True)) == set(named.values_list("report", flat=True)) | late
    assert Handover.objects.filter(acknowledged_at__isnull=True).count() == named.count()
    assert UnitAnswer.objects.exists()


def test_partners_are_asked_for_parts_and_some_wait_for_their_answer():
    states = set(Task.objects.values_list("state", flat=True))
    pln = Staff.objects.get(username="mitra.pln")
    assert {TaskState.ANSWERED, TaskState.DECLINED} <= states
    assert Task.objects.filter(report__state__in=["resolved", "archived"], state__in=sorted(OPEN_TASK)).count() == 0
    assert agencies.roles(pln) == {Role.PARTNER}


def test_officers_and_validators_have_visits_in_the_field(home):
    logins = {one["username"]: one["role"] for one in json.loads((home / people.FILE).read_bytes())}
    works, idle = 0, []
    with clock.at(UNTIL):
        for person in Staff.objects.filter(username__in=logins):
            kinds = [visit.kind for visit in visits.visits(person, now=UNTIL)]
            works += kinds.count(visits.WORK)
            if waiting(person).total and visits.CHECK not in kinds:
                idle.append(person.username)

    assert works > 1
    assert idle == []


def test_photos_are_there_and_only_fakes_use_one_twice():
    photos = list(Photo.objects.all())
    roles = {photo.role for photo in photos}
    assert roles - {PhotoRole.TASK, PhotoRole.DISPUTE} == {PhotoRole.BEFORE, PhotoRole.AFTER, PhotoRole.CHECK}
    again = [sha256 for sha256, times in Counter(photo.sha256 for photo in photos).items() if times > 1]
    for sha256 in again:
        of = [photo for photo in photos if photo.sha256 == sha256]
        assert {photo.role for photo in of} == {PhotoRole.BEFORE, PhotoRole.AFTER}
        assert len({photo.report_id for photo in of}) == 1


def test_no_closure_without_an_independent_check():
    for closure in Event.objects.filter(door="verification.accept"):
        checks = Check.objects.filter(report=closure.report_id, passed=True, verifier=closure.actor_staff_id)
        worked = Event.objects.filter(report=closure.report_id, door__startswith="reports.")
        assert checks.exists()
        assert closure.actor_unit_id not in set(worked.values_list("actor_unit_id", flat=True))


def test_the_accounts_are_written_for_the_owner_alone(settings):
    path = settings.HOME / people.FILE
    rows = json.loads(path.read_bytes())
    assert path.stat().st_mode & 0o777 == 0o600
    assert {"username", "password", "role", "unit"} == set(rows[0])
    assert {row["role"] for row in rows} == {
        "operator",
        "intake",
        "officer",
        "supervisor",
        "validator",
        "leader",
        "analyst",
        "partner",
    }
    for row in rows:
        person = Staff.objects.get(username=row["username"])
        assert person.check_password(row["password"])
        assert Membership.objects.filter(staff=person, role=row["role"], unit=row["unit"]).exists()


def test_nobody_else_of_the_simulated_staff_can_log_in(settings):
    named = {row["username"] for row in json.loads((settings.HOME / people.FILE).read_bytes())}
    others = Staff.objects.exclude(username__in=named)
    assert others.count() > 300
    assert not any(person.has_usable_password() for person in others)


def test_the_same_seed_fills_the_same_city():
    codes = set(Report.objects.values_list("code", "text", "received_at"))

    lives = planned(seed=SEED, reports=REPORTS, days=DAYS, until=UNTIL)
    assert {(code, text) for code, text, _ in codes} == {(names(life)[0], life.text) for life in lives}


def test_strategies_were_ranked_and_are_acted_on_and_the_next_edition_waits_for_a_judge():
    boards = [asoca.board(None, row.id) for row in asoca.boards(None)]

    assert [(one.board.state, one.board.is_example, one.board.actions) for one in boards] == [
        ("open", False, 0),
        ("closed", False, 2),
        ("closed", True, 3),
    ]
    assert [one.is_complete for one in boards[0].assessors] == [True, True, False]
    assert (boards[0].ranking, boards[1].ranking.order[0]) == (None, "Ab-C")
    readings = [one.latest for row in boards[1].strategies for action in row.actions for one in action.followings]
    assert [one.verdict for one in readings] == ["untold"]  # sixty days are too few, which is said


def test_an_evaluation_was_issued_with_every_figure():
    (one,) = issuing.documents()
    assert one.number.startswith("E-")
    assert [figure.code for figure in issuing.figures(one.number)] == list(INDICATORS)


def test_its_public_pages_had_readers_on_every_day():
    last = clock.local(UNTIL).date()
    views = looked.by_day(Selection(last - timedelta(days=DAYS - 1), last))
    assert (len(views), min(views.values()) > 0) == (DAYS, True)


def test_its_reporters_were_asked_and_many_stayed_silent():
    surveys = {row.code: row for row in listing.surveys(public=True)}
    silence = responding.response_bias("skm-lalu")

    assert {code: row.state for code, row in surveys.items()} == {"skm-lalu": "closed", "skm-berjalan": "open"}
    assert 0 < silence.answered == surveys["skm-lalu"].answers < silence.invited
    assert results.results(survey="skm-lalu").index.value is not None
    assert len(surveys["skm-lalu"].follow_up) == 2
