"""Against the simulator of LAPOR!: the feed with its bookmark, files, answers, and two sides that move at once."""

import json
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from tests.peers.http import Reply, may_call
from tests.peers.lapor import Lapor

from tanggap.channels.contract import Account, Attachment, Later, Outgoing, Refused
from tanggap.channels.lapor import ADAPTER


@pytest.fixture
def lapor(settings):
    with Lapor() as running:
        may_call(settings, running)
        yield running


def account(lapor, **changes):
    values = {
        "address": lapor.url(""),
        "token": lapor.token,
        "supervisory_category": "perilaku-aparatur",
        "topics": "21 = lampu-jalan",
    }
    return Account(1, "lapor1708", "sp4n", "lapor", {**values, **changes})


def poll(lapor, since):
    """Return the new bookmark and the names of what was kept, portion by portion."""
    kept = []
    after = ADAPTER.poll(account(lapor), since, lambda pieces: kept.append([piece.external_id for piece in pieces]))
    return after, kept


def outgoing(tracking, state="in_progress", **changes):
    given = {
        "key": "m-1",
        "to": tracking,
        "subject": "",
        "text": "Sedang dikerjakan",
        "short": "",
        "facts": {"state": state, "unit": "Sudin"},
    }
    return Outgoing(**{**given, **changes})


def statuses(lapor):
    return [said.get("Status Laporan", "") for said in lapor.follow_ups.values()]


def test_the_first_poll_takes_everything_and_the_next_only_what_is_new(lapor):
    first, second = lapor.submit(), lapor.submit()

    after, kept = poll(lapor, {})
    lapor.complete(first, "Di depan sekolah")
    later, news = poll(lapor, after)

    assert (after, kept) == ({"after": "2"}, [[first, second]])
    assert (later, news) == ({"after": "3"}, [[f"{first}/3"]])
    assert poll(lapor, later) == ({"after": "3"}, [[]])


def test_many_changes_are_kept_portion_by_portion(lapor):
    for _number in range(250):
        lapor.submit()

    after, kept = poll(lapor, {})

    assert (after, [len(portion) for portion in kept]) == ({"after": "250"}, [100, 100, 50])


def test_what_cannot_be_kept_is_not_marked_as_read(lapor):
    lapor.submit()

    def full(_pieces):
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        ADAPTER.poll(account(lapor), {}, full)
    assert poll(lapor, {})[0] == {"after": "1"}


def test_an_exchange_that_turns_in_a_circle_is_left(lapor):
    lapor.script(*[Reply.json({"changes": [], "next": "7", "more": True})] * 3)

    assert poll(lapor, {"after": "7"}) == ({"after": "7"}, [[]])
    assert len(lapor.received) == 1


@pytest.mark.parametrize(
    ("reply", "trouble"),
    [
        (Reply(status=500), Later), (Reply(status=503, headers={"Retry-After": "30"}), Later), (Reply(status=429), Later),
        (Reply(hangs_up=True), Later), (Reply(body=b"<html>"), Later), (Reply.json([]), Refused), (Reply.json({"changes": 3}), Refused),
        (Reply.redirect("https://example.org/"), Refused), (Reply.json({"changes": []}, announces=2), Later), (Reply(status=401), Later),
    ],
)  # fmt: skip
def test_an_exchange_that_fails_is_asked_later_or_shown(lapor, reply, trouble):
    lapor.script(reply)

    with pytest.raises(trouble):
        poll(lapor, {})


def test_a_lying_length_is_no_loss(lapor):
    tracking = lapor.submit()
    lapor.script(Reply.json({"changes": [], "next": "9", "more": False}, announces=400))

    with pytest.raises(Later):
        poll(lapor, {})
    assert poll(lapor, {}) == ({"after": "1"}, [[tracking]])


def test_a_token_that_was_changed_is_said_in_words_that_help(lapor):
    lapor.token = "another"

    health = ADAPTER.check(account(lapor, token="the-old-one"))

    assert (health.is_well, "KEYTOKEN" in str(health.words)) == (False, True)


def test_the_test_button_reads_their_categories_and_finds_what_does_not_fit(lapor):
    well, ill = ADAPTER.check(account(lapor)), ADAPTER.check(account(lapor, topics="21 = lampu-jalan\n404 = jalan"))

    assert (well.is_well, "3" in str(well.words)) == (True, True)
    assert (ill.is_well, "404" in str(ill.words)) == (False, True)
    assert {one.path for one in lapor.received} == {"/api/services/f01/gettopics"}


