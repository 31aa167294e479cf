"""The one door out: it reaches the hosts that the caller names on the open Internet, and nothing else (promise P21)."""

import socket
from contextlib import suppress

import pytest
from tests.core.wire.peers import FORMS, PLATFORM
from tests.peers.http import HOST, Peer, Reply

from tanggap.core import wire

# --- nothing reaches the inside -----------------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("is_careless", [False, True], ids=["listed-hosts", "whatever-host"])
def test_no_form_of_an_address_reaches_the_inside(form, is_careless, canary, names):
    names |= {
        name: ["127.0.0.1"]
        for name in ("localhost", "localhost.", "inside.example", "rebinds.example", "platform.example.inside.example")
    }
    url = form.format(port=canary.port)

    with pytest.raises(wire.Forbidden):
        wire.call("GET", url, hosts=itself(url) if is_careless else PLATFORM, timeout=1)

    assert canary.visits == []


def test_there_are_at_least_forty_forms():
    assert len(set(FORMS)) >= 40


def test_a_name_is_asked_for_once_and_the_address_that_came_is_connected_to(canary, monkeypatch):
    answers = iter([["93.184.215.14"], ["127.0.0.1"]])
    went: list[str] = []
    monkeypatch.setattr(wire, "addresses", lambda *args: next(answers))
    monkeypatch.setattr(wire, "_connect", lambda address, *args, **named: went.append(address) or refuse())

    with pytest.raises(wire.Unreachable):
        wire.call("GET", "https://platform.example/", hosts=PLATFORM)

    assert (went, next(answers), canary.visits) == (["93.184.215.14"], ["127.0.0.1"], [])


def test_of_a_name_with_addresses_inside_and_outside_only_those_outside_are_tried(monkeypatch):
    went: list[str] = []
    monkeypatch.setattr(
        wire, "addresses", lambda *args: ["127.0.0.1", "2606:2800:21f::1", "::ffff:10.0.0.1", "1.1.1.1"]
    )
    monkeypatch.setattr(wire, "_connect", lambda address, *args, **named: went.append(address) or refuse())

    with pytest.raises(wire.Unreachable):
        wire.call("GET", "https://platform.example/", hosts=PLATFORM)

    assert went == ["2606:2800:21f::1", "1.1.1.1"]


def test_a_redirect_is_told_and_not_followed(ours: Peer, canary):
    ours.script(Reply.redirect(f"http://127.0.0.1:{canary.port}/"))

    got = wire.call("GET", ours.url(), hosts={HOST})

    assert (got.status, canary.visits) == (302, [])


@pytest.mark.parametrize("name", ["http_proxy", "https_proxy", "ALL_PROXY", "HTTPS_PROXY"])
def test_no_proxy_is_asked(name, ours: Peer, canary, monkeypatch):
    monkeypatch.setenv(name, f"http://127.0.0.1:{canary.port}")

    assert wire.call("GET", ours.url(), hosts={HOST}).status == 200
    assert canary.visits == []


def test_a_peer_of_the_own_network_is_reached_under_its_port_alone(ours: Peer, canary):

    wire.call("GET", ours.url(), hosts={HOST})
    with pytest.raises(wire.Forbidden):
        wire.call("GET", f"http://{HOST}:{canary.port}/", hosts={HOST})
    with pytest.raises(wire.Forbidden):
        wire.call("GET", ours.url(), hosts=PLATFORM)

    assert (len(ours.received), canary.visits) == (1, [])


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "224.0.0.1", "0.0.0.0", "255.255.255.255", "fe80::1", "ff02::1", "::"]
)
def test_no_named_peer_lies_where_clouds_keep_their_secrets_or_where_everybody_listens(address):
    assert not wire.is_reachable(address, is_peer=True)


# --- which hosts --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "leads"),
    [
        ("https://platform.example/a?b=c", ("platform.example", 443, "/a?b=c")),
        ("https://PLATFORM.example", ("platform.example", 443, "/")),
        ("https://platform.example?b=c#d", ("platform.example", 443, "/?b=c")),
        ("https://eu.cdn.example/foto jalan é.jpg", ("eu.cdn.example", 443, "/foto%20jalan%20%C3%A9.jpg")),
        ("https://gateway.example:8443/send%20now", ("gateway.example", 8443, "/send%20now")),
    ],
)
def test_an_address_leads_to_a_host_that_the_caller_named(url, leads):
    target = wire.allowed(url, {*PLATFORM, "gateway.example:8443"})

    assert (target.host, target.port, target.path) == leads


@pytest.mark.parametrize(
    "url",
    [
        "https://other.example/",
        "https://cdn.example/",
        "https://evilcdn.example/",
        "https://.cdn.example/",
        "https://platform.example:8443/",
        "https://platform.example:0/",
        "https://platform.example:99999/",
        "https://gateway.example/",
        "http://platform.example/",
        "https://user@platform.example/",
        "https://platform.example/" + "a" * 5000,
        "",
    ],
)
def test_any_other_is_forbidden(url):
    with pytest.raises(wire.Forbidden):
        wire.allowed(url, {*PLATFORM, "gateway.example:8443"})


def test_what_an_operator_set_is_named_with_its_port():
    assert wire.host_of("https://Gateway.example:8443/x") == "gateway.example:8443"
    assert wire.host_of("https://gateway.example/x") == "gateway.example"


def itself(url: str) -> set[str]:
    """Return the allow-list of an adapter so careless that it names whatever host the URL has."""
    with suppress(wire.Forbidden):
        return {wire.host_of(url)}
    return PLATFORM


def refuse() -> socket.socket:
    """Be a host that does not answer."""
    raise ConnectionRefusedError
