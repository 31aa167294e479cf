"""What Meta's events say, sample by sample, and with everything that people and Meta do to them."""

import json
from datetime import UTC, datetime

import pytest
from tests.channels.meta.samples import (
    COMMENTER,
    FOLDER,
    PERSON,
    account,
    change,
    heard,
    messaging,
    only,
    post,
    raw,
    sample,
)
from tests.peers.meta import GOVERNOR, INSTAGRAM, PAGE

from tanggap.channels.contract import Attachment, Changed, Delivered, Ignored, Malformed, Said
from tanggap.channels.meta import ADAPTER

WRITER = f"page:{PAGE}:{PERSON}"
AT = datetime(2017, 4, 10, 4, 13, 24, 411000, tzinfo=UTC)
MID = "message:mid.$cAAE1UUyiiwthh1ZAO1bVhDxGk2N0"


def by_comment(**said):
    """Return what the commenter of the samples said."""
    return Said(sender=f"page:{GOVERNOR}:{COMMENTER}", name="Pelapor Contoh", is_public=True, **said)


# --- the samples --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mime", "ref"),
    [
        ("messaging_audio_message", "audio/*", "https://example.com/bot/audios/audio.mp3"),
        ("messaging_file_message", "application/octet-stream", "https://example.com/bot/files/file.doc"),
        ("messaging_image_message", "image/*", "https://cdn.example.invalid/media"),
        ("messaging_video_message", "video/*", "https://example.com/bot/videos/video.mp4"),
    ],
)
def test_messaging_files(name, mime, ref):
    assert heard(raw(name)) == {MID: Said(sender=WRITER, attachments=(Attachment(ref=ref, mime=mime),), said_at=AT)}


def test_messaging_like_sticker_message():
    assert heard(raw("messaging_like_sticker_message")) == {
        "message:mid.$cAAE1UUyiiwthh05ZKlbVgkOobi32": Ignored("sticker")
    }


def test_messaging_quick_reply_message():
    assert heard(raw("messaging_quick_reply_message")) == {
        "message:mid.$cAAE1UUyiiwthh2BKL1bVhsBhVxvm": Said(
            sender=WRITER, text="Red", said_at=datetime(2017, 4, 10, 4, 24, 22, 319000, tzinfo=UTC)
        )
    }


def test_messaging_text_message():
    assert heard(raw("messaging_text_message")) == {
        "message:mid.$cAAE1UUyiiwthh0NPrVbVf4HFNDGl": Said(
            sender=WRITER,
            text="Sharp tools make good work.",
            said_at=datetime(2017, 4, 10, 3, 52, 43, 181000, tzinfo=UTC),
        )
    }


def test_page_feed_comment_add():
    assert heard(raw("page_feed_comment_add")) == {
        "comment:139560936744456_139620233405726": by_comment(
            text="Good",
            said_at=datetime(2017, 11, 29, 10, 23, 35, tzinfo=UTC),
            thread="comment:139560936744456_139620233405726",
            echoes="139560936744456_139562213411528",
        )
    }


def test_page_feed_comment_edited():
    known = heard(raw("page_feed_comment_edited"))
    number = "comment:139560936744456_139597043408045"
    first, version = known
    assert known[first] == by_comment(
        text="Great",
        said_at=datetime(2017, 11, 29, 9, 48, 11, tzinfo=UTC),
        thread=number,
        echoes="137542570280222_139560936744456",
    )
    assert (first, known[version]) == (number, Changed(number, "Great"))
    assert version.startswith(f"{number}:version:")


@pytest.mark.parametrize(
    "name",
    ["page_feed_page_like_add", "page_feed_post_reaction", "page_feed_reaction_add", "page_feed_reaction_remove"],
)
def test_page_feed_reactions(name):
    assert only(raw(name)) == Ignored("reaction")


def test_page_feed_status_add():
    assert heard(raw("page_feed_status_add")) == {
        "post:137542570280222_139610053406744": by_comment(
            text="test",
            said_at=datetime(2017, 11, 29, 9, 50, 30, tzinfo=UTC),
            thread="post:137542570280222_139610053406744",
        )
    }


