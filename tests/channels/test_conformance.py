"""What each adapter owes the frame (`channels.contract`): one test a rule, for every adapter and every gateway of SMS."""

import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import fields, is_dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from django.db.backends.utils import CursorWrapper
from django.utils.translation import override, trans_real
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from tests.channels.conforming import NAMES, WORDS, assert_hidden, message, whole
from tests.channels.natives import PLATFORMS, Platform
from tests.factories import PULO_GEBANG, make
from tests.mutating import bent

from tanggap.channels import accounts, receiving, registry
from tanggap.channels.contract import (
    Account,
    Attachment,
    Call,
    Changed,
    Filed,
    Gone,
    Heard,
    Malformed,
    Outgoing,
    Partial,
    Piece,
    Said,
    Unsigned,
    Update,
)
from tanggap.channels.models import Arrival

CALLED = [name for name in NAMES if PLATFORMS[name].proofs]
SECRET_KEY = re.compile(r"(^|_)(secret|token|password|key)$")
WAYS = {"in", "out", "media", "location", "poll", "listen", "shared"}


@pytest.fixture(params=NAMES)
def platform(request) -> Platform:
    """Each platform, its peer not running."""
    return PLATFORMS[request.param]()


@pytest.fixture(params=CALLED)
def caller(request) -> Platform:
    """Each platform that calls us."""
    return PLATFORMS[request.param]()


# --- what it declares ---------------------------------------------------------------------------------------------


def test_every_folder_is_proven_here():
    assert {one.adapter for one in PLATFORMS.values()} == {
        name for names in registry.FOLDERS.values() for name in names
    }


def test_its_name_is_its_folder_and_its_ways_are_known(platform):
    adapter = platform.does

    assert adapter.name == platform.adapter
    assert type(adapter).__module__.startswith(f"tanggap.channels.{adapter.name}")
    assert {"in", "out"} <= adapter.ways <= WAYS


def test_each_setting_is_labelled_in_both_languages(platform):
    with override("id"):
        known = trans_real.translation("id")._catalog
    with override("en"):
        labels = [str(words) for one in platform.does.settings for words in (one.label, one.help) if words]

    assert [words for words in labels if words not in known and not words.isupper()] == []


def test_each_secret_is_marked_and_has_no_default(platform):
    for one in platform.does.settings:
        assert one.is_secret or not SECRET_KEY.search(one.key), one.key
        assert not (one.is_secret and (one.default or one.options)), one.key
    keys = [one.key for one in platform.does.settings]
    assert len(keys) == len(set(keys))


def test_the_previous_secret_stands_behind_the_one_that_it_was(platform):
    for before, one in pairwise(platform.does.settings):
        if one.key == accounts.PREVIOUS:
            assert (before.is_secret, one.is_secret, one.is_needed) == (True, True, False)


# --- proof --------------------------------------------------------------------------------------------------------


def test_without_a_secret_every_call_is_unsigned(platform):
    secrets = {one.key: "" for one in platform.does.settings if one.is_secret}
    call = platform.told(message()).as_call()

    for bare in (call, replace(call, headers={}), replace(call, method="GET", body=b"")):
        with pytest.raises(Unsigned):
            platform.does.verify(platform.bare(**secrets), bare)


def test_a_platform_that_calls_nobody_believes_no_call():
    for name in set(NAMES) - set(CALLED):
        platform = PLATFORMS[name]()
        with pytest.raises(Unsigned):
            platform.does.verify(platform.bare(), platform.told(message()).as_call())


def test_its_own_call_is_believed(caller):
    caller.does.verify(caller.bare(), caller.told(message()).as_call())


def test_a_call_signed_with_another_secret_is_not(caller):
    forged = caller.told(message(), secret="guessed-by-somebody").as_call()

    with pytest.raises(Unsigned):
        caller.does.verify(caller.bare(), forged)


def test_a_call_without_any_part_of_its_proof_is_not(caller):
    call = caller.told(message()).as_call()
    for name in caller.proofs:
        for value in (None, "", "sha256=", "Basic ", "\udcff", call.headers[name] + "0", call.headers[name][:-4]):
            headers = {key: given for key, given in call.headers.items() if key != name}
            headers |= {} if value is None else {name: value}
            with pytest.raises(Unsigned):
                caller.does.verify(caller.bare(), replace(call, headers=headers))