def test_a_file_is_fetched_by_its_id(lapor):
    named = lapor.attach(b"\xff\xd8jpeg")

    assert ADAPTER.fetch(account(lapor), Attachment(ref=named["id"])) == b"\xff\xd8jpeg"
    with pytest.raises(Refused):
        ADAPTER.fetch(account(lapor), Attachment(ref="1"))


def test_our_state_and_words_stand_in_the_ticket(lapor):
    tracking = lapor.submit()

    sent = ADAPTER.send(account(lapor), outgoing(tracking, code="JK-1"))

    (said,) = lapor.follow_ups.values()
    assert sent.provider_id == said["id"]
    assert (said["Tracking ID"], said["isi"], said["nomor"], said["unit"]) == (
        tracking,
        "Sedang dikerjakan",
        "JK-1",
        "Sudin",
    )
    assert lapor.tickets[tracking]["Status Laporan"] == "Sedang Ditindaklanjuti"


def test_a_ticket_has_a_public_page_so_no_private_link_goes_there(lapor):
    tracking = lapor.submit()

    ADAPTER.send(
        account(lapor), outgoing(tracking, text="Lihat https://c.example/laporan/JK-4KQ2-M9XT-1C7/" + "0f" * 24 + "/")
    )

    assert [said["isi"] for said in lapor.follow_ups.values()] == ["Lihat https://c.example/laporan/JK-4KQ2-M9XT-1C7/"]


def test_done_is_only_what_was_checked(lapor):
    tracking = lapor.submit()
    states = ["received", "in_progress", "awaiting_validation", "resolved", "archived"]

    for state in states:
        ADAPTER.send(account(lapor), outgoing(tracking, state, key=state))

    assert statuses(lapor) == [
        "Belum Ditindaklanjuti",
        "Sedang Ditindaklanjuti",
        "Sedang Ditindaklanjuti",
        "Selesai",
        "",
    ]


def test_an_answer_whose_receipt_was_lost_is_said_once(lapor):
    tracking = lapor.submit()
    ADAPTER.send(account(lapor), outgoing(tracking))
    lapor.script(Reply(status=502))

    with pytest.raises(Later):
        ADAPTER.send(account(lapor), outgoing(tracking))
    again = ADAPTER.send(account(lapor), outgoing(tracking))

    assert (again.provider_id, len(lapor.follow_ups)) == ("50001", 1)


def test_they_closed_while_we_worked_so_the_reporter_still_reads_what_was_done(lapor):
    tracking = lapor.submit()
    lapor.move(tracking, "Ditutup oleh Sistem")

    ADAPTER.send(account(lapor), outgoing(tracking, "resolved"))

    assert statuses(lapor) == [""]
    assert lapor.tickets[tracking]["Status Laporan"] == "Ditutup oleh Sistem"


def test_a_question_to_an_archived_ticket_is_dropped(lapor):
    tracking = lapor.submit()
    lapor.move(tracking, "Diarsipkan oleh Admin")

    sent = ADAPTER.send(account(lapor), outgoing(tracking, "awaiting_reporter"))

    assert (sent.provider_id, lapor.follow_ups) == ("", {})


def test_they_wait_for_the_reporter_and_we_are_done_so_ours_stands(lapor):
    tracking = lapor.submit()
    lapor.move(tracking, "Menunggu Kelengkapan Informasi")

    ADAPTER.send(account(lapor), outgoing(tracking, "resolved"))

    assert lapor.tickets[tracking]["Status Laporan"] == "Selesai"


def test_a_ticket_that_they_do_not_know_is_not_tried_again(lapor):
    with pytest.raises(Refused):
        ADAPTER.send(account(lapor), outgoing("9999999"))


def test_nobody_calls_us_in_their_name(lapor):
    from tanggap.channels.contract import Call, Unsigned

    with pytest.raises(Unsigned):
        ADAPTER.verify(account(lapor), Call("POST", "https://x/", {}, {"keytoken": lapor.token}, b"{}"))


def test_a_developer_starts_the_simulator_by_itself():
    program = [sys.executable, "-m", "tests.peers.lapor"]
    root = Path(__file__).parents[3]
    with subprocess.Popen(program, cwd=root, stdout=subprocess.PIPE, text=True) as simulator:
        try:
            told = json.loads(simulator.stdout.readline())
            play = urllib.request.Request(f"{told['address']}/simulator/submit", data=b'{"text": "Lampu mati"}')
            with urllib.request.urlopen(play, timeout=10) as answer:
                assert json.load(answer) == {"done": "1700001"}
        finally:
            simulator.kill()