def test_page_feed_status_edited():
    known = heard(raw("page_feed_status_edited"))
    number = "post:137542570280222_139560936744456"
    assert [type(said) for said in known.values()] == [Said, Changed]
    assert (known[number].text, list(known.values())[1]) == ("1234", Changed(number, "1234"))


def test_page_feed_video_comment_add():
    said = only(raw("page_feed_video_comment_add"))
    assert (said.sender, said.text, said.thread) == (
        f"page:{GOVERNOR}:1440971912666228",
        "100",
        "comment:139560936755999_140077616693321",
    )


# --- messages -----------------------------------------------------------------------------------------------------


def test_a_shared_location_is_where_it_is():
    place = {"type": "location", "title": "Lokasi", "payload": {"coordinates": {"lat": -6.2088, "long": 106.8456}}}
    said = only(messaging({"message": {"mid": "m1", "attachments": [place]}}))
    assert (said.text, said.lon, said.lat, said.attachments) == ("", 106.8456, -6.2088, ())


@pytest.mark.parametrize("coordinates", [{"lat": 0, "long": 0}, {"lat": 106.8, "long": -6.2}, {"lat": "-6"}, [], None])
def test_a_location_that_is_none_says_nothing(coordinates):
    place = {"type": "location", "payload": {"coordinates": coordinates}}
    assert only(messaging({"message": {"mid": "m1", "attachments": [place]}})) == Ignored("unsupported_message")


def test_emoji_alone_are_words():
    assert only(messaging({"message": {"mid": "m1", "text": "🙏🙏"}})).text == "🙏🙏"


def test_a_tapped_button_says_its_title():
    assert only(messaging({"postback": {"mid": "m2", "title": "Mulai", "payload": "GET_STARTED"}})).text == "Mulai"


def test_an_answer_to_our_message_tells_which():
    assert only(messaging({"message": {"mid": "m1", "text": "ya", "reply_to": {"mid": "m_0001"}}})).echoes == "m_0001"


def test_many_pictures_are_ten():
    files = [{"type": "image", "payload": {"url": f"https://scontent.fbcdn.net/{n}.jpg"}} for n in range(60)]
    assert len(only(messaging({"message": {"mid": "m1", "attachments": files}})).attachments) == 10


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"message": {"mid": "m1", "text": "Diterima", "is_echo": True}}, "own_message"),
        ({"sender": {"id": PAGE}, "message": {"mid": "m1", "text": "Diterima"}}, "own_message"),
        ({"message": {"mid": "m1", "is_unsupported": True}}, "unsupported_message"),
        ({"reaction": {"mid": "m1", "action": "react", "emoji": "👍"}}, "reaction"),
        ({"read": {"watermark": 1491797604411}}, "reading"),
        ({"referral": {"ref": "x"}}, "referral"),
        ({"optin": {"type": "x"}}, "optin"),
        ({"hologram": {}}, "unknown_kind"),
    ],
)
def test_what_is_nothing_for_the_city_is_counted_and_left(event, reason):
    assert only(messaging(event)) == Ignored(reason)


def test_messages_that_arrived_are_told_one_by_one():
    assert heard(messaging({"delivery": {"mids": ["m_0001", "m_0002"], "watermark": 1}})) == {
        "delivery:m_0001": Delivered("m_0001", "delivered", at=AT),
        "delivery:m_0002": Delivered("m_0002", "delivered", at=AT),
    }


def test_a_message_that_was_read_on_instagram_is_told():
    payload = messaging({"read": {"mid": "m_0001"}}, kind="instagram", own=INSTAGRAM)
    assert heard(payload) == {"reading:m_0001": Delivered("m_0001", "read", at=AT)}


