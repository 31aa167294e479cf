"""A second opinion is given blind: nothing on its page, and no other page, tells what the first said."""

import pytest
from tests.factories import LITTER, make

from tanggap.agencies.words import Role
from tanggap.reports.models import Event
from tanggap.reports.words import State
from tanggap.verification import actions, opinions
from tanggap.verification.models import Opinion

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"


def validator():
    return make.staff(of=EAST, role=Role.VALIDATOR)


@pytest.fixture
def first():
    return validator()


@pytest.fixture
def second(client):
    person = validator()
    client.force_login(person)
    return person


@pytest.fixture
def report():
    return make.report(state=State.AWAITING_VALIDATION, category=LITTER)


def text(answer):
    return " ".join(answer.content.decode().split())


def asked(report, by, question="Apakah selokannya sama?"):
    """Let a validator ask, judge and be done; return the number of the opinion that is still to be given."""
    opinions.ask(code=report.code, version=report.version, by=by, question=question)
    report.refresh_from_db()
    actions.accept(
        code=report.code,
        version=report.version,
        verifier=by,
        checklist=make.checklist(report),
        findings="Rahasia pertama",
    )
    report.refresh_from_db()
    return Opinion.objects.get(report=report).pk


def test_it_is_asked_for_on_the_case(client, report, second):
    other = validator()

    answer = client.post(
        f"/verify/{report.code}/ask/", {"version": report.version, "key": "k" * 20, "question": "Mohon dilihat"}
    )

    assert (answer.status_code, [one.code for one in opinions.asked_of(other)]) == (302, [report.code])


def test_it_waits_in_the_queue_of_a_colleague_and_not_in_ones_own(client, report, first, second):
    number = asked(report, first)
    own = client.get("/verify/")
    client.force_login(first)

    assert (
        f"/verify/pendapat/{number}/" in text(own),
        f"/verify/pendapat/{number}/" in text(client.get("/verify/")),
    ) == (
        True,
        False,
    )


def test_the_chip_shows_second_opinions_alone(client, report, first, second):
    number = asked(report, first)
    waiting = make.report(state=State.AWAITING_VALIDATION, category=LITTER)

    shown = text(client.get("/verify/?due=second"))

    assert (f"/verify/pendapat/{number}/" in shown, waiting.code in shown) == (True, False)


def test_nothing_of_the_first_verdict_is_on_the_page(client, report, first, second):
    shown = text(client.get(f"/verify/pendapat/{asked(report, first)}/"))

    assert ("Apakah selokannya sama?" in shown, "Sudah diganti" in shown) == (True, True)
    assert not any(
        words in shown for words in ("Rahasia pertama", first.display_name, "status done", "ditutup", "Lolos")
    )


def test_the_case_itself_leads_to_the_blind_page(client, report, first, second):
    number = asked(report, first)

    answer = client.get(f"/verify/{report.code}/")

    assert (answer.status_code, answer["Location"]) == (302, f"/verify/pendapat/{number}/")


@pytest.mark.parametrize(("verdict", "passed"), [("holds", True), ("fails", False)])
def test_the_button_says_the_verdict_and_nothing_else_changes(client, report, first, second, verdict, passed):
    number = asked(report, first)

    answer = client.post(f"/verify/pendapat/{number}/", {"key": "k" * 20, "verdict": verdict, "findings": "Sama"})

    given = Opinion.objects.get(pk=number)
    report.refresh_from_db()
    assert (answer.status_code, given.passed, given.validator, report.state) == (302, passed, second, State.RESOLVED)
    assert Event.objects.filter(report=report, kind="verification.give_opinion").count() == 1


def test_given_it_is_gone_and_the_case_opens_again(client, report, first, second):
    number = asked(report, first)
    client.post(f"/verify/pendapat/{number}/", {"key": "k" * 20, "verdict": "holds"})

    assert client.get(f"/verify/pendapat/{number}/").status_code == 404
    assert client.get(f"/verify/{report.code}/").status_code == 200


def test_who_asked_or_checked_does_not_give_it(client, report, first):
    validator()
    number = asked(report, first)
    client.force_login(first)

    assert client.get(f"/verify/pendapat/{number}/").status_code == 404
    assert client.post(f"/verify/pendapat/{number}/", {"key": "k" * 20, "verdict": "holds"}).status_code == 404


def test_a_validator_of_another_unit_does_not_find_it(client, report, first):
    validator()
    number = asked(report, first)
    client.force_login(make.staff(of="bagian-pemerintahan-31.71", role=Role.VALIDATOR))

    assert client.get(f"/verify/pendapat/{number}/").status_code == 404


def test_a_form_without_a_verdict_is_not_taken(client, report, first, second):
    number = asked(report, first)

    assert client.post(f"/verify/pendapat/{number}/", {"key": "k" * 20}).status_code == 422
    assert Opinion.objects.get(pk=number).passed is None
