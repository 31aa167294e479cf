"""The competency standard: what is asked, what counts, when its lack is warned of and when it blocks."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import make

from tanggap.agencies import competencies, competency_actions, teams
from tanggap.agencies import queries as agencies
from tanggap.agencies.absences import today
from tanggap.agencies.competencies import CompetencyRow, Held, Need, NotCompetent
from tanggap.agencies.competency_actions import NotForOneself, lasts_until
from tanggap.agencies.models import Audit, Certificate, Competency, Staff
from tanggap.agencies.words import Role, Standing
from tanggap.core import clock, shelf
from tanggap.core.refusal import Invalid, NotAllowed, NotFound
from tanggap.reports import actions
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db

KELURAHAN = "kel-31.75.06.1005"
DAY = date(2026, 11, 25)
LONG_AGO = timedelta(days=900)


def row(**changes) -> CompetencyRow:
    given = {
        "code": "trees",
        "name": {"en": "Trees", "id": "Pohon"},
        "subject": {},
        "levels": (("low", {"en": "low", "id": "rendah"}), ("high", {"en": "high", "id": "tinggi"})),
        "evidence": {},
        "obtain": {"en": "Ask Ana.", "id": "Tanya Ana."},
        "required": (("officer", "", "low"),),
        "blocks": frozenset({"reports.claim_done"}),
        "valid_months": 24,
        "warn_days": 60,
        "grace_days": 14,
        "in_force_on": date(2026, 1, 1),
        "source": "",
    }
    return CompetencyRow(**{**given, **changes})


def held(level: str = "low", *, first: int = -100, last: int | None = 200) -> Held:
    """Return a proof valid from so many days after DAY to so many (None: for good)."""
    end = None if last is None else DAY + timedelta(days=last)
    return Held(1, "trees", level, "no. 1", DAY + timedelta(days=first), end)


class TestJudging:
    """Pure: one need, on one day."""

    def judged(self, *proofs: Held, level: str = "low", since: date = date(2020, 1, 1), **changes):
        [finding] = competencies.judge([Need(row(**changes), level, frozenset())], proofs, since=since, day=DAY)
        return finding.standing, finding.blocks_on

    def test_a_valid_proof(self):
        assert self.judged(held()) == (Standing.VALID, None)
        assert self.judged(held(last=None)) == (Standing.VALID, None)

    @pytest.mark.parametrize(("last", "expected"), [(61, "valid"), (60, "expiring"), (0, "expiring"), (-1, "lacking")])
    def test_it_holds_on_its_last_day_and_is_warned_of_before(self, last, expected):
        assert self.judged(held(last=last))[0] == expected

    def test_after_its_end_the_grace_runs_and_then_it_blocks(self):
        ended = DAY - timedelta(days=14)
        assert self.judged(held(last=-14)) == (Standing.LACKING, ended + timedelta(days=15))
        assert self.judged(held(last=-15)) == (Standing.BLOCKED, DAY)

    def test_where_nothing_is_blocked_it_is_only_shown(self):
        assert self.judged(held(last=-300), blocks=frozenset()) == (Standing.LACKING, None)

    def test_who_never_had_it_has_the_grace_from_joining(self):
        assert self.judged(since=DAY - timedelta(days=13))[0] == Standing.LACKING
        assert self.judged(since=DAY - timedelta(days=14)) == (Standing.BLOCKED, DAY)

    def test_or_from_when_the_rule_came_into_force(self):
        assert self.judged(in_force_on=DAY - timedelta(days=13)) == (Standing.LACKING, DAY + timedelta(days=1))

    def test_a_higher_level_counts_and_a_lower_one_does_not(self):
        assert self.judged(held("high"))[0] == Standing.VALID
        assert self.judged(held("low"), level="high")[0] == Standing.BLOCKED

    def test_a_level_that_the_pack_dropped_counts_for_nothing(self):
        assert self.judged(held("middle"))[0] == Standing.BLOCKED

    def test_a_proof_of_the_future_does_not_count_yet(self):
        assert self.judged(held(first=1))[0] == Standing.BLOCKED

    def test_the_best_of_several_counts(self):
        assert self.judged(held(last=-100), held(last=300), held(last=10))[0] == Standing.VALID

    @pytest.mark.parametrize("standing", list(Standing))
    def test_each_standing_has_its_sentence(self, standing):
        finding = competencies.Finding(Need(row(), "low", frozenset()), standing, None, DAY, DAY)
        told = competencies.told(finding)

        assert bool(told) == (standing != Standing.VALID)
        assert standing == Standing.VALID or "Ana" in told


class TestWhatIsAsked:
    def test_by_role(self):
        asked = {need.competency.code for need in competencies.needs({Role.VALIDATOR}, categories=set())}

        assert asked == {"pelindungan-data", "verifikasi"}

    def test_by_category_besides(self):
        plain = {need.competency.code for need in competencies.needs({Role.OFFICER}, categories={"lampu-jalan"})}
        trees = {need.competency.code for need in competencies.needs({Role.OFFICER}, categories={"pohon"})}

        assert trees - plain == {"penanganan-pohon"}

    def test_levels_of_one_competency_are_kept_apart(self):
        needs = competencies.needs({Role.OFFICER}, categories={"jalan", "jembatan"})
        road = {need.level: set(need.categories) for need in needs if need.competency.code == "teknik-jalan"}

        assert road == {"dasar": {"jalan"}, "madya": {"jembatan"}}

    def test_of_roles_without_reports_nothing(self, django_assert_num_queries):
        leader = make.staff(of=KELURAHAN, role=Role.LEADER)
        competencies.competencies()

        with django_assert_num_queries(1):  # what roles the person holds
            assert competencies.check(leader, act="reports.start", category="pohon") == competencies.Verdict()


class TestActs:
    """A tree in the kelurahan: the proof for trees blocks the claim after two weeks, and nothing before it."""

    def tree(self, officer: Staff) -> Report:
        report = make.report(category="pohon")
        actions.start(code=report.code, version=1, by=officer)
        report.refresh_from_db()
        return report

    def claim(self, report: Report, officer: Staff) -> None:
        shots = [Upload(make.photo(), "after.jpg")] * 2
        actions.claim_done(
            code=report.code, version=report.version, by=officer, message="Sudah dipangkas", photos=shots
        )

    def test_warned_first_then_blocked_then_allowed_again(self):
        officer = make.staff(of=KELURAHAN, competent=False, since=clock.now() - timedelta(days=13))
        make.certify(officer, "penanganan-pengaduan", "pelindungan-data", "bukti-hasil")
        report = self.tree(officer)
        verdict = competencies.check(officer, act="reports.claim_done", category="pohon")
        assert ([one.need.competency.code for one in verdict.warning], verdict.blocking) == (["penanganan-pohon"], ())

        with clock.at(clock.now() + timedelta(days=1)):
            with pytest.raises(NotCompetent) as refusal:
                self.claim(report, officer)
            report.refresh_from_db()
            assert report.state == State.IN_PROGRESS
            assert all(word in str(refusal.value) for word in ("K3", "Dinas Pertamanan"))

            competency_actions.enter(
                by=None, username=officer.username, competency="penanganan-pohon", level="dasar", evidence="K3/7", valid_from=today()
            )  # fmt: skip
            self.claim(report, officer)
        report.refresh_from_db()
        assert report.state == State.AWAITING_VALIDATION

    def test_another_category_is_not_concerned(self):
        officer = make.staff(of=KELURAHAN, competent=False, since=clock.now() - LONG_AGO)
        make.certify(officer, "penanganan-pengaduan")

        assert not competencies.check(officer, act="reports.claim_done", category="lampu-jalan").blocking
        assert competencies.check(officer, act="reports.claim_done", category="pohon").blocking
        assert not competencies.check(officer, act="reports.start", category="pohon").blocking

    def test_an_act_that_nothing_blocks_asks_no_statement(self, django_assert_num_queries):
        officer = make.staff(of=KELURAHAN)
        competencies.competencies()

        with django_assert_num_queries(0):
            competencies.require(officer, act="reports.note", category="pohon")


class TestEntering:
    def enter(self, person: Staff, by: Staff | None = None, **changes) -> Certificate:
        given = {"competency": "verifikasi", "level": "lapangan", "evidence": " BPSDM \n 12 ", "valid_from": today()}
        return competency_actions.enter(by=by, username=person.username, **{**given, **changes})

    def test_by_the_supervisor_of_the_unit_or_above_or_an_operator(self):
        person = make.staff(of=KELURAHAN, competent=False)
        for by in (
            make.staff(of=KELURAHAN, role=Role.SUPERVISOR),
            make.staff(of="kec-31.75.06", role=Role.SUPERVISOR),
            make.staff(of="jsc-intake", role=Role.OPERATOR),
        ):
            made = self.enter(person, by)
            assert (made.entered_by, made.evidence) == (by, "BPSDM 12")

        line = Audit.objects.filter(subject=person, act="competency_entered").latest("id")
        assert line.facts["competency"] == "verifikasi"
        assert line.facts["valid_until"] == made.valid_until.isoformat()

    def test_never_by_oneself(self):
        operator = make.staff(of="jsc-intake", role=Role.OPERATOR)

        with pytest.raises(NotForOneself):
            self.enter(operator, operator)
        with pytest.raises(IntegrityError), transaction.atomic():
            Certificate.objects.create(
                staff=operator, competency_id="verifikasi", level="lapangan", evidence="x", valid_from=today(),
                entered_by=operator, entered_at=clock.now(),
            )  # fmt: skip

    def test_not_by_a_colleague_nor_by_another_units_supervisor(self):
        person = make.staff(of=KELURAHAN)
        for by in (make.staff(of=KELURAHAN), make.staff(of=make.unit(), role=Role.SUPERVISOR)):
            with pytest.raises(NotAllowed):
                self.enter(person, by)

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"competency": "flying"}, "competency"),
            ({"level": "highest"}, "level"),
            ({"evidence": " \x00 "}, "evidence"),
            ({"evidence": "x" * 301}, "evidence"),
            ({"valid_from": date(2999, 1, 1)}, "valid_from"),
            ({"valid_until": date(2020, 1, 1)}, "valid_until"),
            ({"valid_until": date(2999, 1, 1)}, "valid_until"),
        ],
    )
    def test_what_cannot_be(self, changes, field):
        with pytest.raises(Invalid) as refusal:
            self.enter(make.staff(of=KELURAHAN), **changes)

        assert field in refusal.value.errors

    @pytest.mark.parametrize(
        ("begin", "months", "last"),
        [
            (date(2026, 11, 25), 24, date(2028, 11, 24)),
            (date(2026, 1, 31), 1, date(2026, 2, 27)),
            (date(2024, 2, 29), 12, date(2025, 2, 27)),
            (date(2026, 12, 1), 1, date(2026, 12, 31)),
            (date(2026, 11, 25), None, None),
        ],
    )
    def test_how_long_it_holds(self, begin, months, last):
        assert lasts_until(row(valid_months=months), begin) == last

    def test_revoking_says_why_and_keeps_the_row(self):
        person, chief = make.staff(of=KELURAHAN, competent=False), make.staff(of=KELURAHAN, role=Role.SUPERVISOR)
        made = self.enter(person, chief)
        with pytest.raises(Invalid):
            competency_actions.revoke(by=chief, certificate=made.pk, because=" ")
        with pytest.raises(NotForOneself):
            competency_actions.revoke(by=person, certificate=made.pk, because="x")
        competency_actions.revoke(by=chief, certificate=made.pk, because="Sertifikat palsu")

        made.refresh_from_db()
        assert (made.revoked_by, made.revoked_because) == (chief, "Sertifikat palsu")
        assert competencies.held_by([person.pk]) == {person.pk: []}
        assert Audit.objects.get(subject=person, act="competency_revoked").facts["because"] == "Sertifikat palsu"
        with pytest.raises(NotFound):
            competency_actions.revoke(by=chief, certificate=made.pk, because="again")


class TestTheTeam:
    def test_what_each_lacks_worst_first_at_a_constant_cost(self, django_assert_num_queries):
        people = [make.staff(of=KELURAHAN, competent=False, since=clock.now() - LONG_AGO) for _ in range(5)]
        make.certify(people[0])
        make.certify(people[1], until=today() + timedelta(days=30))
        competencies.competencies()

        with django_assert_num_queries(3):
            found = teams.standings([one.pk for one in people], categories={"pohon"})
        assert [found[one.pk][0].standing if found[one.pk] else None for one in people[:3]] == [
            None,
            Standing.EXPIRING,
            Standing.BLOCKED,
        ]

    def test_which_units_a_supervisor_sees(self, django_assert_num_queries):
        chief = make.staff(of="kec-31.75.06", role=Role.SUPERVISOR)
        agencies.units()
        with django_assert_num_queries(1):
            seen = teams.units_of(chief)

        assert "kec-31.75.06" in seen
        assert KELURAHAN in seen
        assert "kel-31.71.01.1001" not in seen
        assert teams.units_of(make.staff(of=KELURAHAN)) == []


def test_a_pack_without_a_standard_asks_nothing_of_anybody():
    Competency.objects.all().update(is_active=False)
    shelf.clear_all()
    officer = make.staff(of=KELURAHAN, since=clock.now() - LONG_AGO)

    assert competencies.check(officer, act="reports.claim_done", category="pohon") == competencies.Verdict()
