"""A receipt is scanned at the desk: its report opens, its key is neither followed nor kept nor shown."""

import logging
import re
from io import StringIO

import pytest
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, words
from tests.web.desk.test_counter import form

from tanggap.core.ids import check_character, shown
from tanggap.core.logs import LineFormatter
from tanggap.intake.models import Inbound
from tanggap.reports.models import Report
from tanggap.web.desk.scanning import code_in_link, scanned, without_links

pytestmark = pytest.mark.django_db
BODY = "4KQ2M9XT1C"
CODE, KEY = shown("JK", BODY + check_character(BODY)), "0123456789abcdef" * 3
WRONG = shown("JK", BODY[::-1] + check_character(BODY))


@pytest.fixture
def client():
    return browser(make.staff(of=GEBANG))


def real() -> tuple[Report, str]:
    """Return a report and the address that its receipt's QR code holds."""
    report = make.report()
    return report, f"https://tanggap.example.go.id/laporan/{report.code}/{make.token(report)}/"


@pytest.mark.parametrize(
    "typed",
    [
        f"https://tanggap.example.go.id/laporan/{CODE}/{KEY}/",
        f"  http://localhost:8000/laporan/{CODE}/{KEY}/tanda-terima/\r\n",
        f"HTTPS://TANGGAP.EXAMPLE.GO.ID/LAPORAN/{CODE}/{KEY.upper()}/",
        f"https>&&tanggap.example.go.id&laporan&{CODE}&{KEY}&",  # a scanner of another keyboard
        f"https:--tanggap.example.go.id-laporan-{CODE.replace('-', 'ß')}-{KEY}-",
        f"https://tanggap.example.go.id/laporan/{CODE}/{KEY[:20]}",  # cut by a field
        CODE,
        CODE.lower().replace("-", ""),
    ],
)
def test_an_address_or_a_code_is_read_whatever_the_keyboard_made_of_it(typed):
    assert scanned(typed) == CODE


@pytest.mark.parametrize(
    "typed",
    ["", "lampu mati", f"https://tanggap.example.go.id/laporan/{WRONG}/{KEY}/", "JK-" + "A" * 5_000, "x" * 100_000, f"{CODE}/dukung"],
)  # fmt: skip
def test_nothing_else_is_taken_for_one(typed):
    assert code_in_link(typed.strip()) is None


def test_among_words_the_code_stands_for_the_link():
    said = f"Lihat https://t.example/laporan/{CODE}/{KEY}/ dan\nhttps://t.example/laporan/{CODE}/ juga"

    assert without_links(said) == f"Lihat {CODE} dan\nhttps://t.example/laporan/{CODE}/ juga"


@pytest.mark.parametrize("path", ["/desk/cari/"])
def test_the_scanned_address_opens_the_report_at_the_desk(client, path):
    report, address = real()

    sent = client.post(path, {"q": address})
    assert (sent.status_code, sent["Location"]) == (302, f"/desk/?q={report.code}")
    page = client.get(sent["Location"], follow=True)

    assert page.redirect_chain[-1][0] == f"/desk/{report.code}/"
    assert page.status_code == 200
    assert holds_no_key(page, report)


def test_typed_into_an_address_it_is_taken_out_of_it_before_anything_is_shown(client):
    report, address = real()

    for query in ({"q": address}, {"text": address}, {"q": f"lihat {address}"}):
        page = client.get("/desk/", query)
        assert page.status_code == 302
        assert make.token(report) not in page["Location"]
        assert page.content == b""


def test_a_report_that_the_officer_may_not_see_is_not_opened_by_its_receipt():
    report, address = real()
    stranger = browser(make.staff(of="kel-31.71.01.1001"))

    page = stranger.get(stranger.post("/desk/cari/", {"q": address})["Location"])

    assert f"There is no report {report.code} that you may see." in words(page)
    assert holds_no_key(page, report)


def test_the_counters_own_field_goes_the_same_way(client):
    page = client.get("/desk/loket/").content.decode()

    assert re.search(r'<form method="post" action="/desk/cari/" class="counter-scan">.*?name="q"', page, re.S)


@pytest.mark.parametrize("cut", [slice(None), slice(0, -1)])
def test_scanned_where_the_words_belong_it_opens_the_report_and_takes_nothing_in(client, cut):
    report, address = real()

    sent = client.post("/desk/loket/", form(text=address[cut], category="", place="", place_text=""))

    assert (sent.status_code, sent["Location"]) == (302, f"/desk/?q={report.code}")
    assert Report.objects.count() == 1
    advice = client.post("/desk/loket/saran/", form(text=address[cut]))
    assert "This is a receipt" in words(advice)
    assert holds_no_key(advice, report)


def test_scanned_among_words_the_key_is_not_kept(client):
    from tanggap.core import crypto

    report, address = real()
    client.post("/desk/loket/", form(text=f"Masih mati, lihat {address}", place_text=f"Kantor {address}"))
    made = Report.objects.latest("id")
    kept = Inbound.objects.get(report=made)

    assert made.text == f"Masih mati, lihat {report.code}"
    assert make.token(report) not in made.address + str(crypto.unseal(bytes(kept.sealed), context=f"inbound:{made.pk}"))


def test_a_scan_in_a_log_line_loses_its_key():
    out = StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(LineFormatter())
    for line in (f"GET /laporan/{CODE}/{KEY}/", f"GET /desk/?q=https%3A%2F%2Ft.example%2Flaporan%2F{CODE}%2F{KEY}%2F"):
        handler.emit(logging.LogRecord("x", logging.WARNING, "", 0, line, None, None))

    assert KEY not in out.getvalue()
    assert out.getvalue().count(CODE) == 2


def holds_no_key(page, report) -> bool:
    """Return whether a page shows nothing of the private link."""
    return make.token(report) not in page.content.decode()
