"""Answers on Facebook and Instagram, spoken to a server that knows its pages by their tokens and refuses by code as Meta does."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from tests.channels.meta.samples import PERSON, account
from tests.peers.http import Reply
from tests.peers.meta import GOVERNOR, INSTAGRAM, PAGE, error

from tanggap.channels.contract import Attachment, Later, Outgoing, Refused, Sent
from tanggap.channels.meta import ADAPTER
from tanggap.core import clock, wire

LINK = "https://kota.example/laporan/JK-4KQ2-M9XT-1C7/"
PRIVATE = f"{LINK}9f3kq1x8c7v6b5n4m3a2s1d0f9g8h7j6/"
COMMENT = "139560936744456_139620233405726"


def outgoing(**changed) -> Outgoing:
    """Return words for the person of the samples."""
    said = {
        "key": "posting/7",
        "to": f"page:{PAGE}:{PERSON}",
        "subject": "",
        "text": f"Laporan Anda diterima. {PRIVATE}",
        "short": f"Diterima. {LINK}",
    }
    return Outgoing(**(said | changed))


# --- where it goes ------------------------------------------------------------------------------------------------


def test_a_message(graph):
    assert ADAPTER.send(account(**graph.values), outgoing()) == Sent("m_0001")
    assert graph.messages == [
        {
            "page": PAGE,
            "recipient": {"id": PERSON},
            "messaging_type": "RESPONSE",
            "message": {"text": f"Laporan Anda diterima. {PRIVATE}"},
        }
    ]


def test_each_page_speaks_with_its_own_token(graph):
    ADAPTER.send(account(**graph.values), outgoing(to=f"page:{GOVERNOR}:5"))
    ADAPTER.send(account(**graph.values), outgoing(to=f"instagram:{INSTAGRAM}:6"))
    assert [(each["page"], each["recipient"]) for each in graph.messages] == [
        (GOVERNOR, {"id": "5"}),
        (PAGE, {"id": "6"}),
    ]


def test_no_token_stands_in_an_address(graph):
    ADAPTER.send(account(**graph.values), outgoing())
    (received,) = graph.received
    assert list(received.query) == ["appsecret_proof"]


@pytest.mark.parametrize(("thread", "key"), [(f"comment:{COMMENT}", "comment_id"), (f"post:{COMMENT}", "post_id")])
def test_a_private_answer_to_what_was_written_on_the_page(graph, thread, key):
    ADAPTER.send(account(**graph.values), outgoing(thread=thread))
    assert graph.messages[0]["recipient"] == {key: COMMENT}
    assert "messaging_type" not in graph.messages[0]


def test_a_second_private_answer_is_refused(graph):
    ADAPTER.send(account(**graph.values), outgoing(thread=f"comment:{COMMENT}"))
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**graph.values), outgoing(thread=f"comment:{COMMENT}"))
    assert not refused.value.is_dead_address


@pytest.mark.parametrize(
    ("to", "edge"), [(f"page:{PAGE}:{PERSON}", "comments"), (f"instagram:{INSTAGRAM}:{PERSON}", "replies")]
)
def test_a_public_answer_stands_under_the_comment(graph, to, edge):
    ADAPTER.send(account(**graph.values), outgoing(to=to, thread=f"comment:{COMMENT}", is_public=True))
    assert graph.comments == [(COMMENT, edge, f"Diterima. {LINK}")]
    assert graph.messages == []


def test_a_private_link_never_stands_in_public(graph):
    with pytest.raises(Refused):
        ADAPTER.send(
            account(**graph.values), outgoing(thread=f"comment:{COMMENT}", is_public=True, short=f"Diterima. {PRIVATE}")
        )
    assert graph.received == []


@pytest.mark.parametrize("thread", ["", "comment:", "comment:1/../me", "1_2", "comment:x"])
def test_a_public_answer_needs_its_comment(graph, thread):
    with pytest.raises(Refused):
        ADAPTER.send(account(**graph.values), outgoing(thread=thread, is_public=True))
    assert graph.received == []


@pytest.mark.parametrize("to", ["", PERSON, f"page:{PAGE}", f"user:{PAGE}:1", f"page:{PAGE}:1/2", "page:٣:1"])
def test_an_address_that_is_no_persons_is_never_asked(graph, to):
    with pytest.raises(Refused):
        ADAPTER.send(account(**graph.values), outgoing(to=to))
    assert graph.received == []


def test_a_page_without_a_token_waits_for_the_operator(graph):
    with pytest.raises(Later):
        ADAPTER.send(account(**graph.values), outgoing(to=f"page:5:{PERSON}"))
    assert graph.received == []


@pytest.mark.parametrize(
    ("to", "text", "short", "said"),
    [
        (f"page:{PAGE}:1", "é" * 2000, "short", "é" * 2000),
        (f"page:{PAGE}:1", "é" * 2001, "short", "short"),
        (f"instagram:{INSTAGRAM}:1", "é" * 500, "short", "é" * 500),
        (f"instagram:{INSTAGRAM}:1", "é" * 501, "short", "short"),
        (f"instagram:{INSTAGRAM}:1", "é" * 501, "", "é" * 500),
        (f"instagram:{INSTAGRAM}:1", "x" + "é" * 501, "é" * 600, "é" * 500),
    ],
)
def test_what_is_too_long_is_said_shortly(graph, to, text, short, said):
    ADAPTER.send(account(**graph.values), outgoing(to=to, text=text, short=short))
    assert graph.messages[0]["message"]["text"] == said


# --- later than a day ---------------------------------------------------------------------------------------------


NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
TEMPLATE = {"template": "kabar_laporan", "template_languages": "id, en"}


def news(hours: float, **changed) -> Outgoing:
    """Return words for a person who wrote so many hours ago."""
    return outgoing(**({"heard_at": NOW - timedelta(hours=hours), "short": f"Selesai.\n{LINK}"} | changed))


def by_template(graph) -> list[tuple[str, str, str]]:
    """Return the template, language and words of each message that went by one."""
    told = [each["message"]["template"] for each in graph.messages if each.get("messaging_type") == "UTILITY"]
    return [(each["name"], each["language"]["code"], each["components"][0]["parameters"][0]["text"]) for each in told]


@pytest.mark.parametrize(("hours", "language", "said_in"), [(24, "id", "id"), (72, "en", "en"), (72, "su", "id")])
def test_late_news_of_a_page_go_by_the_template(graph, hours, language, said_in):
    with clock.at(NOW):
        assert ADAPTER.send(account(**graph.values, **TEMPLATE), news(hours, language=language)) == Sent("m_0001")
    assert by_template(graph) == [("kabar_laporan", said_in, f"Selesai. {LINK}")]


def test_within_the_day_words_are_free(graph):
    with clock.at(NOW):
        ADAPTER.send(account(**graph.values, **TEMPLATE), news(23))
    assert (by_template(graph), graph.messages[0]["messaging_type"]) == ([], "RESPONSE")


def test_when_meta_finds_it_late_the_template_is_tried(graph):
    graph.late.add(PERSON)
    with clock.at(NOW):
        ADAPTER.send(account(**graph.values, **TEMPLATE), news(1))
    assert len(by_template(graph)) == len(graph.messages) == 1


def test_instagram_has_no_template(graph):
    graph.late.add("6")
    with clock.at(NOW), pytest.raises(Refused) as refused:
        ADAPTER.send(account(**graph.values, **TEMPLATE), news(72, to=f"instagram:{INSTAGRAM}:6"))
    assert not refused.value.is_dead_address
    assert graph.messages == []


# --- what Meta says -----------------------------------------------------------------------------------------------


def test_a_person_who_is_gone_is_a_dead_address(graph):
    graph.gone.add(PERSON)
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**graph.values), outgoing())
    assert refused.value.is_dead_address


def test_after_a_day_meta_refuses_but_the_person_is_there(graph):
    graph.late.add(PERSON)
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**graph.values), outgoing())
    assert not refused.value.is_dead_address


@pytest.mark.parametrize(
    ("code", "subcode", "is_dead"),
    [(100, 2018001, True), (200, 1545041, True), (100, 33, False), (100, 0, False), (10900, 0, False), (506, 0, False)],
)
def test_what_meta_will_never_take_is_refused(graph, code, subcode, is_dead):
    graph.script(error(code, f"secret {PERSON}", subcode=subcode))
    with pytest.raises(Refused) as refused:
        ADAPTER.send(account(**graph.values), outgoing())
    assert (refused.value.is_dead_address, PERSON in str(refused.value)) == (is_dead, False)


@pytest.mark.parametrize(
    "reply",
    [
        error(190, "expired", subcode=463),
        error(10, "no permission"),
        error(200, "no permission"),
        error(4, "limit"),
        error(613, "limit"),
        error(80006, "limit"),
        error(368, "blocked"),
        error(1200, "temporary"),
        error(2, "again", status=500),
        error(999, "odd", is_transient=True),
        error(999, "odd", status=500),
        Reply(status=429),
        Reply(status=401),
    ],
)
def test_what_passes_is_tried_later(graph, reply):
    graph.script(reply)
    with pytest.raises(Later):
        ADAPTER.send(account(**graph.values), outgoing())


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        (
            {
                "X-Business-Use-Case-Usage": json.dumps(
                    {PAGE: [{"type": "messenger", "estimated_time_to_regain_access": 15}]}
                )
            },
            900,
        ),
        ({"X-Business-Use-Case-Usage": json.dumps({PAGE: [{"estimated_time_to_regain_access": 9_000_000}]})}, 86_400),
        ({"X-Business-Use-Case-Usage": json.dumps({PAGE: [{"estimated_time_to_regain_access": 0}]})}, None),
        ({"X-Business-Use-Case-Usage": "soon"}, None),
        ({}, None),
    ],
)
def test_too_fast_means_later_when_meta_says(graph, headers, seconds):
    graph.script(Reply(status=400, body=error(613, "limit").body, headers=headers))
    with pytest.raises(Later) as later:
        ADAPTER.send(account(**graph.values), outgoing())
    assert later.value.seconds == seconds


@pytest.mark.parametrize(
    "reply", [Reply(status=502), Reply(status=500, body=b"<html>"), Reply(hangs_up=True), Reply(announces=9)]
)
@pytest.mark.parametrize("is_public", [False, True])
def test_what_nobody_knows_is_not_said_again(graph, reply, is_public):
    graph.script(reply)
    with pytest.raises(wire.Unanswered):
        ADAPTER.send(account(**graph.values), outgoing(thread=f"comment:{COMMENT}", is_public=is_public))
    assert len(graph.received) == 1


def test_an_error_that_may_follow_a_message_that_went_is_not_said_again(graph):
    graph.script(error(1, "Received invalid JSON reply", subcode=1357046, status=500))
    with pytest.raises(wire.Unanswered):
        ADAPTER.send(account(**graph.values), outgoing())


def test_an_answer_of_which_only_the_status_came_was_sent(graph):
    graph.script(Reply(status=200, body=b"ok"))
    assert ADAPTER.send(account(**graph.values), outgoing()) == Sent("")


# --- files and the test button ------------------------------------------------------------------------------------


def test_a_file_is_fetched_without_our_token(graph):
    graph.files["/v/a.jpg"] = b"jpeg"
    assert ADAPTER.fetch(account(**graph.values), Attachment(ref=graph.url("/v/a.jpg?oh=1"))) == b"jpeg"
    assert "authorization" not in graph.received[0].headers


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/bot/files/file.doc",
        "http://scontent.xx.fbcdn.net/a.jpg",
        "https://fbcdn.net.evil.example/a.jpg",
        "https://evilfbcdn.net/a.jpg",
        "http://169.254.169.254/latest/meta-data/",
        "https://2130706433/a.jpg",
        "gopher://scontent.xx.fbcdn.net/",
        "",
    ],
)
def test_a_file_elsewhere_is_never_fetched(url):
    with pytest.raises(Refused):
        ADAPTER.fetch(account(), Attachment(ref=url))


@pytest.mark.parametrize("reply", [Reply(status=403), Reply(status=302), Reply(body=b"x", announces=99_000_000)])
def test_a_file_that_is_gone_or_too_large_is_given_up(graph, reply):
    graph.script(reply)
    with pytest.raises(Refused):
        ADAPTER.fetch(account(**graph.values), Attachment(ref=graph.url("/v/a.jpg")))


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=429), Reply(hangs_up=True)])
def test_a_file_that_cannot_come_now_comes_later(graph, reply):
    graph.script(reply)
    with pytest.raises(Later):
        ADAPTER.fetch(account(**graph.values), Attachment(ref=graph.url("/v/a.jpg")))


def test_the_test_button_names_pages_and_accounts(graph):
    health = ADAPTER.check(account(**graph.values))
    assert health.is_well
    assert "Pemprov Contoh, pemprov.contoh, Pemprov Contoh" in str(health.words)


def test_the_test_button_sees_a_token_that_ran_out(graph):
    with pytest.raises(Later):
        ADAPTER.check(account(**{**graph.values, "page_token": "old"}))
