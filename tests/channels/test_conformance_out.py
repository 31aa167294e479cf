"""What each adapter owes the frame when words go out, when it is tested, and in what it says that it can."""

from functools import partial
from typing import Any

import pytest
from tests.channels import natives
from tests.channels.conforming import NAMES, WORDS, assert_hidden, message, whole
from tests.channels.natives import PLATFORMS, Platform
from tests.factories import PULO_GEBANG, make
from tests.peers.http import Reply

from tanggap.agencies.words import Role
from tanggap.channels import accounts, registry
from tanggap.channels.contract import (
    Account,
    Attachment,
    Filed,
    Later,
    Outgoing,
    Refused,
)
from tanggap.channels.email import dialling
from tanggap.channels.email.sending import Unsure
from tanggap.core import wire
from tanggap.places.city import city


@pytest.fixture(params=NAMES)
def platform(request) -> Platform:
    """Each platform, its peer not running."""
    return PLATFORMS[request.param]()


@pytest.fixture(params=NAMES)
def live(request, settings):
    """Each platform, its peer running."""
    with natives.running(request.param, settings) as platform:
        yield platform


# --- going out ----------------------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch):
    """Let nobody be waited for longer than half a second."""
    monkeypatch.setattr(wire, "call", partial(wire.call, timeout=0.5))
    monkeypatch.setattr(dialling, "SECONDS", 0.5)


def outgoing(platform: Platform, key: str = "posting-1") -> Outgoing:
    return Outgoing(key, platform.person(1), "Laporan diterima", f"{WORDS}.", "Laporan JK-1 diterima.", code="JK-1")


def ready(platform: Platform, request: Any) -> Account:
    """Return an account whose person can be written to; the app's and the ticket's must exist."""
    if platform.name == "jaki":
        request.getfixturevalue("db")
        account = platform.connected()
        platform.phone(1)
        platform.does.send(account, outgoing(platform, "first"))
        return account
    if platform.name == "lapor":
        platform.show(message())
    return platform.bare()


def answers(platform: Platform, reply: Reply) -> None:
    """Let the peer answer once in this way; the mail server says the same in its own words."""
    if platform.name != "email":
        platform.peer.script(reply)
        return
    handler = platform.smtp.handler
    if reply.cut_at is not None or reply.hangs_up:
        handler.hangs_up_after = "DATA"
    else:
        handler.answers["RCPT"] = {429: "450 later", 400: "550 no", 503: "421 away"}[reply.status]


def test_what_it_sends_comes_to_the_person(live, request):
    account = ready(live, request)
    sent = live.does.send(account, outgoing(live))

    assert sent.provider_id
    assert live.taken()[-1].to == live.person(1)
    assert "JK-1" in live.taken()[-1].words or "canary-words-77" in live.taken()[-1].words


def test_a_platform_that_is_too_busy_or_away_is_asked_later(live, request):
    account = ready(live, request)
    for status in (429, 503):
        answers(live, Reply(status=status))
        with pytest.raises((Later, wire.Unanswered) if status == 503 and not live.is_once else Later) as later:
            live.does.send(account, outgoing(live))
        assert_hidden(live, later.value)


def test_what_a_platform_refuses_is_refused(live, request):
    account = ready(live, request)
    answers(live, Reply(status=400))

    with pytest.raises(Refused) as refused:
        live.does.send(account, outgoing(live))
    assert_hidden(live, refused.value)


def test_a_platform_that_cannot_be_reached_is_asked_later(live, request, settings):
    account = ready(live, request)
    closed = natives.nowhere(live, settings, account)

    with pytest.raises(Later) as later:
        live.does.send(closed, outgoing(live))
    assert_hidden(live, later.value)


