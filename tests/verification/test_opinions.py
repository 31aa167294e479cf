"""Second opinions: by another, blind, once; their agreement is measured."""

import pytest
from tests.factories import make
from tests.verification.checking import all_drawn, check, claimed, refused, reject, sql, validator

from tanggap.core import clock
from tanggap.core.refusal import NotAllowed
from tanggap.reports.words import State
from tanggap.verification import actions, drawing, opinions
from tanggap.verification.estimates import kappa
from tanggap.verification.models import Opinion

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    return claimed()


@pytest.fixture
def ani(report):
    return validator(report)


@pytest.fixture
def budi(report):
    return validator(report)


def opinion_drawn(monkeypatch):
    monkeypatch.setattr(drawing, "lot", lambda _seed, _code, _claim, purpose="": 0.0 if purpose else 0.9)


def give(by, *, passed=True, **how):
    row = Opinion.objects.get()
    return opinions.give(opinion=row.pk, by=by, passed=passed, checklist={}, **how)


def ask(report, by):
    opinions.ask(code=report.code, version=report.version, by=by, question="Apakah fotonya dari tempat yang sama?")


@pytest.mark.parametrize("verdict", [check, reject])
def test_by_lot_a_second_validator_judges_the_papers_too(monkeypatch, report, ani, budi, verdict):
    opinion_drawn(monkeypatch)
    verdict(report, by=ani)

    assert [row.code for row in opinions.asked_of(budi)] == [report.code]
    assert opinions.asked_of(ani) == []


def test_without_a_lot_nobody_is_asked(report, ani, budi):
    check(report, by=ani)
    assert not Opinion.objects.exists()


def test_where_nobody_else_is_there_nobody_is_asked(monkeypatch, report, ani):
    opinion_drawn(monkeypatch)
    check(report, by=ani)
    assert not Opinion.objects.exists()


def test_the_second_does_not_see_the_first_and_the_first_sees_the_second_afterwards(monkeypatch, report, ani, budi):
    opinion_drawn(monkeypatch)
    check(report, by=ani, findings="Jelas bersih")
    (row,) = opinions.asked_of(budi)
    blind = opinions.of_case(report, budi)
    assert (blind.passed, blind.findings, opinions.is_blind(report, budi)) == (None, "", True)
    assert "Jelas" not in repr(row) + repr(blind)

    give(budi, passed=False, findings="Masih ada sisa")

    assert (opinions.of_case(report, ani).passed, opinions.of_case(report, ani).person) == (False, budi.display_name)
    assert not opinions.is_blind(report, budi)


def test_who_asked_sees_the_answer_only_after_their_own_verdict(report, ani, budi):
    ask(report, ani)
    report.refresh_from_db()
    give(budi, passed=False, findings="Bukan tempat yang sama")
    assert opinions.of_case(report, ani).passed is None

    reject(report, by=ani)
    assert opinions.of_case(report, ani).passed is False


def test_a_second_opinion_changes_nothing_of_the_first(monkeypatch, report, ani, budi):
    opinion_drawn(monkeypatch)
    check(report, by=ani)
    give(budi, passed=False)

    report.refresh_from_db()
    assert (report.state, make.events(report)[-1]) == (State.RESOLVED, "verification.give_opinion")


def test_nobody_gives_a_second_opinion_on_their_own_check(monkeypatch, report, ani, budi):
    opinion_drawn(monkeypatch)
    check(report, by=ani)

    with pytest.raises(opinions.OwnOpinion):
        give(ani)
    with refused("verification_opinion_by_another"):
        sql("UPDATE verification_opinion SET validator_id = %(one)s, passed = true, given_at = now()", one=ani.pk)


def test_who_asked_does_not_answer(report, ani, budi):
    ask(report, ani)
    report.refresh_from_db()

    with pytest.raises(opinions.OwnOpinion):
        give(ani)
    with refused("verification_opinion_by_another"):
        sql("UPDATE verification_opinion SET validator_id = %(one)s, passed = true, given_at = now()", one=ani.pk)


def test_who_gave_the_second_opinion_does_not_make_the_check(report, ani, budi):
    ask(report, ani)
    report.refresh_from_db()
    give(budi)
    report.refresh_from_db()

    with pytest.raises(actions.GaveSecondOpinion):
        check(report, by=budi)
    with refused("verification_check_across_opinion"):
        sql(
            "INSERT INTO verification_check (report_id, claim_version, kind, passed, verifier_id, unit_id, findings, checklist, at)"
            " VALUES (%(report)s, %(claim)s, 'administrative', true, %(staff)s, %(unit)s, '', '{}', now())",
            report=report.pk, claim=report.claim_version, staff=budi.pk, unit=budi.unit_id,
        )  # fmt: skip


def test_one_opinion_a_claim_before_its_papers_are_judged(report, ani, budi):
    ask(report, ani)
    report.refresh_from_db()
    with pytest.raises(opinions.AlreadyAsked):
        ask(report, ani)
    other = claimed()
    check(other, actions.send_to_field, by=ani)
    with pytest.raises(opinions.PapersDecided):
        ask(other, ani)


def test_with_nobody_to_ask_it_is_said(report, ani):
    with pytest.raises(opinions.NobodyToAsk):
        ask(report, ani)


def test_who_worked_on_it_or_is_of_another_unit_has_no_opinion(monkeypatch, report, ani, budi):
    opinion_drawn(monkeypatch)
    check(report, by=ani)
    budi.unit_id = report.unit_id
    budi.save()

    with pytest.raises(opinions.NotNeutral):
        give(type(budi).objects.get(pk=budi.pk))
    with pytest.raises(NotAllowed):
        give(make.staff(of=report.unit_id))
    with refused("verification_opinion_is_independent"):
        sql("UPDATE verification_opinion SET validator_id = %(one)s, passed = true, given_at = now()", one=budi.pk)


def test_an_opinion_is_given_once(monkeypatch, report, ani, budi):
    opinion_drawn(monkeypatch)
    check(report, by=ani)
    give(budi)

    with pytest.raises(opinions.OpinionGiven):
        give(validator(report))
    for attack in ("UPDATE verification_opinion SET passed = false", "DELETE FROM verification_opinion"):
        with refused("verification_opinion_is_final"):
            sql(attack)


def test_agreement_is_measured_over_pairs_of_verdicts(monkeypatch):
    opinion_drawn(monkeypatch)
    first = claimed()
    ani, budi = validator(first), validator(first)
    for verdict, second in ((check, True), (reject, False), (reject, True)):
        report = claimed()
        verdict(report, by=ani)
        row = Opinion.objects.get(report=report)
        opinions.give(opinion=row.pk, by=budi, passed=second, checklist={})
    today = clock.local(clock.now()).date()

    found = opinions.pairs(since=today, until=today)
    assert found == [(True, True), (False, False), (False, True)]
    assert kappa(found).n == 3
    assert opinions.pairs(since=today, until=today, unit="biro-pemerintahan") == []


def test_a_lot_for_a_visit_is_none_for_an_opinion(monkeypatch, report, ani, budi):
    all_drawn(monkeypatch, 0.9)
    check(report, by=ani)
    assert not Opinion.objects.exists()