def test_an_edited_message_stands_in_for_the_first_one_and_changes_it():
    known = heard(messaging({"message_edit": {"mid": "m1", "text": "dua lubang", "num_edit": 1}}))
    assert known == {
        "message:m1": Said(sender=WRITER, text="dua lubang", said_at=AT),
        "message:m1:version:1": Changed("message:m1", "dua lubang"),
    }


def test_words_that_came_by_an_advertisement_are_words():
    assert (
        only(messaging({"message": {"mid": "m1", "text": "lampu mati"}, "referral": {"ref": "x"}})).text == "lampu mati"
    )


def test_a_deleted_message_is_taken_back():
    payload = messaging({"message": {"mid": "m1", "is_deleted": True}}, kind="instagram", own=INSTAGRAM)
    assert heard(payload) == {"message:m1:deleted": Changed("message:m1", None)}


def test_a_number_too_long_for_us_is_told_by_its_fingerprint():
    mid = "aWdfZAG1faXRlbToxOklH" * 12
    (first, gone) = (
        next(iter(heard(messaging({"message": {"mid": mid, **more}})).items()))
        for more in ({"text": "x"}, {"is_deleted": True})
    )
    assert len(first[0]) < 60
    assert gone[1] == Changed(first[0], None)


# --- pages --------------------------------------------------------------------------------------------------------


def comment(**changed):
    """Return a change of the feed: the sample's comment with some fields changed."""
    return change("feed", sample("page_feed_comment_add")["entry"][0]["changes"][0]["value"] | changed)


def test_a_photo_without_words_is_a_comment():
    said = only(comment(message="", photo="https://scontent.xx.fbcdn.net/v/a.jpg"))
    assert (said.text, said.attachments) == (
        "",
        (Attachment(ref="https://scontent.xx.fbcdn.net/v/a.jpg", mime="image/*"),),
    )


def test_a_visitors_post_of_several_photos():
    value = {
        "item": "status",
        "verb": "add",
        "post_id": f"{GOVERNOR}_1",
        "from": {"id": COMMENTER, "name": "Pelapor Contoh"},
        "message": "Banjir",
        "photos": ["https://scontent.xx.fbcdn.net/a.jpg", "https://scontent.xx.fbcdn.net/b.jpg", 7],
    }
    assert [each.ref[-5:] for each in only(change("feed", value)).attachments] == ["a.jpg", "b.jpg"]


@pytest.mark.parametrize("verb", ["remove", "delete"])
def test_a_removed_comment_is_taken_back(verb):
    number = "comment:139560936744456_139620233405726"
    assert heard(comment(verb=verb)) == {f"{number}:deleted": Changed(number, None)}


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"from": {"id": GOVERNOR, "name": "Gubernur"}}, "own_post"),
        ({"verb": "hide"}, "moderation"),
        ({"message": ""}, "without_words"),
        ({"from": None}, "author_withheld"),
        ({"item": "event"}, "unknown_kind"),
    ],
)
def test_what_is_no_word_to_the_city_is_left(changed, reason):
    assert only(comment(**changed)) == Ignored(reason)


def test_a_mention_brings_no_words():
    assert only(change("mention", {"post_id": "1_2", "verb": "add"})) == Ignored("mention_without_words")


# --- Instagram ----------------------------------------------------------------------------------------------------


def on_instagram(**changed):
    """Return a comment on Instagram with some fields changed."""
    value = {
        "from": {"id": "5500011122233", "username": "pelapor.contoh"},
        "media": {"id": "18172143295349192", "media_product_type": "FEED"},
        "id": "17919697626119712",
        "text": "@pemprov.contoh lampu jalan mati",
    }
    return change("comments", value | changed, kind="instagram", own=INSTAGRAM)


def test_a_comment_on_instagram():
    assert heard(on_instagram(parent_id="17900000000000001")) == {
        "comment:17919697626119712": Said(
            sender=f"instagram:{INSTAGRAM}:5500011122233",
            name="pelapor.contoh",
            text="@pemprov.contoh lampu jalan mati",
            said_at=datetime(2017, 11, 29, 10, 23, 36, tzinfo=UTC),
            thread="comment:17919697626119712",
            is_public=True,
            echoes="17900000000000001",
        )
    }