def test_a_call_whose_body_was_changed_on_the_way_is_not(caller):
    call = caller.told(message()).as_call()
    if caller.proofs == ("authorization",):
        pytest.skip("a password proves who calls, and nothing of the body: README of the adapter")

    for body in (call.body.replace(b"canary", b"forged"), call.body + b" ", b""):
        with pytest.raises(Unsigned):
            caller.does.verify(caller.bare(), replace(call, body=body))


def test_a_call_replayed_later_is_not_believed_or_is_kept_once(caller):
    old = time.time() - 3_600
    replayed = caller.told(message(), at=old).as_call()
    if caller.has_time:
        with pytest.raises(Unsigned):
            caller.does.verify(caller.bare(), replayed)
    ids = [piece.external_id for piece in caller.pieces(message())]
    assert [piece.external_id for piece in caller.does.split(caller.bare(), replayed)] == ids


# --- pieces -------------------------------------------------------------------------------------------------------


def test_replayed_ten_times_and_five_at_once_it_is_cut_into_the_same_pieces(platform):
    account, call = platform.bare(), platform.told(message(1)).as_call()
    once = list(platform.does.split(account, call)) if platform.proofs else list(platform.pieces(message(1)))

    def cut(_time: int) -> list[Piece]:
        return list(platform.does.split(account, call)) if platform.proofs else once

    with ThreadPoolExecutor(5) as pool:
        assert [cut(number) for number in range(10)] + list(pool.map(cut, range(5))) == [once] * 15
    assert len({piece.external_id for piece in once}) == len(once) > 0
    assert all(0 < len(piece.external_id) <= receiving.LONGEST_ID for piece in once)


def test_two_messages_are_two_pieces(platform):
    if platform.name == "sms by Twilio":  # which calls once for each
        first, second = platform.pieces(message(1)), platform.pieces(message(2))
    else:
        first, second = platform.pieces(message(1)), platform.pieces(message(2, sender=2))

    assert {piece.external_id for piece in first} & {piece.external_id for piece in second} == set()


@pytest.mark.django_db
def test_the_same_call_ten_times_is_kept_once(caller, client):
    caller.connected()

    for _time in range(10):
        caller.bring(client, message(1))

    assert Arrival.objects.count() == len(caller.pieces(message(1)))


# --- reading ------------------------------------------------------------------------------------------------------


@pytest.fixture
def offline(monkeypatch):
    """Let neither the network nor the database be touched, and return what tried."""
    tried: list[str] = []

    def refused(what: str, *_args: Any, **_named: Any) -> Any:
        tried.append(what)
        raise AssertionError(f"{what} was touched")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, partial(refused, "the network"))
    monkeypatch.setattr(socket, "getaddrinfo", partial(refused, "the resolver"))
    for name in ("execute", "executemany"):
        monkeypatch.setattr(CursorWrapper, name, partial(refused, "the database"))
    return tried


def test_what_a_person_said_is_read_and_nothing_else_is_touched(platform, offline):
    heard = [platform.does.read(platform.bare(), piece.payload) for piece in whole(platform)]

    assert tried_nothing(offline)
    said = [said_of(one) for one in heard]
    assert any("canary-words-77" in text for text, _sender in said)
    if platform.adapter != "lapor":  # whose tickets have their own numbers
        assert {sender for _text, sender in said} == {platform.person(1)}


def tried_nothing(offline: list[str]) -> bool:
    return offline == []


def said_of(heard: Heard) -> tuple[str, str]:
    if isinstance(heard, Filed):
        return heard.report.text, heard.sender
    assert isinstance(heard, Said), heard
    return heard.text, heard.sender


@pytest.mark.parametrize("name", NAMES)
def test_whatever_comes_is_read_or_is_malformed(name, offline):
    platform = PLATFORMS[name]()
    samples = [piece.payload for piece in whole(platform)]

    @hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of(broken(samples), st.binary(max_size=80)))
    def survives(payload: bytes) -> None:
        with suppress(Malformed):
            for text in texts_of(platform.does.read(platform.bare(), payload)):
                text.encode()

    survives()
    assert tried_nothing(offline)


