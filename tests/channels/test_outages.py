"""When an account breaks and works again: noted once, told to every operator once, without a notice for every flicker."""

from datetime import timedelta

import pytest
from django.utils.translation import override
from tests.channels import fake
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.catalog.models import Channel
from tanggap.channels import accounts, outages, pulse, queries
from tanggap.channels.contract import Health, Later
from tanggap.channels.models import Account, Outage
from tanggap.core import clock, shelf
from tanggap.notify.models import StaffNotice

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def platform():
    return fake.Fake()


@pytest.fixture
def account(platform):
    made = fake.account(platform)
    Account.objects.update(heard_at=clock.now())
    return made


@pytest.fixture
def operator():
    return make.staff(of="jsc-intake", role=Role.OPERATOR)


def look_at(*minutes: float, begin) -> list[int]:
    """Look at each of these minutes after `begin`; return how many changes were seen at each."""
    found = []
    for minute in minutes:
        with clock.at(begin + minute * MINUTE):
            found.append(outages.look())
    return found


def notices(person) -> list[bool]:
    """Return what a person was told: whether it was over, in order."""
    return [
        row.facts["is_over"] for row in StaffNotice.objects.filter(staff=person, kind="channels.outage").order_by("id")
    ]


def test_an_account_that_breaks_is_told_within_minutes_once_and_so_is_that_it_works_again(account, operator):
    begin = clock.now()
    pulse.fails(account.id, "down")

    assert look_at(1, 2.1, 3, 4, begin=begin) == [0, 1, 0, 0]
    assert queries.broken() == 1
    pulse.works(account.id)
    assert look_at(5, 7, 8, begin=begin) == [0, 1, 0]

    assert notices(operator) == [False, True]
    assert queries.broken() == 0
    (row,) = queries.outages(account.id)
    with override("en"):
        assert (row.rule, str(row.what)) == ("failing", "The platform refuses us, or does not answer.")


def test_what_flickers_is_one_outage_and_one_notice(account, operator):
    begin = clock.now()
    pulse.fails(account.id, "down")
    look_at(3, begin=begin)
    pulse.works(account.id)
    look_at(4, 6, begin=begin)
    with clock.at(begin + 10 * MINUTE):
        pulse.fails(account.id, "down")

    look_at(13, begin=begin)

    assert Outage.objects.count() == 1
    assert Outage.objects.get().ended_at is None
    assert notices(operator) == [False, True]


def test_nobody_else_is_told_and_nothing_is_told_of_what_needs_a_look_only(account):
    others = [make.staff(of="jsc-intake", role=role) for role in (Role.INTAKE, Role.LEADER, Role.SUPERVISOR)]
    Account.objects.update(failing_since=clock.now() - timedelta(seconds=30))
    assert outages.look() == 0

    Account.objects.update(failing_since=clock.now() - timedelta(minutes=5))
    outages.look()

    assert [notices(person) for person in others] == [[], [], []]


def test_the_notice_says_which_channel_and_leads_to_the_account(account, operator):
    Account.objects.update(failing_since=clock.now() - timedelta(minutes=5), trouble="secret canary +628129876")
    outages.look()

    page = browser(operator).get("/desk/pemberitahuan/")

    assert "A channel does not work" in words(page)
    assert "SMS and WhatsApp 08111272206, “main”: The platform refuses us, or does not answer." in words(page)
    assert f'href="/admin/kanal/akun/{account.id}/"' in page.content.decode()
    assert "canary" not in str(StaffNotice.objects.get().facts)
    indonesian = browser(operator, language="id").get("/desk/pemberitahuan/")
    assert "SMS dan WhatsApp 08111272206" in words(indonesian)


def test_an_account_that_is_switched_off_is_no_outage(account, operator):
    Account.objects.update(failing_since=clock.now() - timedelta(minutes=5))
    outages.look()
    Account.objects.update(is_active=False)
    with clock.at(clock.now() + 5 * MINUTE):
        outages.look()

    assert Outage.objects.get().ended_at is not None
    assert queries.broken() == 0


def test_the_outage_of_a_channel_that_the_pack_switched_off_ends_without_a_word(account, operator):
    Account.objects.update(failing_since=clock.now() - timedelta(minutes=5))
    outages.look()
    Channel.objects.filter(pk="sms").update(is_active=False)
    shelf.clear_all()

    outages.look()

    assert Outage.objects.get().ended_at is not None
    assert notices(operator) == [False]


def test_a_token_that_ran_out_is_found_although_nobody_writes(account, platform, monkeypatch):
    monkeypatch.setattr(platform, "check", lambda _account: Health(False, "the token ran out"), raising=False)
    assert outages.try_silent() == 0

    with clock.at(clock.now() + timedelta(minutes=61)):
        assert outages.try_silent() == 1

    row = Account.objects.get()
    assert (row.trouble, row.failing_since is None) == ("the token ran out", False)


def test_a_silent_account_is_asked_once_an_hour_and_one_that_fails_until_it_works(account, platform, monkeypatch):
    asked = []
    answers = {"now": Health(True, "")}

    def check(_account):
        asked.append(clock.now())
        if isinstance(answers["now"], Exception):
            raise answers["now"]
        return answers["now"]

    monkeypatch.setattr(platform, "check", check, raising=False)
    begin = clock.now() + timedelta(hours=2)

    for minutes in (0, 10, 50, 60):
        with clock.at(begin + minutes * MINUTE):
            outages.try_silent()
    assert len(asked) == 2
    answers["now"] = Later("away")
    for minutes in (120, 130, 140):
        with clock.at(begin + minutes * MINUTE):
            outages.try_silent()
    assert (len(asked), Account.objects.get().trouble) == (5, "away")
    answers["now"] = Health(True, "")
    with clock.at(begin + 170 * MINUTE):
        outages.try_silent()

    assert Account.objects.get().failing_since is None


def test_the_test_button_that_succeeds_ends_the_failing(account, operator):
    pulse.fails(account.id, "down")

    accounts.test(by=operator, account=account.id)

    assert Account.objects.get().failing_since is None