def test_a_comment_that_stands_in_the_entry_itself_is_read_the_same():
    payload = on_instagram()
    (entry,) = payload["entry"]
    inside = {**payload, "entry": [{"id": entry["id"], "time": entry["time"], **entry["changes"][0]}]}
    assert heard(inside) == heard(on_instagram())


@pytest.mark.parametrize("own", [{"id": INSTAGRAM}, {"id": "5", "self_ig_scoped_id": INSTAGRAM}])
def test_our_own_comment_is_left(own):
    assert only(on_instagram(**{"from": own})) == Ignored("own_post")


def test_a_message_on_instagram():
    said = only(messaging({"message": {"mid": "m1", "text": "halo"}}, kind="instagram", own=INSTAGRAM))
    assert (said.sender, said.text) == (f"instagram:{INSTAGRAM}:{PERSON}", "halo")


def test_a_message_that_stands_in_a_change_is_read_the_same():
    event = {"sender": {"id": PERSON}, "recipient": {"id": INSTAGRAM}, "timestamp": 1491797604411}
    event["message"] = {"mid": "m1", "text": "halo"}
    inside = change("messages", event, kind="instagram", own=INSTAGRAM)
    assert heard(inside) == heard(messaging(event, kind="instagram", own=INSTAGRAM))


# --- calls --------------------------------------------------------------------------------------------------------


def test_a_call_of_several_entries_keeps_every_event_in_order():
    entries = [
        sample(name)["entry"][0]
        for name in (
            "page_feed_comment_add",
            "messaging_text_message",
            "page_feed_reaction_add",
            "messaging_image_message",
        )
    ]
    entries[1]["messaging"] *= 2
    pieces = ADAPTER.split(account(), post(json.dumps({"object": "page", "entry": entries}).encode()))
    said = [ADAPTER.read(account(), piece.payload) for piece in pieces]
    assert [type(each).__name__ for each in said] == ["Said", "Said", "Said", "Ignored", "Said"]
    assert pieces[1] == pieces[2]


def test_each_page_has_its_own_people():
    first, second = (
        only(messaging({"message": {"mid": "m", "text": "x"}}, own=own)).sender for own in (PAGE, GOVERNOR)
    )
    assert (first, second) == (f"page:{PAGE}:{PERSON}", f"page:{GOVERNOR}:{PERSON}")


def test_events_of_a_page_that_is_not_ours_are_left():
    assert only(raw("messaging_text_message"), page_id="5", instagram_id="") == Ignored("other_account")


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        ({"object": "user", "entry": [{"id": PAGE, "changes": [{"field": "photos", "value": {}}]}]}, "unknown_kind"),
        (change("holograms", {"x": 1}), "unknown_kind"),
        (
            {"object": "page", "entry": [{"id": PAGE, "standby": [{"message": {"mid": "m", "text": "x"}}]}]},
            "another_app_answers",
        ),
    ],
)
def test_unknown_objects_and_fields_are_left(payload, reason):
    assert only(payload) == Ignored(reason)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"object":"page"}',
        b'{"object":"page","entry":{}}',
        b'{"object":1,"entry":[]}',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_what_is_no_payload_of_meta_is_said_so(body):
    with pytest.raises(Malformed):
        ADAPTER.split(account(), post(body))


@pytest.mark.parametrize(
    "payload",
    [
        messaging({"sender": {}, "message": {"mid": "m1", "text": "x"}}),
        comment(comment_id=None),
        on_instagram(**{"from": {}}),
    ],
)
def test_words_without_author_or_number_are_set_aside(payload):
    with pytest.raises(Malformed):
        only(payload)


def test_an_event_of_another_platform_is_none_of_metas():
    body = (FOLDER.parent / "x/mention.json").read_bytes()
    with pytest.raises(Malformed):
        ADAPTER.split(account(), post(body))
    with pytest.raises(Malformed):
        ADAPTER.read(account(), body)
