"""Photos in parts: each goes on where the last one ended, the sum decides, and what nobody uses goes."""

import hashlib
import os
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.channels.jaki.app import App, account, problem
from tests.factories import make

from tanggap.channels.jaki import transfers
from tanggap.channels.models_jaki import Part, Transfer
from tanggap.core import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def app():
    account()
    made = App()
    made.register()
    return made


def begin(app, size, **more):
    return app.call("POST", "/uploads", {"size": size, **more})


def test_a_photo_comes_in_parts_and_a_broken_line_goes_on_where_it_ended(app):
    data = make.photo(size=(640, 480))
    half = max(len(data) // 2, transfers.LEAST_PART)
    begun = begin(app, len(data), name="foto.jpg").json()
    upload = begun["upload"]

    assert app.part(upload, 0, data[:half]).json()["offset"] == half
    lost = app.part(upload, 0, data[:half])  # the answer of the first did not arrive
    assert (problem(lost)[:2], lost["Upload-Offset"]) == ((409, "wrong_offset"), str(half))
    assert app.call("GET", f"/uploads/{upload}").json()["offset"] == half
    app.part(upload, half, data[half:])

    assert app.finish(upload, data).json() == {"upload": upload, "size": len(data), "offset": len(data), "done": True}
    assert app.finish(upload, data).status_code == 200
    assert transfers.photo(upload) == data


def test_parts_lie_sealed(app):
    data = make.photo()
    upload = app.photo(data)

    parts = [bytes(one) for one in Part.objects.filter(transfer=upload).values_list("sealed", flat=True)]
    assert data[:20] not in b"".join(parts)


def test_a_wrong_sum_throws_the_photo_away(app):
    data = make.photo()
    upload = begin(app, len(data)).json()["upload"]
    app.part(upload, 0, data)

    assert problem(app.finish(upload, b"another")) == (422, "invalid", ["sha256"])
    assert problem(app.call("GET", f"/uploads/{upload}"))[:2] == (404, "not_found")
    assert Part.objects.count() == 0


@pytest.mark.parametrize("data", [os.urandom(5000), b"<svg onload=alert(1)>" * 10, b"\xff\xd8\xff" + b"\0" * 5000])
def test_what_is_no_photo_is_told_at_once(app, data):
    upload = begin(app, len(data)).json()["upload"]
    app.part(upload, 0, data)

    answer = app.finish(upload, data)

    assert (problem(answer)[0], Transfer.objects.count()) == (422, 0)


@pytest.mark.parametrize("size", [0, -1, 15 * 1024 * 1024 + 1, 10**30, "5", None, True, 1.5])
def test_a_photo_has_a_size(app, size):
    assert problem(begin(app, size)) == (422, "invalid", ["size"])


@pytest.mark.parametrize(("offset", "data"), [(0, b""), (0, b"x" * 10_001), (0, b"x" * 100)])
def test_a_part_has_its_bounds(app, offset, data):
    upload = begin(app, 10_000).json()["upload"]

    assert (problem(app.part(upload, offset, data))[:2], Part.objects.count()) == ((422, "invalid"), 0)


@pytest.mark.parametrize("offset", ["1", "9999", "99999999999"])
def test_a_part_that_leaves_a_gap_is_told_where_to_go_on(app, offset):
    upload = begin(app, 10_000).json()["upload"]

    answer = app.part(upload, offset, b"x" * 5000)

    assert (problem(answer)[:2], answer["Upload-Offset"]) == ((409, "wrong_offset"), "0")


@pytest.mark.parametrize("offset", ["", "-1", "x", "1" * 13, "²"])
def test_an_offset_is_a_number(app, offset):
    upload = begin(app, 10_000).json()["upload"]

    answer = app.call("PATCH", f"/uploads/{upload}", b"x" * 5000, headers={"Upload-Offset": offset})
    assert problem(answer)[0] == 422


def test_a_part_larger_than_taken_is_refused_unread(app):
    upload = begin(app, 5_000_000).json()["upload"]

    assert problem(app.part(upload, 0, b"x" * 2_200_000))[:2] == (413, "too_large")
    assert problem(app.part(upload, 0, b"x" * 1_100_000))[:2] == (422, "invalid")


def test_a_body_that_was_cut_is_not_what_was_signed(app):
    upload = begin(app, 10_000).json()["upload"]

    answer = app.call(
        "PATCH", f"/uploads/{upload}", b"x" * 5000, headers={"Upload-Offset": "0", "Content-Length": "4500"}
    )

    assert (problem(answer)[:2], Part.objects.count()) == ((401, "not_signed"), 0)


def test_an_unfinished_photo_is_not_done(app):
    upload = begin(app, 10_000).json()["upload"]
    app.part(upload, 0, b"x" * 5000)

    answer = app.finish(upload, b"x" * 5000)
    assert (problem(answer)[:2], answer["Upload-Offset"]) == ((409, "wrong_offset"), "5000")


def test_nobody_touches_anothers_photo(app):
    other = App()
    other.register()
    upload = begin(app, 10_000).json()["upload"]

    answers = [
        other.call("GET", f"/uploads/{upload}"), other.part(upload, 0, b"x" * 5000), other.finish(upload, b""),
        other.call("DELETE", f"/uploads/{upload}"), other.call("GET", f"/uploads/{uuid4()}"),
    ]  # fmt: skip

    assert {problem(answer)[:2] for answer in answers} == {(404, "not_found")}


def test_only_so_many_are_on_their_way_and_giving_up_makes_room(app):
    uploads = [begin(app, 10_000).json()["upload"] for _photo in range(transfers.MOST_OPEN)]

    assert problem(begin(app, 10_000))[:2] == (429, "too_many_open")
    assert app.call("DELETE", f"/uploads/{uploads[0]}").status_code == 204
    assert begin(app, 10_000).status_code == 201


def test_all_together_fill_no_disk(app, monkeypatch):
    monkeypatch.setattr(transfers, "MOST_WAITING_BYTES", 15_000)
    upload = begin(app, 10_000).json()["upload"]
    app.part(upload, 0, b"x" * 8000)

    assert problem(begin(app, 10_000))[:2] == (503, "no_room")
    assert begin(app, 5_000).status_code == 201


def test_what_nobody_goes_on_with_is_swept_after_a_day(app):
    upload = begin(app, 10_000).json()["upload"]
    app.part(upload, 0, b"x" * 5000)

    assert transfers.sweep() == 0
    with clock.at(clock.now() + timedelta(days=1, minutes=1)):
        assert transfers.sweep() == 1
    assert (Transfer.objects.count(), Part.objects.count()) == (0, 0)


def test_the_sum_may_be_written_in_capitals(app):
    data = make.photo()
    upload = begin(app, len(data)).json()["upload"]
    app.part(upload, 0, data)

    answer = app.call("POST", f"/uploads/{upload}/done", {"sha256": hashlib.sha256(data).hexdigest().upper()})
    assert answer.status_code == 200
