"""The operator's channel pages: how each is, its accounts and their secrets, what was set aside and what became of it."""

import json
from datetime import timedelta

import pytest
from tests.channels import fake
from tests.factories import make
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.channels import accounts, processing, receiving, registry
from tanggap.channels.contract import Health, Setting
from tanggap.channels.models import Account, Arrival
from tanggap.channels.words import ArrivalState
from tanggap.core import clock

pytestmark = pytest.mark.django_db
CHANNELS, LETTERS = "/admin/kanal/", "/admin/kanal/surat/"
ROTATING = (
    Setting("secret", "Secret", "Proves calls.", is_secret=True),
    Setting("previous_secret", "Previous secret", is_secret=True, is_needed=False),
    Setting("page", "Page", is_needed=False),
    Setting("kind", "Kind", options=("one", "two"), default="two"),
)


@pytest.fixture
def platform(monkeypatch):
    monkeypatch.setitem(registry.FOLDERS, "sms", ("fake",))
    made = fake.Fake(settings=ROTATING)
    registry.register(made)
    return made


@pytest.fixture
def account(platform):
    return fake.account(platform, page="our page", kind="one")


@pytest.fixture
def client():
    return browser(make.staff(of="jsc-intake", role=Role.OPERATOR))


def row(account) -> Account:
    return Account.objects.get(pk=account.id)


def new(client, **changes):
    given = {
        "adapter": "fake",
        "name": "City SMS",
        "code": "city",
        "set_secret": "s3cret",
        "set_kind": "two",
        **changes,
    }
    return client.post("/admin/kanal/baru/sms/", given)


def arrive(account, *events) -> list[int]:
    """Let events come and be read; return their numbers."""
    receiving.keep(account, fake.pieces(*events))
    processing.work(account)
    return list(Arrival.objects.order_by("id").values_list("id", flat=True))


# --- how they are -------------------------------------------------------------------------------------------------


def test_every_channel_stands_there_with_how_it_is(client, account):
    said = words(client.get(CHANNELS))

    assert "SMS and WhatsApp 08111272206 not yet in use" in said
    assert "Not connected yet Nothing comes in by them. JAKI mobile app Connect : JAKI mobile app Qlue Connect" in said
    assert "Website works" in said
    assert "Inspectorate confidential works" in said
    assert "Switched off by the city pack" in said
    assert "do not work" not in said


def test_a_broken_channel_is_told_on_top_with_what_to_do(client, account):
    Account.objects.update(failing_since=clock.now() - timedelta(minutes=3), trouble="the gateway does not answer")

    said = words(client.get(CHANNELS))
    assert (
        "1 account does not work. Nothing that came is lost. main : The platform refuses us, or does not answer. Press Test."
        in said
    )
    assert "SMS and WhatsApp 08111272206 broken" in said
    assert "What the platform said last: the gateway does not answer" in words(
        client.get(f"/admin/kanal/akun/{account.id}/")
    )


def test_the_pages_cost_a_constant_number_of_statements(client, platform, account, django_assert_max_num_queries):
    client.get(CHANNELS)
    for number in range(12):
        fake.account(platform, code=f"more-{number}")

    with django_assert_max_num_queries(9):
        client.get(CHANNELS)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OPERATOR, Role.CITIZEN, Role.SYSTEM}))
def test_nobody_else_sees_any_of_it(role, account):
    other = browser(make.staff(of="jsc-intake", role=role))
    number = account.id

    pages = [
        CHANNELS,
        LETTERS,
        f"{LETTERS}1/",
        f"{CHANNELS}akun/{number}/",
        f"{CHANNELS}akun/{number}/ubah/",
        f"{CHANNELS}baru/sms/",
    ]
    assert {other.get(page).status_code for page in pages} == {403}
    acts = [
        "surat/baca-ulang/",
        "surat/1/perbaiki/",
        f"akun/{number}/uji/",
        f"akun/{number}/nyala/",
        f"akun/{number}/ubah/",
    ]
    assert {other.post(CHANNELS + act).status_code for act in acts} == {403}
    assert row(account).is_active


# --- accounts -----------------------------------------------------------------------------------------------------


