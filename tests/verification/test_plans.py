"""Whether a claim is visited: by rule, dispute, risk, history or lot, once for each claim."""

from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LAMP, make
from tests.verification.checking import (
    all_drawn,
    check,
    claim_again,
    claimed,
    move,
    refused,
    reject,
    sql,
    validator,
    visit,
)

from tanggap.core import clock
from tanggap.feedback import actions as feedback
from tanggap.reports.models import Event
from tanggap.reports.words import State
from tanggap.verification import actions, plans, results, risk
from tanggap.verification.models import Check, Plan, Quota
from tanggap.verification.words import CheckKind, Why

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def plan_of(report):
    return Plan.objects.get(report=report, claim_version=report.claim_version)


def test_papers_close_a_claim_that_nothing_asks_to_see():
    report = claimed()

    made = check(report)

    assert (report.state, made.field_follows, plan_of(report).is_field, plan_of(report).why) == (
        State.RESOLVED, False, False, "",
    )  # fmt: skip


def test_papers_of_a_drawn_claim_send_it_to_the_field_by_themselves(monkeypatch):
    all_drawn(monkeypatch)
    report = claimed()

    made = check(report)

    assert (report.state, report.field_required, made.kind, made.field_follows) == (
        State.AWAITING_VALIDATION, True, CheckKind.ADMINISTRATIVE, True,
    )  # fmt: skip
    assert make.events(report)[-1] == "verification.send_to_field"
    assert (plan_of(report).why, plan_of(report).is_drawn) == (Why.SAMPLE, True)


def test_a_drawn_claim_is_closed_by_its_visit(monkeypatch):
    all_drawn(monkeypatch)
    report = claimed()
    check(report)

    assert (visit(report).kind, report.state) == (CheckKind.FIELD, State.RESOLVED)


def test_a_visit_by_lot_looks_like_any_other(monkeypatch):
    """Neither event nor check of a drawn claim differs from those of a claim that its validator wanted to see."""
    wanted, drawn = claimed(), claimed()
    check(wanted, actions.send_to_field)
    all_drawn(monkeypatch)
    check(drawn)

    def told(report):
        event = Event.objects.get(report=report, door="verification.send_to_field")
        made = Check.objects.get(report=report)
        return event.kind, event.payload, made.kind, made.passed, report.field_required

    assert told(drawn) == told(wanted)


def test_the_rule_of_the_category_and_a_validators_wish_are_kept_as_such():
    by_rule, by_wish = claimed(category=LAMP), claimed()
    check(by_rule, actions.send_to_field)
    check(by_wish, actions.send_to_field)

    assert (plan_of(by_rule).why, plan_of(by_wish).why) == (Why.RULE, Why.ASKED)


def test_a_claim_of_a_reopened_report_is_visited():
    officer = make.staff(of=make.report().unit_id)
    report = claimed(officer=officer)
    check(report)
    feedback.reopen(code=report.code, token=make.token(report), message="Masih ada")
    claim_again(report, officer)

    assert check(report).field_follows
    assert plan_of(report).why == Why.DISPUTE


def test_strong_findings_ask_for_a_visit(monkeypatch):
    monkeypatch.setattr(risk.evidence, "against", lambda _report: [("reused", "strong")])
    report = claimed()

    check(report)

    assert (plan_of(report).why, plan_of(report).score) == (Why.RISK, 60)


def test_an_officer_whose_results_did_not_hold_is_visited_more():
    officer = make.staff(of=make.report().unit_id)
    for _ in range(2):
        reject(claimed(officer=officer))
    report = claimed(officer=officer)

    check(report)

    plan = plan_of(report)
    assert (plan.why, plan.score) == (Why.HISTORY, 2 * (15 + 5 + 5))


def test_old_failures_are_forgotten():
    officer = make.staff(of=make.report().unit_id)
    for _ in range(4):
        with clock.at(NOON):
            reject(claimed(officer=officer))
    with clock.at(NOON + timedelta(days=91)):
        report = claimed(officer=officer)
        check(report)

    assert (plan_of(report).score, report.state) == (0, State.RESOLVED)


def test_risk_waits_when_the_day_is_full_and_the_lot_does_not(monkeypatch):
    """The capacity of the day is used up: a risky claim is closed on papers and counted as waived; one drawn by lot is visited."""
    monkeypatch.setattr(risk.evidence, "against", lambda _report: [("reused", "strong")])
    monkeypatch.setattr(plans, "_has_room", lambda *_given: False)
    risky, drawn = claimed(), claimed()

    check(risky)
    all_drawn(monkeypatch)
    check(drawn)

    assert (plan_of(risky).is_field, plan_of(risky).is_waived, risky.state) == (False, True, State.RESOLVED)
    assert (plan_of(drawn).is_field, plan_of(drawn).is_waived, drawn.state) == (True, False, State.AWAITING_VALIDATION)
    day = plan_of(risky).day
    assert results.week(until=day).waived == 1


