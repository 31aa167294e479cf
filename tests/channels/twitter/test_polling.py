"""Mentions and messages fetched by API v2: the same events under the same numbers, none lost when a page fails."""

from datetime import UTC, datetime

import pytest
import time_machine
from tests.channels.twitter.samples import PERSON, account, heard, raw
from tests.peers.http import Reply
from tests.peers.x import US

from tanggap.channels.contract import Attachment, Changed, Ignored, Later, Said
from tanggap.channels.twitter import ADAPTER

USERS = {"users": [{"id": PERSON, "name": "Pelapor Contoh", "username": "pelapor_contoh"}]}


def tweet(number: int, text: str = "@akun_pemda lampu mati", **more):
    """Return a mention as API v2 tells it."""
    return {
        "id": str(number),
        "author_id": PERSON,
        "created_at": "2026-03-02T01:15:30.000Z",
        "text": text,
        "edit_history_tweet_ids": [str(number)],
        "entities": {"mentions": [{"start": 0, "end": 11, "username": "akun_pemda", "id": US}]},
        **more,
    }


def message(number: int, sender: str = PERSON, **more):
    """Return a direct message as API v2 tells it."""
    return {
        "id": str(number),
        "event_type": "MessageCreate",
        "text": "Min, lampu jalan di depan pasar mati",
        "sender_id": sender,
        "dm_conversation_id": f"{PERSON}-{US}",
        "created_at": "2023-03-20T23:13:32.000Z",
        **more,
    }


def polled(x, since):
    """Poll once; return the newest numbers and what was kept, read."""
    who = account(**x.values)
    pieces = []
    mark = dict(ADAPTER.poll(who, since, pieces.extend))
    mark.pop("asked_at", None)
    return mark, {piece.external_id: ADAPTER.read(who, piece.payload) for piece in pieces}


def test_a_mention_reads_the_same_whichever_way_it_comes(x):
    x.includes = USERS
    x.mentions = [tweet(1900000000000000001, "@akun_pemda trotoar di depan sekolah rusak parah, tolong")]
    mark, found = polled(x, {"mention": "1800", "message": "0"})
    assert found == heard(raw("mention"))
    assert mark == {"mention": "1900000000000000001", "message": "0"}


def test_a_message_reads_the_same_whichever_way_it_comes(x):
    x.includes = USERS
    x.messages = [message(1638290192839218391)]
    mark, found = polled(x, {"mention": "0", "message": "1"})
    assert found == heard(raw("direct_message"))
    assert mark == {"mention": "0", "message": "1638290192839218391"}


def test_a_long_post_with_picture_and_place(x):
    url = "https://pbs.twimg.com/media/a.jpg"
    x.includes = {
        **USERS,
        "media": [
            {"media_key": "3_1", "type": "photo", "url": url},
            {"media_key": "3_2", "type": "photo", "url": "https://other"},
        ],
        "places": [{"id": "f3bfc7dcc928977f", "full_name": "Cakung, Jakarta Timur"}],
    }
    x.mentions = [
        tweet(
            1900000000000000002,
            "@akun_pemda lubang…",
            note_tweet={"text": "@akun_pemda lubang besar sekali di depan pasar https://t.co/abc"},
            attachments={"media_keys": ["3_1"]},
            geo={"place_id": "f3bfc7dcc928977f", "coordinates": {"type": "Point", "coordinates": [106.95, -6.18]}},
            entities={
                "mentions": [{"username": "akun_pemda", "id": US}],
                "urls": [
                    {"url": "https://t.co/abc", "expanded_url": "https://x.com/a/status/1900000000000000002/photo/1"}
                ],
            },
        )
    ]
    _mark, found = polled(x, {"mention": "1", "message": "1"})
    assert found["post:1900000000000000002"] == Said(
        sender=PERSON,
        name="Pelapor Contoh",
        text="lubang besar sekali di depan pasar",
        attachments=(Attachment(ref=url, mime="image/jpeg"),),
        lon=106.95,
        lat=-6.18,
        address="Cakung, Jakarta Timur",
        said_at=datetime(2026, 3, 2, 1, 15, 30, tzinfo=UTC),
        thread="1900000000000000002",
        is_public=True,
    )