def test_a_channel_is_connected_and_shows_the_address_that_its_platform_calls(client, platform):
    page = new(client)

    made = accounts.find("sms", "city")
    assert page.url == f"/admin/kanal/akun/{made.id}/"
    assert (made.adapter, dict(made.values)) == (
        "fake",
        {"secret": "s3cret", "previous_secret": "", "page": "", "kind": "two"},
    )
    assert 'value="http://testserver/channels/sms/city/"' in client.get(page.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"set_secret": ""}, "This field is required"),
        ({"code": "Not A Code"}, "Small letters, digits and hyphens"),
        ({"name": ""}, "This field is required"),
        ({"set_kind": "three"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_used_is_told_under_its_field_and_the_secret_is_not_sent_back(changes, said, client, platform):
    page = new(client, **changes)

    assert page.status_code == 422
    assert said in words(page)
    assert "s3cret" not in page.content.decode()
    assert not Account.objects.exists()


def test_a_key_of_several_lines_keeps_them_and_is_not_sent_back_either(client, platform):
    platform.settings = (Setting("secret", "Key", is_secret=True, is_long=True), Setting("page", "Page"))
    key = "-----BEGIN KEY-----\r\nabc\r\n-----END KEY-----"

    refused = client.post("/admin/kanal/baru/sms/", {"adapter": "fake", "name": "x", "code": "x", "set_secret": key})
    client.post(
        "/admin/kanal/baru/sms/", {"adapter": "fake", "name": "x", "code": "x", "set_secret": key, "set_page": "p"}
    )

    assert "BEGIN KEY" not in refused.content.decode()
    assert accounts.find("sms", "x")["secret"].splitlines() == key.splitlines()


def test_two_accounts_of_one_channel_have_two_names(client, platform):
    new(client)

    page = new(client)

    assert page.status_code == 409
    assert "has an account of this name already" in words(page)


def test_a_secret_is_never_shown_again(client, account):
    pages = [client.get(f"/admin/kanal/akun/{account.id}/{part}").content.decode() for part in ("", "ubah/")]

    assert [page for page in pages if "s3cret" in page] == []
    assert "our page" in pages[0]
    assert 'placeholder="•••"' in pages[1]
    assert "It is set; empty leaves it as it is." in pages[1]


def test_an_empty_secret_stays_as_it_was_and_the_rest_is_changed(client, account):
    client.post(
        f"/admin/kanal/akun/{account.id}/ubah/",
        {"name": "Other", "set_secret": "", "set_page": "new", "set_kind": "two"},
    )

    assert dict(accounts.by_id(account.id).values) == {
        "secret": "s3cret",
        "previous_secret": "",
        "page": "new",
        "kind": "two",
    }
    assert row(account).name == "Other"


def test_a_new_secret_leaves_the_old_one_believed_until_it_is_forgotten(client, account):
    address = f"/admin/kanal/akun/{account.id}/ubah/"
    client.post(address, {"name": "main", "set_secret": "newer", "set_kind": "one"})
    after = dict(accounts.by_id(account.id).values)

    client.post(address, {"name": "main", "set_secret": "", "set_kind": "one", "forget_previous_secret": "on"})

    assert (after["secret"], after["previous_secret"]) == ("newer", "s3cret")
    assert (accounts.by_id(account.id)["secret"], accounts.by_id(account.id)["previous_secret"]) == ("newer", "")


def test_settings_are_changed_by_who_proved_lately_who_they_are(client, account):
    session = client.session
    session["proved"] = 0
    session.save()

    page = client.post(
        f"/admin/kanal/akun/{account.id}/ubah/", {"name": "main", "set_secret": "stolen", "set_kind": "one"}
    )

    assert page.status_code == 302
    assert page.url.startswith("/masuk/")
    assert accounts.by_id(account.id)["secret"] == "s3cret"


@pytest.mark.parametrize(
    ("health", "said"),
    [(Health(True, "The mailbox opens."), "succeeded. The mailbox opens."), (Health(False, "No."), "failed. No.")],
)
def test_the_test_button_says_what_the_platform_said(health, said, client, account, platform, monkeypatch):
    monkeypatch.setattr(platform, "check", lambda _account: health, raising=False)

    assert f"The test {said}" in words(client.post(f"/admin/kanal/akun/{account.id}/uji/"))


def test_an_account_is_switched_off_and_on(client, account):
    address = f"/admin/kanal/akun/{account.id}/nyala/"

    client.post(address)
    assert accounts.by_id(account.id) is None
    assert "switched off" in words(client.get(f"/admin/kanal/akun/{account.id}/"))

    client.post(address, {"on": "yes"})
    assert accounts.by_id(account.id) is not None


# --- letters ------------------------------------------------------------------------------------------------------


def test_letters_are_listed_by_cause_and_one_by_one(client, account):
    arrive(account, fake.event("a", "nonsense"), fake.event("b", "nonsense"))

    said = words(client.get(LETTERS))

    assert "It does not have the form in which this platform writes." in said
    assert "2 letters Read all again" in said
    assert said.count("letter ") >= 2


def test_a_list_of_letters_goes_on_behind_the_last_one(client, account):
    arrive(account, *(fake.event(f"m{number}", "nonsense") for number in range(60)))
    processing.work(account)

    page = client.get(LETTERS).content.decode()
    _before, _link, address = page.partition('rel="next" href="')
    more = client.get(LETTERS + address.partition('"')[0]).content.decode()

    assert (page.count('name="letter"'), more.count('name="letter"')) == (50, 10)


def test_a_letter_is_shown_without_who_sent_it(client, account):
    (number,) = arrive(
        account,
        fake.event(
            "a", "nonsense", sender="+6281298765432", name="Sari Dewi", text="Lampu mati, hubungi 0812 9876 5432"
        ),
    )

    page = client.get(f"{LETTERS}{number}/").content.decode()

    assert "Lampu mati" in page
    assert [hidden for hidden in ("6281298765432", "Sari", "9876 5432") if hidden in page] == []


def test_a_letter_that_was_mended_becomes_a_report_of_who_sent_it(client, account):
    (number,) = arrive(
        account, fake.event("a", "sayd", sender="+6281298765432", text="Lampu jalan mati di Kelurahan Pulo Gebang")
    )
    shown = client.get(f"{LETTERS}{number}/").context["form"]["text"].value()

    page = client.post(f"{LETTERS}{number}/perbaiki/", {"text": shown.replace("sayd", "said")})

    waiting = words(client.get(page.url))
    assert (page.url, "still waiting" in waiting) == (f"{LETTERS}hasil/?surat={number}", True)
    arrival = Arrival.objects.get(pk=number)
    assert json.loads(receiving.payload_of(arrival)) == {
        "id": "a",
        "kind": "said",
        "sender": "+6281298765432",
        "text": "Lampu jalan mati di Kelurahan Pulo Gebang",
    }
    processing.work(account)
    assert "set aside" not in words(client.get(page.url)).partition("became of them")[2]


@pytest.mark.parametrize("text", ["", "   ", '{"kind": "⟪9⟫"}'])
def test_what_cannot_stand_for_a_letter_is_refused_and_it_stays(text, client, account):
    (number,) = arrive(account, fake.event("a", "nonsense", sender="+6281298765432"))

    page = client.post(f"{LETTERS}{number}/perbaiki/", {"text": text})

    assert page.status_code == 422
    assert (Arrival.objects.get().state, Arrival.objects.get().amended) == (ArrivalState.DEAD, None)


def test_one_some_or_all_of_a_cause_are_read_again(client, account, monkeypatch):
    ids = arrive(account, *(fake.event(f"m{number}", "nonsense") for number in range(5)))
    error = Arrival.objects.first().error
    monkeypatch.setitem(fake._READERS, "nonsense", lambda event: fake.Ignored("mended"))

    page = client.post(f"{LETTERS}baca-ulang/", {"letter": [ids[0], ids[1]]})
    processing.work(account)
    assert page.url == f"{LETTERS}hasil/?surat={ids[0]}&surat={ids[1]}"
    assert words(client.get(page.url)).count("Nothing for us") == 2
    client.post(f"{LETTERS}baca-ulang/", {"account": account.id, "error": error})
    processing.work(account)

    assert set(Arrival.objects.values_list("state", flat=True)) == {ArrivalState.IGNORED}
    assert "Nothing is set aside" in words(client.get(LETTERS))


def test_a_letter_that_dies_again_says_so(client, account):
    (number,) = arrive(account, fake.event("a", "nonsense"))

    page = client.post(f"{LETTERS}baca-ulang/", {"letter": number})
    processing.work(account)

    assert "set aside again" in words(client.get(page.url))


def test_what_is_not_dead_is_opened_for_nobody(client, account):
    (number,) = arrive(account, fake.event("a", "ignored", why="own_post", text="canary words"))

    page = client.get(f"{LETTERS}{number}/", follow=True)

    assert "canary" not in page.content.decode()
    assert "Nothing for us" in words(page)
    assert client.get(f"{LETTERS}999999/").status_code == 404
    assert client.post(f"{LETTERS}{number}/perbaiki/", {"text": "x"}).status_code == 404


@pytest.mark.parametrize(
    "query", ["?akun=x", "?akun=99999999999999999999", "?sebab=%00", "?after=nonsense", "?akun=1&sebab=x"]
)
def test_odd_addresses_harm_nobody(query, client, account):
    assert client.get(LETTERS + query).status_code in {200, 422}
