"""Answers on X, spoken to a server that checks each signature and refuses as X does."""

import pytest
import time_machine
from tests.channels.twitter.samples import PERSON, account
from tests.peers.http import Reply
from tests.peers.x import US

from tanggap.channels.contract import Attachment, Later, Outgoing, Refused, Sent
from tanggap.channels.twitter import ADAPTER
from tanggap.channels.twitter.weight import MOST, weight
from tanggap.core import wire

LINK = "https://kota.example/laporan/JK-4KQ2-M9XT-1C7/"
PRIVATE = f"{LINK}9f3kq1x8c7v6b5n4m3a2s1d0f9g8h7j6/"


def outgoing(**changed) -> Outgoing:
    """Return words for the person of the samples."""
    said = {
        "key": "posting/7",
        "to": PERSON,
        "subject": "",
        "text": f"Laporan Anda diterima. {PRIVATE}",
        "short": f"Diterima. {LINK}",
    }
    return Outgoing(**(said | changed))


def public(**changed) -> Outgoing:
    """Return words under the post of the samples."""
    return outgoing(**({"thread": "1900000000000000001", "is_public": True} | changed))


# --- by message ---------------------------------------------------------------------------------------------------


def test_an_answer_by_message(x):
    assert ADAPTER.send(account(**x.values), outgoing()) == Sent("1700000000000000101")
    assert x.messaged == [(PERSON, f"Laporan Anda diterima. {PRIVATE}")]


def test_who_takes_no_messages_is_refused_but_not_given_up(x):
    x.closed_to.add(PERSON)
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**x.values), outgoing())
    assert not refused.value.is_dead_address


def test_an_account_that_is_gone_is_a_dead_address(x):
    x.script(Reply.json({"title": "Not Found Error"}, status=404))
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**x.values), outgoing())
    assert refused.value.is_dead_address


@pytest.mark.parametrize("to", ["", "abc", "1/../2", "１２", "1?x=1"])
def test_an_address_that_is_no_account_is_never_asked(x, to):
    with pytest.raises(Refused):
        ADAPTER.send(account(**x.values), outgoing(to=to))
    assert x.received == []


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(status=504), Reply(hangs_up=True), Reply(body=b"{}", announces=9)]
)
def test_a_message_of_which_nobody_knows_is_not_sent_again(x, reply):
    x.script(reply)
    with pytest.raises(wire.Unanswered):
        ADAPTER.send(account(**x.values), outgoing())
    assert len(x.received) == 1


def test_a_server_that_is_closed_is_asked_later(x):
    x.script(Reply(status=503))
    with pytest.raises(Later):
        ADAPTER.send(account(**x.values), outgoing())


# --- in public ----------------------------------------------------------------------------------------------------


def test_an_answer_under_the_post(x):
    assert ADAPTER.send(account(**x.values), public()) == Sent("1900000000000000101")

    (posted,) = x.posted
    assert posted["reply"] == {"in_reply_to_tweet_id": "1900000000000000001"}
    assert posted["text"].startswith(f"Diterima. {LINK} · ")


def test_a_private_link_never_stands_in_public(x):
    with pytest.raises(Refused):
        ADAPTER.send(account(**x.values), public(short=f"Diterima. {PRIVATE}"))
    assert x.received == []


def test_a_public_answer_fits(x):
    ADAPTER.send(account(**x.values), public(short="Terima kasih 🙏 laporan Anda kami teruskan. " * 20 + LINK))
    assert weight(x.posted[0]["text"]) <= MOST
    assert LINK in x.posted[0]["text"]


def test_an_answer_that_is_there_already_is_not_posted_again(x):
    """The first try was taken, and its answer lost: the second is refused as said before, which is what we wanted to know."""
    ADAPTER.send(account(**x.values), public())
    assert ADAPTER.send(account(**x.values), public()) == Sent()
    assert len(x.posted) == 1


def test_equal_words_to_two_people_are_both_posted(x):
    ADAPTER.send(account(**x.values), public(key="posting/1", short="Di mana lokasinya?"))
    ADAPTER.send(account(**x.values), public(key="posting/2", short="Di mana lokasinya?"))
    assert len(x.posted) == 2


@pytest.mark.parametrize(
    "reply", [Reply(status=500), Reply(status=503), Reply(hangs_up=True), Reply(body=b"{}", announces=9)]
)
def test_a_post_of_which_nobody_knows_is_tried_again(x, reply):
    x.script(reply)
    with pytest.raises(Later):
        ADAPTER.send(account(**x.values), public())


@pytest.mark.parametrize("thread", ["", "abc", "1/2"])
def test_a_public_answer_needs_its_post(x, thread):
    with pytest.raises(Refused):
        ADAPTER.send(account(**x.values), public(thread=thread))
    assert x.received == []