@pytest.mark.parametrize("reply", [Reply(body=b'{"id": "1"}', cut_at=4), Reply(hangs_up=True), Reply(wait_seconds=2)])
def test_an_answer_that_is_cut_off_is_unsure_where_asking_again_would_say_it_twice(live, request, quick, reply):
    account = ready(live, request)
    if live.name == "email" and reply.wait_seconds:
        pytest.skip("tests/channels/email/test_sending.py waits for the mail server")
    answers(live, reply)

    with pytest.raises(Later if live.is_once else (wire.Unanswered, Unsure)) as error:
        live.does.send(account, outgoing(live))
    assert_hidden(live, error.value)


def test_what_is_taken_once_may_be_sent_again(live, request):
    if not live.is_once:
        pytest.skip("the platform knows no key: the frame never sends again")
    account = ready(live, request)
    live.does.send(account, outgoing(live))
    live.does.send(account, outgoing(live))

    keys = [one.json() for one in live.peer.received if "posting-1" in one.body.decode()]
    assert len(keys) == 2
    assert keys[0] == keys[1]


# --- health -------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_test_button_finds_a_good_account_well(live):
    if live.name == "email":
        live.show(message())

    found = pressed(live.connected())

    assert (found.is_well, bool(str(found.words))) == (True, True), str(found.words)


@pytest.mark.django_db
def test_the_test_button_tells_of_a_platform_that_is_away(live, settings):
    account = live.connected()
    natives.move(natives.nowhere(live, settings, account))

    found = pressed(account)

    assert found.is_well is False
    assert len(str(found.words)) > 10
    assert_hidden(live, found)


def pressed(account: Account) -> Any:
    operator = make.staff(of=city().intake_unit, role=Role.OPERATOR)
    return accounts.test(by=operator, account=account.id)


# --- what it says that it can -------------------------------------------------------------------------------------


def test_media_is_fetched_by_who_says_so(live, request):
    photo = make.photo(1)
    account = live.bare()
    heard = [live.does.read(account, piece.payload) for piece in live.pieces(message(photo=photo))]
    files = [one for said in heard for one in getattr(said, "attachments", ())]
    if live.name == "jaki":  # whose photos are sent before the report
        request.getfixturevalue("db")
        account = live.connected()
        files = [Attachment(ref=live.phone(1).photo(photo))]

    if "media" not in live.does.ways:
        assert files == [] or live.name == "sms by Twilio"
        return
    (file,) = files
    got = file.data if file.data is not None else live.does.fetch(account, file)
    assert got[:2] == b"\xff\xd8"


def test_a_place_is_read_by_who_says_so(platform):
    heard = [platform.does.read(platform.bare(), piece.payload) for piece in whole(platform)]
    places = [
        (found.lon, found.lat)
        for found in (one.report if isinstance(one, Filed) else one for one in heard)
        if isinstance(found.lon, float)
    ]

    assert places == ([PULO_GEBANG] if "location" in platform.does.ways else [])


@pytest.mark.django_db
def test_what_is_new_is_asked_for_by_who_says_so(live, client):
    adapter = registry.polling(live.adapter)
    assert (adapter is not None) == ("poll" in live.does.ways) == hasattr(live.does, "poll")
    if adapter is None:
        return
    account, kept = live.connected(), []
    live.show(message(1), message(2, sender=2))

    def keep(pieces: Any) -> None:
        kept.extend(piece.external_id for piece in pieces)

    bookmark = adapter.poll(account, {}, keep)
    assert len(kept) == len(set(kept)) == 2
    adapter.poll(account, bookmark, keep)
    assert len(set(kept)) == 2


def test_who_says_that_others_read_along_is_a_partner_with_a_form_of_its_own(platform):
    assert ("shared" in platform.does.ways) == (platform.adapter in {"qlue", "lapor"})


def test_the_tables_of_the_registry_are_true(platform):
    assert registry.is_called(platform.adapter) == bool(platform.proofs)
    assert platform.adapter in registry.TITLES
    assert hasattr(platform.does, "listen") == ("listen" in platform.does.ways)
