"""The log for people: how it stands, which entries are a report's, and what a receipt proves, in words that a citizen reads."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make
from tests.ledger.logs import log_events
from tests.web.desk.pages import words
from tests.web.ledger.scene import signed
from tests.web.public.pages import code_of, path_of, send

from tanggap.core import clock
from tanggap.ledger import queries, receipts
from tanggap.ledger.models import Standing

pytestmark = pytest.mark.django_db
ENGLISH = {"headers": {"Accept-Language": "en"}}
WHOLE = clock.now().replace(microsecond=0)
CHECK = "/ledger/tanda-terima/"


def read(client, path: str) -> str:
    return words(client.get(path, **ENGLISH))


def well(**changes) -> None:
    epoch = signed().epoch
    Standing.objects.update_or_create(epoch=epoch, defaults={"looked_at": clock.now(), **changes})


def test_an_empty_log_says_that_it_is_empty(client):
    queries.forget_head()

    assert "Nothing is in the log yet." in read(client, "/ledger/")


def test_it_says_that_all_is_well_how_long_it_is_and_by_which_key_it_is_signed(client):
    make.report(state="resolved")
    well()
    said = read(client, "/ledger/")

    assert "All is well." in said
    assert f"entries {queries.head().size} signed by the city" in said
    assert queries.head().root.hex() in said
    assert queries.verifier() in said


def test_it_says_what_was_found_and_that_nothing_is_signed(client):
    make.report()
    well(trouble="rolled_back", since=clock.now())
    said = read(client, "/ledger/")

    assert "Something is wrong with the log, so nothing is signed any more." in said
    assert "The database holds less of the log than was signed already" in said
    assert "All is well" not in said


def test_who_types_a_code_is_led_to_that_reports_entries(client):
    made = make.report(state="in_progress")
    signed()
    answer = client.post("/ledger/laporan/", {"code": made.code.lower()}, follow=True)

    said = words(answer)
    assert answer.redirect_chain == [(f"/ledger/laporan/{made.code}/", 302)]
    assert receipts.mark(receipts.of(made.code)) in said


def test_entries_that_wait_say_so(client):
    made = make.report()
    signed()
    later = make.report(state="in_progress")

    assert "1 entry of the log is this report's." in read(client, f"/ledger/laporan/{made.code}/")
    assert "What happened last is written down within a minute." in read(client, f"/ledger/laporan/{later.code}/")


@pytest.mark.parametrize("way", ["pasted", "as a file"])
def test_a_receipt_is_checked_without_a_script_a_token_or_a_trace(client, way):
    made = make.report(visibility="private")
    note = receipts.of(made.code)
    signed()
    given = {"note": note} if way == "pasted" else {"file": SimpleUploadedFile("tanda-terima.txt", note.encode())}
    answer = client.post(CHECK, given, **ENGLISH)

    assert answer.status_code == 200
    assert "Your report is in the log. The receipt is genuine" in words(answer)
    assert made.code in words(answer)
    assert (answer["Cache-Control"], answer.cookies) == ("private, no-store", {})


def test_each_answer_says_what_it_means(client):
    made = make.report(at=WHOLE)
    note = receipts.of(made.code)
    log_events()
    with clock.at(WHOLE + timedelta(seconds=50)):
        pending = words(client.post(CHECK, {"note": note}, **ENGLISH))
    with clock.at(WHOLE + timedelta(seconds=70)):
        late = words(client.post(CHECK, {"note": note}, **ENGLISH))

    assert "Not yet, and the time is not over." in pending
    assert "Late: the promise was not kept." in late


def test_a_missing_report_is_said_loudly(client, monkeypatch):
    made = make.report(at=WHOLE)
    note = receipts.of(made.code)
    monkeypatch.setattr(receipts, "_leaf", lambda *_asked: None)
    monkeypatch.setattr(receipts, "_is_there", lambda _receipt: False)
    with clock.at(WHOLE + timedelta(seconds=70)):
        signed()
        said = words(client.post(CHECK, {"note": note}, **ENGLISH))

    assert "MISSING: your report is not in the log." in said
    assert "This proves that a report which the city had acknowledged was left out or removed." in said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Paste your receipt, or choose its file."),
        ({"note": "JK-4KQ2-M9XT-1C7"}, "This is no receipt."),
        ({"note": "x" * 5000}, "at most 4000 characters"),
        ({"file": SimpleUploadedFile("a.txt", b"\xff\x00" * 40_000)}, "This is no receipt."),
        ({"note": "\u0000" * 9}, "Null characters are not allowed"),
    ],
    ids=["nothing", "a code", "a book", "a picture", "nulls"],
)
def test_what_is_no_receipt_is_refused_in_words(client, given, said):
    answer = client.post(CHECK, given, **ENGLISH)

    assert answer.status_code == 422
    assert said in words(answer)


def test_a_changed_receipt_is_told_from_a_broken_one(client):
    note = receipts.of(make.report().code).replace("\n60\n", "\n600\n")
    answer = client.post(CHECK, {"note": note}, **ENGLISH)

    assert answer.status_code == 422
    assert "The signature does not hold." in words(answer)


def test_a_reports_page_says_that_it_is_sealed_and_marks_its_lines(client):
    made = make.report(state="resolved")
    waiting = read(client, f"/laporan/{made.code}/")
    signed()
    with clock.at(clock.now() + timedelta(minutes=1)):
        said = read(client, f"/laporan/{made.code}/")

    assert "What happened here is sealed within a minute" in waiting
    assert "sealed within a minute" in waiting
    assert "5 entries are sealed: nobody can change them unseen." in said
    assert "sealed, no. 0" in said
    assert f'href="/ledger/proof/{made.code}"' in client.get(f"/laporan/{made.code}/").content.decode()


def test_the_reporter_gets_the_receipt_and_a_proof_of_the_own_words_also_of_a_private_report(client):
    made = make.report(visibility="private", text="Pak Zquix merusak lampu")
    signed()
    path = path_of(made)
    receipt, proof = client.get(f"{path}tanda-terima.txt"), client.get(f"{path}bukti.json")

    assert receipt.content.decode() == receipts.of(made.code)
    assert receipt["Content-Disposition"] == f'attachment; filename="{made.code}-tanda-terima.txt"'
    assert "Zquix" in proof.content.decode()
    assert {receipt["Cache-Control"], proof["Cache-Control"]} == {"private, no-store"}
    assert client.get(f"/ledger/proof/{made.code}").status_code == 404


def test_only_the_link_opens_them(client):
    made = make.report()
    signed()
    wrong = f"/laporan/{made.code}/{'0' * 48}/"

    assert {client.get(wrong + one).status_code for one in ("tanda-terima.txt", "bukti.json")} == {404}


def test_who_sends_a_report_reads_the_receipt_at_once_while_no_worker_is_there(client):
    answer = send(client)
    page = client.get(answer["Location"]).content.decode()

    assert "tanggap-receipt/1\n" in page
    assert code_of(answer) in page
