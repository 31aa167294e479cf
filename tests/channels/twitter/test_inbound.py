"""What X's events say, sample by sample, and with everything that people and X do to them."""

import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from tests.channels.twitter.samples import FOLDER, PERSON, account, heard, only, post, raw, sample
from tests.peers.x import US

from tanggap.channels.contract import Attachment, Changed, Delivered, Ignored, Malformed, Said
from tanggap.channels.twitter import ADAPTER

AT = datetime(2026, 3, 2, 1, 15, 30, tzinfo=UTC)


# --- the samples --------------------------------------------------------------------------------------------------


def test_mention():
    assert heard(raw("mention")) == {
        "post:1900000000000000001": Said(
            sender=PERSON,
            name="Pelapor Contoh",
            text="trotoar di depan sekolah rusak parah, tolong",
            said_at=AT,
            thread="1900000000000000001",
            is_public=True,
        )
    }


def test_mention_extended_with_photo():
    assert heard(raw("mention_extended_with_photo")) == {
        "post:1900000000000000002": Said(
            sender=PERSON,
            name="Pelapor Contoh",
            text=(
                "parkir liar menutup jalur sepeda sepanjang jalan dari stasiun sampai lampu merah, setiap sore. "
                "Sudah dilaporkan bulan lalu tapi tidak ada yang datang. Foto terlampir"
            ),
            attachments=(Attachment(ref="https://cdn.example.invalid/t.jpg", mime="image/jpeg"),),
            said_at=AT,
            thread="1900000000000000002",
            is_public=True,
        )
    }


def test_direct_message():
    assert heard(raw("direct_message")) == {
        "message:1638290192839218391": Said(
            sender=PERSON,
            name="Pelapor Contoh",
            text="Min, lampu jalan di depan pasar mati",
            said_at=datetime(2023, 3, 20, 23, 13, 32, tzinfo=UTC),
        )
    }


def test_own_tweet_must_be_ignored():
    assert heard(raw("own_tweet_must_be_ignored")) == {"post:1900000000000000005": Ignored("own_post")}


# --- posts --------------------------------------------------------------------------------------------------------


def mention(**changed):
    """Return the sample's mention with some fields changed."""
    payload = sample("mention")
    payload["tweet_create_events"][0] |= changed
    return payload


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("@akun_pemda", ""),
        ("@Akun_Pemda: got mampet", "got mampet"),
        ("@akun_pemda @tetangga got mampet", "@tetangga got mampet"),
        ("got mampet @akun_pemda", "got mampet @akun_pemda"),
        ("@akun_pemda 🙏🙏", "🙏🙏"),
        ("@akun_pemda lubang &gt; 1 m &amp; dalam &lt;3 &quot;", "lubang > 1 m & dalam <3 &quot;"),
        ("@akun_pemda &amp;lt;", "&lt;"),
        ("@akun_pemda a\0b\ud800", "ab?"),
    ],
)
def test_the_words_are_the_persons_own(written, read):
    assert only(mention(text=written)).text == read


def test_a_photo_without_words_is_a_message():
    media = {"media_url_https": "https://pbs.twimg.com/media/a.jpg", "url": "https://t.co/aaaaaaaaaa", "type": "photo"}
    still = {"media_url_https": "https://pbs.twimg.com/thumb/b.jpg", "url": "https://t.co/aaaaaaaaaa", "type": "video"}

    said = only(mention(text="@akun_pemda https://t.co/aaaaaaaaaa", extended_entities={"media": [media, still]}))

    assert (said.text, [each.ref for each in said.attachments]) == (
        "",
        ["https://pbs.twimg.com/media/a.jpg", "https://pbs.twimg.com/thumb/b.jpg"],
    )


def test_a_short_link_is_read_as_what_it_leads_to():
    links = [{"url": "https://t.co/bbbbbbbbbb", "expanded_url": "https://maps.app.goo.gl/xyz"}]
    payload = mention(text="@akun_pemda lubang di https://t.co/bbbbbbbbbb ya")
    payload["tweet_create_events"][0]["entities"]["urls"] = links

    assert only(payload).text == "lubang di https://maps.app.goo.gl/xyz ya"


@pytest.mark.parametrize(
    ("coordinates", "expected"),
    [
        ([106.9004, -6.2146], (106.9004, -6.2146)),
        ([0, 0], (None, None)),
        ([-6.2146, 106.9004], (None, None)),
        ([1e400, 1], (None, None)),
        (["106", "-6"], (None, None)),
        ([True, False], (None, None)),
        ([106.9], (None, None)),
        ("106,-6", (None, None)),
    ],
)
def test_a_point_is_a_point_on_earth_or_none(coordinates, expected):
    payload = json.dumps(mention(coordinates={"type": "Point", "coordinates": coordinates})).replace(
        "Infinity", "1e400"
    )
    said = only(payload.encode())
    assert (said.lon, said.lat) == expected


def test_a_named_place_is_an_address():
    assert only(mention(place={"full_name": "Cakung, Jakarta Timur"})).address == "Cakung, Jakarta Timur"


def test_an_answer_to_our_post_tells_which():
    said = only(mention(in_reply_to_status_id_str="1800000000000000009", in_reply_to_user_id_str=US))
    assert said.echoes == "1800000000000000009"


def test_an_answer_to_another_persons_post_joins_nothing():
    assert only(mention(in_reply_to_status_id_str="1800000000000000009", in_reply_to_user_id_str="5")).echoes == ""


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"retweeted_status": {"id_str": "1"}}, "repost"),
        ({"entities": {"user_mentions": []}}, "not_mentioned"),
    ],
)
def test_what_does_not_speak_to_us_is_left(changed, reason):
    assert only(mention(**changed)) == Ignored(reason)