def test_a_post_that_is_gone_cannot_be_answered(x):
    x.script(
        Reply.json({"detail": "You attempted to reply to a Tweet that is deleted or not visible to you."}, status=403)
    )
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**x.values), public())
    assert not refused.value.is_dead_address


# --- pace and access ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-remaining": "0", "x-rate-limit-reset": "1772414430"}, 300),
        ({"x-rate-limit-reset": "1772414000"}, 1),
        (
            {
                "x-rate-limit-reset": "1772414430",
                "x-user-limit-24hour-remaining": "0",
                "x-user-limit-24hour-reset": "1772450130",
            },
            36_000,
        ),
        ({"x-rate-limit-reset": "9999999999"}, None),
        ({"x-rate-limit-reset": "1900000000"}, 86_400),
        ({"x-rate-limit-reset": "soon"}, None),
        ({}, None),
    ],
)
def test_too_fast_means_later_when_x_says(x, headers, seconds):
    x.script(Reply(status=429, headers=headers))
    with time_machine.travel("2026-03-02T01:15:30+00:00", tick=False), pytest.raises(Later) as later:
        ADAPTER.send(account(**x.values), outgoing())
    assert later.value.seconds == seconds


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=401),
        Reply.json({"title": "CreditsDepleted"}, status=402),
        Reply.json({"type": "https://api.twitter.com/2/problems/oauth1-permissions"}, status=403),
        Reply.json({"type": "https://api.twitter.com/2/problems/client-forbidden"}, status=403),
    ],
)
def test_what_the_operator_must_mend_loses_nothing(x, reply):
    x.script(reply)
    with pytest.raises(Later):
        ADAPTER.send(account(**x.values), outgoing())


def test_wrong_keys_are_noticed_by_the_platform(x):
    with pytest.raises(Later):
        ADAPTER.send(account(**{**x.values, "access_token_secret": "wrong"}), outgoing())
    assert x.messaged == []


def test_no_error_tells_what_was_said(x):
    x.script(Reply.json({"detail": f"no {PERSON} {PRIVATE}"}, status=400))
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**x.values), outgoing())
    assert str(refused.value) == "X refused it with status 400."


# --- pictures -----------------------------------------------------------------------------------------------------


def test_a_picture_of_a_post_is_fetched_without_our_keys(x):
    x.pictures["/media/a.jpg"] = b"jpeg"
    assert ADAPTER.fetch(account(**x.values), Attachment(ref=x.url("/media/a.jpg"))) == b"jpeg"
    assert "authorization" not in x.received[0].headers


def test_a_picture_of_a_message_opens_to_the_accounts_signature(x):
    path = "/1.1/ton/data/dm/17/18/a.jpg"
    x.pictures[path] = b"jpeg"
    assert ADAPTER.fetch(account(**x.values), Attachment(ref=x.url(path))) == b"jpeg"


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/1.1/ton/data/dm/1/2/a.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "https://pbs.twimg.com.evil.example/a.jpg",
        "https://pbs.twimg.com@evil.example/a.jpg",
        "file:///etc/passwd",
        "https://[::1]/a.jpg",
        "",
    ],
)
def test_a_picture_elsewhere_is_never_fetched(url):
    with pytest.raises(Refused):
        ADAPTER.fetch(account(), Attachment(ref=url))


def test_a_picture_that_leads_elsewhere_is_not_followed(x):
    x.script(Reply.redirect(x.url("/secret")))
    with pytest.raises(Refused):
        ADAPTER.fetch(account(**x.values), Attachment(ref=x.url("/media/a.jpg")))
    assert len(x.received) == 1


@pytest.mark.parametrize("reply", [Reply(status=404), Reply(body=b"x", announces=99_000_000)])
def test_a_picture_that_is_gone_or_too_large_is_given_up(x, reply):
    x.script(reply)
    with pytest.raises(Refused):
        ADAPTER.fetch(account(**x.values), Attachment(ref=x.url("/media/a.jpg")))


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=429), Reply(hangs_up=True)])
def test_a_picture_that_cannot_come_now_comes_later(x, reply):
    x.script(reply)
    with pytest.raises(Later):
        ADAPTER.fetch(account(**x.values), Attachment(ref=x.url("/media/a.jpg")))


# --- the test button ----------------------------------------------------------------------------------------------


def test_the_test_button_names_the_account(x):
    health = ADAPTER.check(account(**x.values))
    assert (health.is_well, "@akun_pemda" in str(health.words)) == (True, True)


def test_the_test_button_sees_keys_of_another_account(x):
    health = ADAPTER.check(account(**{**x.values, "user_id": "5"}))
    assert (health.is_well, US in str(health.words)) == (False, True)
