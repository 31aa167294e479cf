"""Qlue's posts: signed calls, the feed's odd fields, and what a report is made of."""

import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.channels.contract import Account, Attachment, Call, Changed, Filed, Ignored, Malformed, Unsigned
from tanggap.channels.qlue import ADAPTER, inbound

SECRET, FORMER = "s-" + "1" * 30, "s-" + "0" * 30
ACCOUNT = Account(1, "qlue", "jakarta", "qlue", {"secret": SECRET, "former_secret": FORMER})
POST = {
    "post_id": 204518, "post_date": "2016-02-07 00:06:26", "post_title": "Banjir", "post_desc": "Banjir 30 cm di depan pasar",
    "post_images": "https:\\/\\/images.example.org\\/p\\/1.jpg", "loc_lng": "106.9454", "loc_lat": -6.2119, "profile_name": "Ratna C.",
}  # fmt: skip


def call(body, *, secret=SECRET, at=None, **headers):
    stamp = str(int(time.time() if at is None else at))
    signed = {"x-qlue-timestamp": stamp, "x-qlue-signature": inbound.signature(secret, stamp, body)}
    return Call("POST", "https://city.example/channels/qlue/jakarta/", {}, {**signed, **headers}, body)


def read(**fields):
    post = {key: value for key, value in {**POST, **fields}.items() if value is not None}
    return ADAPTER.read(ACCOUNT, json.dumps(post).encode())


def test_a_post_becomes_a_report():
    heard = read()

    report = heard.report
    assert (heard.sender, report.text, report.reporter.name) == ("204518", "Banjir 30 cm di depan pasar", "Ratna C.")
    assert (report.lon, report.lat, report.visibility) == (106.9454, -6.2119, "public")
    assert heard.attachments == (Attachment(ref="https://images.example.org/p/1.jpg"),)


def test_a_date_without_a_zone_means_western_indonesian_time():
    assert read().report.occurred_at == datetime(2016, 2, 6, 17, 6, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    "date", ["", "0000-00-00 00:00:00", "2016-02-30 00:00:00", "2099-01-01 00:00:00", "kemarin", 5, None]
)
def test_a_date_that_is_none_costs_no_report(date):
    assert read(post_date=date).report.occurred_at is None


@pytest.mark.parametrize(
    ("lng", "lat"),
    [
        (0, 0),
        ("0", "0"),
        ("0.0", 0),
        (106.9, 0),
        ("", ""),
        (None, None),
        ("x", -6),
        ("1e999", -6),
        (True, True),
        (999, -6),
    ],
)
def test_zero_means_that_there_is_no_place(lng, lat):
    report = read(loc_lng=lng, loc_lat=lat).report

    assert (report.lon, report.lat) == (None, None)


@pytest.mark.parametrize(
    ("images", "urls"),
    [
        ("", []), (None, []), ("http:\\/\\/a.example\\/1.jpg", ["http://a.example/1.jpg"]), (["https://a.example/1.jpg", 3], ["https://a.example/1.jpg"]),
        ("file:///etc/passwd", []), ("javascript:alert(1)", []), ({"url": "https://a.example"}, []),
    ],
)  # fmt: skip
def test_images_are_addresses_with_escaped_slashes_or_nothing(images, urls):
    assert [one.ref for one in read(post_images=images).attachments] == urls


@pytest.mark.parametrize(
    ("title", "words", "text"),
    [
        ("Banjir", "Sampah menumpuk", "Banjir\n\nSampah menumpuk"), ("", "Sampah menumpuk", "Sampah menumpuk"),
        ("Sampah", "", "Sampah"), ("", "😡😡", "Tanpa keterangan. 😡😡"), (None, None, "Tanpa keterangan."),
    ],
)  # fmt: skip
def test_a_photo_or_a_place_without_words_still_reaches_a_person(title, words, text):
    assert read(post_title=title, post_desc=words).report.text == text


def test_nothing_but_an_emoji_is_no_report():
    assert read(post_title="", post_desc="😡", post_images="", loc_lng=0, loc_lat=0) == Ignored("nothing_said")