@pytest.mark.parametrize("name", CALLED)
def test_whatever_is_called_is_cut_or_is_malformed(name, offline):
    platform = PLATFORMS[name]()
    call = platform.told(message(place=PULO_GEBANG, photo=make.photo(1))).as_call()

    @hypothesis_settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(broken([call.body]))
    def survives(body: bytes) -> None:
        with suppress(Malformed):
            for piece in platform.does.split(platform.bare(), replace(call, body=body)):
                assert receiving.kept_id(piece.external_id)

    survives()
    assert tried_nothing(offline)


@st.composite
def broken(draw: st.DrawFn, samples: list[bytes]) -> bytes:
    """Return a payload bent in its structure where it has one, or cut, repeated or overwritten anywhere."""
    sample = draw(st.sampled_from(samples))
    with suppress(ValueError):
        if draw(st.booleans()):
            return json.dumps(draw(bent([json.loads(sample)]))).encode("utf-8", "surrogatepass")
    at, length = draw(st.integers(0, len(sample))), draw(st.integers(0, 40))
    put = draw(st.one_of(st.binary(max_size=20), st.just(b"\0"), st.just(b"\xff\xfe"), st.just(sample[:200])))
    return sample[:at] + put + sample[at + length :]


def texts_of(value: Any) -> list[str]:
    """Return every text in what was read."""
    if is_dataclass(value):
        return [text for one in fields(value) for text in texts_of(getattr(value, one.name))]
    if isinstance(value, tuple | list):
        return [text for one in value for text in texts_of(one)]
    return [value] if isinstance(value, str) else []


# --- what is shown of it ------------------------------------------------------------------------------------------


def test_nothing_shows_a_secret_a_sender_or_words(platform):
    account = platform.bare()
    told = message(place=PULO_GEBANG, photo=make.photo(1))
    call = platform.told(told).as_call()
    outgoing = Outgoing("k", platform.person(1), WORDS, WORDS, WORDS, thread=platform.person(1), reply_token=WORDS)

    for shown in (account, call, outgoing, *platform.pieces(told)):
        assert_hidden(platform, shown)
    for piece in platform.pieces(told):
        assert_hidden(platform, platform.does.read(account, piece.payload))


def test_nor_does_anything_else_that_the_contract_has():
    said = Said("+62811", "canary-words-77", name="Ratna", lon=1.5, address="canary", thread="<canary@x.test>")
    words = "canary-words-77"
    for shown in (
        said,
        Partial("+62811 canary", 1, 2, said),
        Changed("1", words),
        Update("1", text=words),
        Gone("+62811 canary"),
        Attachment(b"canary", ref="https://x.test/canary", name="canary.jpg"),
        Call("GET", "https://x.test/?token=canary", {"token": "canary"}, {"authorization": "canary"}, b"canary"),
        Account(1, "sms", "main", "sms", {"secret": "canary"}),
    ):
        assert "canary" not in f"{shown!r} {shown}"
        assert "Ratna" not in repr(shown)


def test_no_refusal_tells_more_than_our_own_words(platform):
    account = platform.bare()
    call = platform.told(message()).as_call()
    errors: list[Exception] = []
    for headers in ({}, {**call.headers, **dict.fromkeys(platform.proofs, "canary-words-77")}):
        with pytest.raises(Unsigned) as unsigned:
            platform.does.verify(account, replace(call, headers=headers))
        errors.append(unsigned.value)
    for body in (b"canary-words-77", b'{"canary-words-77": 1}', b"[[[canary-words-77", f"a={WORDS}".encode()):
        for act in (partial(platform.does.read, account, body), partial(cut_of, platform, replace(call, body=body))):
            try:
                act()
            except Malformed as error:
                errors.append(error)

    for error in errors:
        assert_hidden(platform, error)


def cut_of(platform: Platform, call: Call) -> list[Piece]:
    return list(platform.does.split(platform.bare(), call))