def test_pages_are_fetched_to_the_end(x):
    x.page = 3
    x.mentions = [tweet(number) for number in range(1010, 1000, -1)]
    x.messages = [message(number) for number in range(2010, 2000, -1)]
    mark, found = polled(x, {"mention": "1004", "message": "2006"})
    assert sorted(found) == [*(f"message:{n}" for n in range(2007, 2011)), *(f"post:{n}" for n in range(1005, 1011))]
    assert mark == {"mention": "1010", "message": "2010"}
    assert len([each for each in x.received if each.path == "/2/dm_events"]) == 2


def test_nothing_new_moves_nothing(x):
    assert polled(x, {"mention": "1004", "message": "2006"}) == ({"mention": "1004", "message": "2006"}, {})


def test_the_first_poll_goes_back_one_day(x):
    with time_machine.travel("2026-03-02T01:15:30+00:00", tick=False):
        mark, _found = polled(x, {})
    asked = int(x.received[0].query["since_id"])
    assert (asked >> 22) + 1_288_834_974_657 == 1_772_414_130_000 - 86_400_000
    assert mark == {"mention": str(asked), "message": str(asked)}


@pytest.mark.parametrize(
    "trouble", [Reply(status=429), Reply(status=500), Reply(hangs_up=True), Reply(body=b"[]"), Reply(status=401)]
)
def test_a_page_that_fails_leaves_what_was_kept_and_the_bookmark(x, trouble):
    x.page = 2
    rows = [tweet(number) for number in range(1004, 1000, -1)]
    x.mentions = rows
    x.script(Reply.json({"data": rows[:2], "meta": {"next_token": "2"}}), trouble)
    kept = []
    with pytest.raises(Later):
        ADAPTER.poll(account(**x.values), {"mention": "1", "message": "1"}, kept.extend)
    assert [piece.external_id for piece in kept] == ["post:1004", "post:1003"]

    mark, found = polled(x, {"mention": "1", "message": "1"})
    assert (mark["mention"], len(found)) == ("1004", 4)


def test_messages_that_fail_do_not_hold_mentions_back_and_are_told_when_it_lasts(x):
    x.mentions = [tweet(1004)]
    x.script(Reply.json({"data": x.mentions, "meta": {}}), Reply(status=403))
    mark = ADAPTER.poll(account(**x.values), {"mention": "1", "message": "1"}, lambda pieces: None)
    assert dict(mark) == {"mention": "1004", "message": "1"}

    x.script(Reply.json({"meta": {}}), Reply(status=403))
    with pytest.raises(Later):
        ADAPTER.poll(account(**x.values), mark, lambda pieces: None)


def test_messages_are_asked_for_no_oftener_than_x_allows(x):
    who, mark = account(**x.values), {}
    with time_machine.travel("2026-03-02T01:15:30+00:00", tick=False) as clockwork:
        for _quarter in range(30):
            mark = ADAPTER.poll(who, mark, lambda pieces: None)
            clockwork.shift(30)
    assert len([each for each in x.received if each.path == "/2/dm_events"]) == 10
    assert len([each for each in x.received if each.path.endswith("/mentions")]) == 30


def test_a_post_first_seen_when_it_was_edited_is_not_lost(x):
    x.mentions = [tweet(1902, "@akun_pemda dua lampu mati", edit_history_tweet_ids=["1900", "1902"])]
    _mark, found = polled(x, {"mention": "1", "message": "1"})
    assert found["post:1900"].text == "dua lampu mati"
    assert found["post:1900:version:1902"] == Changed("post:1900", "dua lampu mati")


def test_our_own_words_and_groups_are_left(x):
    x.messages = [message(12, US), message(11, dm_conversation_id="1585094756761149440")]
    x.mentions = [tweet(21, author_id=US), tweet(20, referenced_tweets=[{"type": "retweeted", "id": "3"}])]
    _mark, found = polled(x, {"mention": "1", "message": "1"})
    assert found == {
        "post:21": Ignored("own_post"),
        "post:20": Ignored("repost"),
        "message:12": Ignored("own_message"),
        "message:11": Ignored("group_message"),
    }


def test_an_account_that_is_only_called_is_not_asked(x):
    who = account(**{**x.values, "arrives_by": "webhook"})
    assert ADAPTER.poll(who, {"mention": "5"}, lambda pieces: None) == {"mention": "5"}
    assert x.received == []
