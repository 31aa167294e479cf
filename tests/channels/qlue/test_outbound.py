"""Against a peer that is Qlue: the feed until a known post, its images, our answers under the post."""

import json

import pytest
from tests.peers.http import Peer, Received, Reply, may_call

from tanggap.channels.contract import Account, Attachment, Later, Outgoing, Refused
from tanggap.channels.qlue import ADAPTER, inbound

SECRET = "s-" + "1" * 30
PRIVATE = "Lihat https://city.example/laporan/JK-4KQ2-M9XT-1C7/" + "a1" * 24 + "/ ya"


class Qlue(Peer):
    """The feed as PetaJakarta read it, newest first, two posts a page; images; a place for answers."""

    def __init__(self):
        super().__init__()
        self.posts = []

    def write(self, *numbers):
        for number in numbers:
            self.posts.insert(0, {"post_id": number, "post_desc": f"Banjir {number}", "loc_lng": 0, "loc_lat": 0})

    def respond(self, received: Received) -> Reply:
        if received.path == "/answers":
            return Reply.json({"id": 77})
        if received.path.endswith(".jpg"):
            return Reply(body=b"\xff\xd8jpeg")
        page = int(received.query.get("page", 1))
        rows = self.posts[2 * page - 2 : 2 * page] if "paged" in received.query else self.posts
        return Reply(body=json.dumps(rows).encode())


@pytest.fixture
def qlue(settings):
    with Qlue() as running:
        may_call(settings, running)
        yield running


def account(qlue, **changes):
    values = {
        "secret": SECRET,
        "feed": qlue.url("/feed.php?category=all"),
        "image_hosts": f"images.example.org {qlue.host}",
    }
    return Account(1, "qlue", "jakarta", "qlue", {**values, "answers": qlue.url("/answers"), **changes})


def paged(qlue):
    return account(qlue, feed=qlue.url("/feed.php?paged=1"), page="page")


def poll(of, since):
    kept = []
    after = ADAPTER.poll(of, since, lambda pieces: kept.extend(piece.external_id for piece in pieces))
    return after, kept


def test_the_feed_is_read_until_a_known_post_older_ones_first(qlue):
    qlue.write(1, 2, 3)

    after, kept = poll(account(qlue), {})
    qlue.write(4, 5)

    assert (after, kept) == ({"post_id": "3"}, ["1", "2", "3"])
    assert poll(account(qlue), after) == ({"post_id": "5"}, ["4", "5"])
    assert poll(account(qlue), {"post_id": "5"}) == ({"post_id": "5"}, [])


def test_a_feed_with_pages_is_turned_until_the_known_post(qlue):
    qlue.write(*range(1, 12))

    after, kept = poll(paged(qlue), {"post_id": "4"})

    assert (after, sorted(map(int, kept))) == ({"post_id": "11"}, list(range(5, 12)))
    assert len(qlue.received) == 4


def test_the_first_time_old_posts_are_left_alone(qlue):
    qlue.write(*range(1, 12))

    assert poll(paged(qlue), {}) == ({"post_id": "11"}, ["10", "11"])


def test_a_known_post_that_was_deleted_there_does_not_bring_everything_again(qlue):
    qlue.write(1, 2, 3, 5)

    assert poll(account(qlue), {"post_id": "4"}) == ({"post_id": "5"}, ["5"])


def test_a_post_without_a_number_is_kept_for_a_person_and_numbers_of_letters_are_told_apart(qlue):
    qlue.posts = [{"post_id": "b"}, {"post_id": "c"}, {"post_desc": "?"}, {"post_id": "a"}]

    after, kept = poll(account(qlue), {"post_id": "a"})

    assert (after, kept[1:]) == ({"post_id": "b"}, ["c", "b"])
    assert kept[0].startswith("post/")


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply(status=500), Later), (Reply(hangs_up=True), Later), (Reply(body=b"Maintenance"), Later), (Reply(status=403), Later),
        (Reply(status=404), Refused), (Reply(body=b"{}"), Refused), (Reply.redirect("http://169.254.169.254/"), Refused),
        (Reply(body=b"[]", announces=50), Later),
    ],
)  # fmt: skip
def test_a_feed_that_fails_is_asked_later_or_shown(qlue, reply, trouble):
    qlue.script(reply)

    with pytest.raises(trouble):
        poll(account(qlue), {})


@pytest.mark.parametrize("body", [b"", b"null", b"[]"])
def test_an_empty_feed_changes_no_bookmark(qlue, body):
    qlue.script(Reply(body=body))

    assert poll(account(qlue), {"post_id": "9"}) == ({"post_id": "9"}, [])


def test_an_account_without_a_feed_fetches_nothing(qlue):
    assert poll(account(qlue, feed=""), {"post_id": "9"}) == ({"post_id": "9"}, [])
    assert qlue.received == []


def test_images_come_from_the_accounts_hosts_alone(qlue):
    assert ADAPTER.fetch(account(qlue), Attachment(ref=qlue.url("/1.jpg"))) == b"\xff\xd8jpeg"
    for elsewhere in (
        "https://evil.example/1.jpg",
        "http://169.254.169.254/1.jpg",
        "https://[::1]/1.jpg",
        "file:///etc/passwd",
    ):
        with pytest.raises(Refused):
            ADAPTER.fetch(account(qlue), Attachment(ref=elsewhere))


def test_an_answer_stands_under_the_post_signed_and_opens_nothing(qlue):
    said = Outgoing(
        "m-1", "204518", "", PRIVATE, "", code="JK-4KQ2-M9XT-1C7", facts={"state": "in_progress", "unit": "Sudin SDA"}
    )

    sent = ADAPTER.send(account(qlue), said)

    (got,) = qlue.received
    stamp = got.headers["x-qlue-timestamp"]
    assert (sent.provider_id, got.headers["x-qlue-signature"]) == ("77", inbound.signature(SECRET, stamp, got.body))
    assert got.json() == {
        "key": "m-1", "post_id": "204518", "status": "in_progress", "unit": "Sudin SDA", "code": "JK-4KQ2-M9XT-1C7",
        "comment": "Lihat https://city.example/laporan/JK-4KQ2-M9XT-1C7/ ya",
    }  # fmt: skip


def test_without_an_address_for_answers_none_is_sent(qlue):
    with pytest.raises(Refused):
        ADAPTER.send(account(qlue, answers=""), Outgoing("m-1", "1", "", "x", ""))


def test_the_test_button_reads_the_feed(qlue):
    qlue.write(1, 2)

    assert ADAPTER.check(account(qlue)).is_well
    qlue.script(Reply(status=403))
    assert not ADAPTER.check(account(qlue)).is_well
    assert ADAPTER.check(account(qlue, feed="")).is_well
