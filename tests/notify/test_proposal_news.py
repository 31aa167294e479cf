"""Who follows a proposal hears of each step that everybody may know of, once, and can end just that."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from tests.factories import make
from tests.logs import own_events_seen
from tests.planning import planned

from tanggap.core import clock
from tanggap.core.refusal import Invalid
from tanggap.notify import bulletins, links, subscribing
from tanggap.notify.letters import Going, Letter, letter
from tanggap.notify.models import OutboundMessage, Subscription
from tanggap.notify.subscribing import Target

EMAIL = "warga@example.org"
NEXT_DAY = planned.NOW + timedelta(days=1)


@pytest.fixture(autouse=True)
def _seen(db):
    with own_events_seen(), clock.at(planned.NOW):
        yield


def follow(code: str) -> Subscription:
    subscribing.subscribe(email=EMAIL, target=Target(proposal=code), language="en")
    row = Subscription.objects.get()
    subscribing.confirm(link=links.of_subscription(links.CONFIRM, row))
    return row


def digest() -> str:
    """Return the text of the only digest, empty when there is none."""
    with clock.at(NEXT_DAY):
        bulletins.tell()
        row = OutboundMessage.objects.filter(template="news").first()
        said = letter(row.pk, Going("email", is_mail=True)) if row else None
    return said.text if isinstance(said, Letter) else ""


def test_each_step_of_the_day_is_told_with_level_and_year():
    made = planned.proposed()
    follow(made.code)
    with clock.at(planned.NOW + timedelta(hours=1)):
        made.accepted()
    told = digest()

    assert f"{made.code} · Saluran baru" in told
    assert [line.split(": ")[1] for line in told.splitlines() if line.startswith("2 November 2026: ")] == [
        "In deliberation (Kelurahan, for 2028)",
        "In deliberation (Kecamatan, for 2028)",
        "In deliberation (City, for 2028)",
        "In the yearly plan (City, for 2028)",
    ]
    assert f"/usulan/{made.code}/" in told


def test_without_a_step_nothing_comes():
    follow(planned.proposed().code)

    assert digest() == ""


def test_the_link_ends_it_and_forgets_the_address():
    made = planned.proposed()
    row = follow(made.code)
    ended = subscribing.end_one(link=links.of_subscription(links.STOP, row))

    assert [made.code in label for label in ended.labels] == [True]
    assert Subscription.objects.get().sealed is None


@pytest.mark.parametrize("code", ["JKU-0000-0000-000", "x", "?"])
def test_what_is_no_proposal_cannot_be_followed(code):
    with pytest.raises(Invalid) as refused:
        subscribing.subscribe(email=EMAIL, target=Target(proposal=code), language="en")

    assert (list(refused.value.errors), Subscription.objects.count()) == (["target"], 0)


def test_the_form_offers_it_and_says_what_will_come(client):
    made = planned.proposed()
    page = client.get(f"/langganan/?proposal={made.code}").content.decode()
    sent = {"what": "proposal", "proposal": made.code, "email": EMAIL, "rhythm": "daily"}
    answer = client.post("/langganan/", sent)

    assert (made.code in page, answer.status_code) == (True, 302)
    assert Subscription.objects.get().proposal.code == made.code


def test_the_database_knows_no_subscription_to_two_things():
    made, report = planned.proposed(), make.report()
    row = follow(made.code)

    with pytest.raises(IntegrityError, match="notify_subscription_to_one_thing"), transaction.atomic():
        Subscription.objects.filter(pk=row.pk).update(report=report)