@pytest.mark.parametrize("secret", [SECRET, FORMER])
def test_a_call_is_proven_by_the_secret_of_today_and_the_one_before(secret):
    body = json.dumps([POST]).encode()

    ADAPTER.verify(ACCOUNT, call(body, secret=secret))

    (piece,) = ADAPTER.split(ACCOUNT, call(body))
    assert piece.external_id == "204518"


GOOD = call(b"[]")


@pytest.mark.parametrize(
    ("account", "broken"),
    [
        (ACCOUNT, call(b"[]", secret="guessed")),
        (ACCOUNT, call(b"[]", secret="")),
        (Account(1, "qlue", "jakarta", "qlue", {}), call(b"[]", secret="")),
        (ACCOUNT, call(b"[]", at=time.time() - 301)),
        (ACCOUNT, call(b"[]", at=time.time() + 100_000)),  # made when the tests are collected
        (ACCOUNT, Call("POST", "", {}, GOOD.headers, b"[1]")),
        (ACCOUNT, Call("POST", "", {}, {}, b"[]")),
        (ACCOUNT, call(b"[]", **{"x-qlue-timestamp": "１７"})),
        (ACCOUNT, call(b"[]", **{"x-qlue-signature": GOOD.headers["x-qlue-signature"].upper()})),
        (ACCOUNT, call(b"[]", **{"x-qlue-signature": GOOD.headers["x-qlue-signature"][:20]})),
        (ACCOUNT, call(b"[]", **{"x-qlue-signature": "sha1=ff"})),
        (ACCOUNT, call(b"[]", **{"x-qlue-signature": "é"})),
    ],
)
def test_a_call_that_is_not_proven_is_refused(account, broken):
    with pytest.raises(Unsigned):
        ADAPTER.verify(account, broken)


@pytest.mark.parametrize(
    "body",
    [b"", b"<x>", b"3", b"null", b'"x"', b"[" * 100_000, b"[1" * 900, b"[" + b"1," * 500 + b"1]", b" " * 2_000_001],
)
def test_a_call_that_is_no_list_of_posts_is_kept_whole_for_a_person(body):
    with pytest.raises(Malformed):
        ADAPTER.split(ACCOUNT, call(body))


def test_what_its_author_changes_is_told_apart_from_the_post():
    edited, deleted = {**POST, "event": "edited", "post_title": ""}, {"post_id": 204518, "event": "deleted"}
    pieces = ADAPTER.split(ACCOUNT, call(json.dumps([POST, edited, deleted, edited]).encode()))

    heard = [ADAPTER.read(ACCOUNT, piece.payload) for piece in pieces]

    assert heard[1:] == [
        Changed("204518", POST["post_desc"]),
        Changed("204518", None),
        Changed("204518", POST["post_desc"]),
    ]
    assert (len({piece.external_id for piece in pieces}), pieces[1].external_id) == (3, pieces[3].external_id)


def test_ten_thousand_times_the_same_post_is_one_name():
    body = json.dumps([POST] * 500).encode()

    assert {piece.external_id for _time in range(20) for piece in ADAPTER.split(ACCOUNT, call(body))} == {"204518"}


def reads_or_refuses(payload):
    try:
        heard = ADAPTER.read(ACCOUNT, payload)
    except Malformed:
        return
    assert isinstance(heard, Filed | Changed | Ignored)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(payload):
    reads_or_refuses(payload)
    try:
        pieces = inbound.split(payload)
    except Malformed:
        return
    for piece in pieces:
        reads_or_refuses(piece.payload)


ODD = (
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text()
    | st.lists(st.text(), max_size=3)
    | st.just("\ud800")
    | st.just("1e400")
)


@given(st.dictionaries(st.sampled_from([*POST, "event"]), ODD))
def test_no_odd_value_in_a_field_breaks_the_reader(fields):
    reads_or_refuses(json.dumps({**POST, **fields}).encode())
    reads_or_refuses(inbound.piece({**POST, **fields}).payload)