def test_a_days_visits_are_as_many_as_the_unit_can_make(monkeypatch):
    monkeypatch.setattr(risk.evidence, "against", lambda _report: [("reused", "strong")])
    first, second = claimed(), claimed()
    Quota.objects.create(day=clock.local(clock.now()).date(), unit_id=first.verifier_id, share=0.05, capacity=1)

    assert [check(one).field_follows for one in (first, second)] == [True, False]


def test_the_highest_risk_is_visited_on_a_full_day_too(monkeypatch):
    monkeypatch.setattr(risk.evidence, "against", lambda _report: [("reused", "strong"), ("edited", "strong")])
    report = claimed()
    Quota.objects.create(day=clock.local(clock.now()).date(), unit_id=report.verifier_id, share=0.05, capacity=1)
    other = claimed()
    check(other)

    assert check(report).field_follows


def test_what_is_waived_is_drawn_like_the_others():
    """u decides alone whether a claim is drawn; nothing else enters into it."""
    report = claimed()
    check(report)

    plan = plan_of(report)
    assert (plan.u, plan.share, plan.is_drawn) == (0.999, 0.05, False)


def test_accepting_takes_few_statements(django_assert_max_num_queries):
    report = claimed()
    person = validator(report)
    check(claimed(), by=person)  # the day's seed and share are there

    with django_assert_max_num_queries(30):
        check(report, by=person)


def test_no_plan_before_the_papers():
    report = claimed()
    with refused("verification_plan_after_its_papers"):
        sql(PLAN, report=report.pk, claim=report.claim_version, unit=report.verifier_id)


def test_no_second_plan():
    report = claimed()
    check(report)
    with refused("verification_plan_once"):
        sql(PLAN, report=report.pk, claim=report.claim_version, unit=report.verifier_id)


@pytest.mark.parametrize(
    "attack", ["UPDATE verification_plan SET is_field = false, why = ''", "DELETE FROM verification_plan"]
)
def test_a_plan_is_final(attack):
    check(claimed())
    with refused("verification_plan_is_final"):
        sql(attack)


@pytest.mark.parametrize("attack", ["UPDATE verification_quota SET share = 0.06", "DELETE FROM verification_quota"])
def test_a_days_share_is_final(attack):
    check(claimed())
    with refused("verification_quota_is_final"):
        sql(attack)


def test_no_share_below_the_floor():
    report = claimed()
    with refused("verification_quota_share"):
        Quota.objects.create(day=NOON.date(), unit_id=report.verifier_id, share=0.04, capacity=1)


def test_a_lot_below_the_share_is_a_visit():
    """A plan that was drawn and says that nobody needs to go is refused."""
    report = claimed()
    person = validator(report)
    sql(CHECK, report=report.pk, claim=report.claim_version, staff=person.pk, unit=person.unit_id, passed=True)
    with refused("verification_plan_follows_its_lot"):
        sql(PLAN.replace("0.9", "0.01"), report=report.pk, claim=report.claim_version, unit=report.verifier_id)


def test_no_closure_without_a_plan():
    report = claimed()
    person = validator(report)
    with refused("verification_verdict_has_its_plan"):
        sql(CHECK, report=report.pk, claim=report.claim_version, staff=person.pk, unit=person.unit_id, passed=True)
        move(report, "verification.accept", "resolved", staff=person)


def test_no_closure_while_the_plan_asks_for_a_visit(monkeypatch):
    all_drawn(monkeypatch)
    report = claimed()
    person = validator(report)
    check(report, by=person)
    with refused("verification_verdict_has_its_check"):
        move(report, "verification.accept", "resolved", staff=person)


def test_nobody_is_sent_to_the_field_without_a_plan_that_says_so():
    report = claimed()
    person = validator(report)
    with refused("verification_verdict_has_its_plan"):
        sql(CHECK, report=report.pk, claim=report.claim_version, staff=person.pk, unit=person.unit_id, passed=True)
        sql(PLAN, report=report.pk, claim=report.claim_version, unit=report.verifier_id)
        move(report, "verification.send_to_field", "awaiting_validation", staff=person)


def test_a_plan_of_an_earlier_claim_closes_no_later_one(monkeypatch):
    officer = make.staff(of=make.report().unit_id)
    all_drawn(monkeypatch)
    report = claimed(officer=officer)
    check(report)
    reject(report)
    claim_again(report, officer)
    person = validator(report)
    with refused("verification_verdict_has_its_plan"):
        sql(CHECK, report=report.pk, claim=report.claim_version, staff=person.pk, unit=person.unit_id, passed=True)
        move(report, "verification.accept", "resolved", staff=person)


PLAN = """
INSERT INTO verification_plan
  (report_id, claim_version, unit_id, is_field, why, is_drawn, is_waived, u, share, score, second_opinion, day, at)
VALUES (%(report)s, %(claim)s, %(unit)s, false, '', false, false, 0.9, 0.05, 0, false, current_date, now())
"""
CHECK = """
INSERT INTO verification_check (report_id, claim_version, kind, passed, verifier_id, unit_id, findings, checklist, at)
VALUES (%(report)s, %(claim)s, 'administrative', %(passed)s, %(staff)s, %(unit)s, '', '{}', now())
"""