def test_an_edited_post_stands_in_for_the_first_one_and_changes_it():
    edited = mention(
        id_str="1900000000000000007",
        text="@akun_pemda trotoar DAN halte rusak",
        edit_history={"initial_tweet_id": "1900000000000000001", "edit_tweet_ids": []},
    )
    known = heard(edited)

    assert list(known) == ["post:1900000000000000001", "post:1900000000000000001:version:1900000000000000007"]
    assert known["post:1900000000000000001"].text == "trotoar DAN halte rusak"
    assert known["post:1900000000000000001:version:1900000000000000007"] == Changed(
        "post:1900000000000000001", "trotoar DAN halte rusak"
    )


def test_a_deleted_post_is_taken_back():
    gone = {"tweet_delete_events": [{"status": {"id": "1900000000000000001", "user_id": PERSON}, "timestamp_ms": "1"}]}
    assert heard({"for_user_id": US, **gone}) == {
        "post:1900000000000000001:deleted": Changed("post:1900000000000000001", None)
    }


def test_our_own_deletion_is_left():
    gone = {"tweet_delete_events": [{"status": {"id": "19", "user_id": US}}]}
    assert only({"for_user_id": US, **gone}) == Ignored("own_post")


# --- messages -----------------------------------------------------------------------------------------------------


def message(**changed):
    """Return the sample's message with some of its data changed."""
    payload = sample("direct_message")
    payload["direct_message_events"][0]["message_create"]["message_data"] |= changed
    return payload


def test_a_shared_location_is_where_it_is():
    coordinates = {"type": "Point", "coordinates": [106.8456, -6.2088]}
    location = {"type": "shared_coordinate", "shared_coordinate": {"coordinates": coordinates}}
    said = only(message(text="", attachment={"type": "location", "location": location}))
    assert (said.text, said.lon, said.lat) == ("", 106.8456, -6.2088)


def test_a_shared_place_is_an_address():
    location = {"type": "shared_place", "shared_place": {"place": {"full_name": "Pasar Jatinegara"}}}
    assert only(message(attachment={"type": "location", "location": location})).address == "Pasar Jatinegara"


def test_a_picture_of_a_message_is_fetched_later():
    media = {"media_url_https": "https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg", "url": "https://t.co/cccccccccc"}
    said = only(message(text="ini fotonya https://t.co/cccccccccc", attachment={"type": "media", "media": media}))
    assert (said.text, [each.ref for each in said.attachments]) == (
        "ini fotonya",
        ["https://ton.twitter.com/1.1/ton/data/dm/1/2/a.jpg"],
    )


def test_our_own_message_is_left():
    payload = sample("direct_message")
    payload["direct_message_events"][0]["message_create"]["sender_id"] = US
    assert only(payload) == Ignored("own_message")


def test_a_message_that_was_read_is_told():
    reading = {"created_timestamp": "1679354012000", "sender_id": PERSON, "last_read_event_id": "1700"}
    assert only({"for_user_id": US, "direct_message_mark_read_events": [reading]}) == Delivered(
        "1700", "read", at=datetime(2023, 3, 20, 23, 13, 32, tzinfo=UTC)
    )


# --- the rest -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("favorite_events", "like"),
        ("follow_events", "follow"),
        ("direct_message_indicate_typing_events", "typing"),
        ("holograms_events", "unknown_kind"),
    ],
)
def test_other_events_are_counted_and_left(name, reason):
    assert only({"for_user_id": US, name: [{"created_timestamp": "1"}]}) == Ignored(reason)


def test_a_call_of_many_events_keeps_their_order():
    payload = mention()
    payload["tweet_create_events"] += sample("mention_extended_with_photo")["tweet_create_events"]
    payload |= {"direct_message_events": sample("direct_message")["direct_message_events"], "new_field": {"x": [1]}}
    assert list(heard(payload)) == [
        "post:1900000000000000001",
        "post:1900000000000000002",
        "message:1638290192839218391",
    ]


def test_events_of_another_account_of_the_same_app_are_left():
    assert only(raw("mention"), user_id="111") == Ignored("other_account")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"{",
        b"\xff",
        b'{"for_user_id": NaN}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        b"1" * 5000,
    ],
)
def test_what_is_no_payload_of_x_is_said_so(body):
    with pytest.raises(Malformed):
        ADAPTER.split(account(), post(body))


@pytest.mark.parametrize("depth", range(100, 1100, 25))
def test_depth_is_read_or_refused(depth):
    nested = b'{"for_user_id": "1", "tweet_create_events": [{"id": 1, "x": ' + b"[" * depth + b"]" * depth + b"}]}"
    with suppress(Malformed):
        for piece in ADAPTER.split(account(user_id="1"), post(nested)):
            ADAPTER.read(account(user_id="1"), piece.payload)


def test_a_payload_longer_than_any_is_not_read():
    with pytest.raises(Malformed):
        ADAPTER.split(account(), post(b'{"for_user_id": "' + b"1" * 2_000_000 + b'"}'))


@pytest.mark.parametrize("gone", ["user", "id"])
def test_a_post_without_author_or_number_is_set_aside(gone):
    payload = mention()
    del payload["tweet_create_events"][0][gone]
    payload["tweet_create_events"][0].pop("id_str" if gone == "id" else "", None)
    with pytest.raises(Malformed):
        only(payload)


def test_an_event_of_another_platform_is_none_of_xs():
    body = (FOLDER.parent / "facebook/messaging_text_message.json").read_bytes()
    with pytest.raises(Malformed):
        ADAPTER.split(account(), post(body))
    with pytest.raises(Malformed):
        ADAPTER.read(account(), body)
