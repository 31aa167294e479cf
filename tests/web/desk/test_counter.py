"""The counter: who has one, what a citizen's words become, advice while writing, the receipt, and one act however often it is sent."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from tests.factories import LAMP, PULO_GEBANG, make
from tests.web.desk.pages import GEBANG, browser, hidden, into, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.intake.models import Inbound
from tanggap.reports.models import Report, Support
from tanggap.reports.models.identity import Identity

pytestmark = pytest.mark.django_db
LON, LAT = PULO_GEBANG
KEY = "a-key-of-sixteen-or-more"


@pytest.fixture
def client():
    return browser(make.staff(of=GEBANG))


def form(**changes):
    given = {
        "key": KEY,
        "channel": "kelurahan",
        "text": "Lampu jalan mati di depan kantor wali kota",
        "category": LAMP,
        "place": f"@{LON},{LAT}",
        "place_text": "Kantor Wali Kota Jakarta Timur",
        "visibility": "public",
        **changes,
    }
    return {name: value for name, value in given.items() if value is not None}


def send(client, **changes):
    return client.post("/desk/loket/", form(**changes))


@pytest.mark.parametrize(
    ("unit", "role", "channel"),
    [
        (GEBANG, Role.OFFICER, "kelurahan"),
        ("kec-31.75.06", Role.SUPERVISOR, "kecamatan"),
        ("balaikota", Role.INTAKE, "balaikota"),
        ("inspektorat", Role.OFFICER, "inspektorat"),
    ],
)
def test_each_of_the_four_counters_has_its_own_channel(unit, role, channel):
    page = browser(make.staff(of=unit, role=role)).get("/desk/loket/")

    assert page.status_code == 200
    assert hidden(page, "channel") == channel


@pytest.mark.parametrize("unit", ["sudin-bina-marga-31.75", "jsc-intake", "dinas-lingkungan-hidup"])
def test_a_unit_without_a_counter_has_no_form_and_no_link(unit):
    client = browser(make.staff(of=unit))

    assert client.get("/desk/loket/").status_code == 403
    assert "/desk/loket/" not in client.get("/desk/").content.decode()


def test_a_complaint_is_taken_in_and_the_receipt_printed(client):
    page = send(client, name="Ratna Canary1", phone="081234500001")
    report = Report.objects.get()
    said, html = words(page), page.content.decode()

    assert page.status_code == 201
    assert (report.channel_id, report.category_id, report.area_id, report.unit_id, report.address) == (
        "kelurahan",
        LAMP,
        "31.75.06.1005",
        GEBANG,
        "Kantor Wali Kota Jakarta Timur",
    )
    for part in (
        "Receipt of your report",
        report.code,
        "Street lamps",
        "Pulo Gebang, Cakung",
        "Now with Pulo Gebang kelurahan office",
    ):
        assert part in said
    assert "Answer promised by" in said
    assert f"http://testserver/laporan/{report.code}/" in said
    assert re.search(r'<svg[^>]*class="qr"', html)
    assert "style=" not in html
    assert page["Cache-Control"] == "private, no-store"


def test_the_qr_opens_the_private_link(client, monkeypatch):
    drawn = []
    from tanggap.web.desk.views import counter

    plain = counter.qr
    monkeypatch.setattr(counter, "qr", lambda address: (drawn.append(address), plain(address))[1])
    send(client)
    report = Report.objects.get()

    assert drawn == [f"http://testserver/laporan/{report.code}/{make.token(report)}/"]
    assert browser().get(drawn[0].removeprefix("http://testserver")).status_code == 200


def test_who_the_citizen_is_goes_to_the_vault_and_nowhere_else(client):
    page = send(client, name="Ratna Canary1", phone="081234500001", email="canary1@example.org")
    report = Report.objects.get()

    assert Identity.objects.filter(report=report).count() == 1
    assert "Canary1" not in page.content.decode()
    shown = client.get(f"/desk/{report.code}/").content.decode()
    assert "Canary1" not in shown
    assert "canary1" not in shown


def test_contact_is_optional(client):
    send(client)

    assert Identity.objects.count() == 0


def test_sending_again_or_reloading_the_receipt_takes_nothing_twice(client):
    first = send(client)
    second = send(client)

    assert (first.status_code, second.status_code) == (201, 200)
    assert (Report.objects.count(), Inbound.objects.count()) == (1, 1)
    assert "This report was received before; it was not taken twice." in words(second)
    assert Report.objects.get().code in words(second)


def test_the_same_key_with_other_words_is_refused(client):
    send(client)

    page = send(client, text="Pohon tumbang di jalan")

    assert page.status_code == 409
    assert "This was sent before with other content." in words(page)
    assert Report.objects.count() == 1


def test_a_place_that_was_typed_but_not_chosen_is_asked_for(client):
    page = send(client, place="", place_text="terminal pulo gebang")

    assert page.status_code == 422
    assert "Which of these places is meant?" in words(page)
    assert "Terminal Pulo Gebang" in words(page)
    assert Report.objects.count() == 0


def test_none_of_the_places_goes_to_the_intake_desk(client):
    send(client, place="none", place_text="terminal pulo gebang")
    report = Report.objects.get()

    assert (report.area_id, report.unit_id, report.address) == (None, "jsc-intake", "terminal pulo gebang")


def test_coordinates_can_be_typed(client):
    page = client.post("/desk/cari/tempat/", {"place_text": f"{LAT}, {LON}"}, headers=into("div#found-place"))
    value = page.content.decode().partition('name="place" value="')[2].partition('"')[0]

    send(client, place=value)

    assert (Report.objects.get().lon, Report.objects.get().lat) == (LON, LAT)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": ""}, "Please tell in a few words what is wrong."),
        ({"text": " ! "}, "Please tell in a few words what is wrong."),
        ({"text": "x" * 30_000}, "The text is longer than"),
        ({"category": "zzz"}, "This category is not known."),
        ({"place": "@0,0", "place_text": ""}, "The place is 0, 0."),
        ({"place": f"@{LAT},{LON}", "place_text": ""}, "seem to be swapped"),
        ({"place": "@107.9,-6.9", "place_text": ""}, "This place is outside the city"),
        ({"phone": "12"}, "This is not a telephone number."),
        ({"email": "canary@"}, "This is not an e-mail address."),
        ({"channel": "inspektorat"}, "Select a valid choice. inspektorat"),
        ({"visibility": "secret"}, "Select a valid choice."),
        ({"key": "short"}, "at least 16 characters"),
    ],
)
def test_what_cannot_be_taken_is_said_by_its_field_and_the_rest_stays(client, changes, said):
    page = send(client, **{"name": "Ratna", **changes})

    assert page.status_code == 422
    assert said in words(page)
    assert 'value="Ratna"' in page.content.decode()
    assert Report.objects.count() == 0


def test_nul_and_bidi_in_the_text_do_no_harm(client):
    assert send(client, text="Lampu\x00 mati").status_code == 422
    assert send(client, text="Lampu \u202emati di sini").status_code == 201
    assert "\u202e" not in Report.objects.get().text


def test_the_questions_of_the_category_are_asked_and_kept(client):
    page = client.post("/desk/loket/saran/", form(), headers=into("div#advice"))
    name = re.search(r'name="(detail_[a-z_]+)" value="([a-z_]+)"', page.content.decode())

    send(client, **{name[1]: name[2]})

    assert Report.objects.get().details == {name[1].removeprefix("detail_"): name[2]}


def test_advice_says_who_gets_it_what_is_promised_and_what_is_similar(client):
    similar = make.report()

    page = client.post("/desk/loket/saran/", form(), headers=into("div#advice"))
    said = words(page)

    assert "Who gets it Pulo Gebang kelurahan office" in said
    assert "First answer" in said
    assert similar.code in said
    assert Report.objects.count() == 1


def test_advice_names_the_category_that_the_words_speak_for(client):
    page = client.post("/desk/loket/saran/", form(category=""), headers=into("div#advice"))

    assert f'data-sets="category" data-value="{LAMP}"' in page.content.decode()


def test_similar_reports_are_found_by_the_area_when_there_is_no_point(client):
    similar = make.report()

    page = client.post("/desk/loket/saran/", form(place="31.75.06.1005"), headers=into("div#advice"))

    assert similar.code in words(page)


def test_without_javascript_one_looks_by_a_button(client):
    similar = make.report()

    page = client.post("/desk/loket/", form(look="1"))

    assert page.status_code == 200
    assert similar.code in words(page)
    assert Report.objects.count() == 1


def test_a_citizen_supports_what_is_already_there_once(client):
    similar = make.report()

    for _ in range(2):
        page = client.post("/desk/loket/dukung/", form(code=similar.code, phone="0812 3450 0001"))

    assert "1 citizen now stands behind" in words(page)
    assert Support.objects.filter(report=similar).count() == 1
    assert Report.objects.count() == 1


def test_what_is_closed_cannot_be_supported(client):
    closed = make.report(state="rejected")

    page = client.post("/desk/loket/dukung/", form(code=closed.code))

    assert page.status_code == 409
    assert "This report is closed." in words(page)


def test_the_inspectorates_counter_is_private_whatever_is_sent():
    client = browser(make.staff(of="inspektorat"))
    page = client.get("/desk/loket/")
    assert "Reports at this counter are never public." in words(page)
    assert hidden(page, "visibility") == "private"

    receipt = client.post(
        "/desk/loket/", form(channel="inspektorat", category="perilaku-aparatur", visibility="public")
    )
    report = Report.objects.get()

    assert report.visibility == "private"
    assert "This report is private. Only the code above opens it." in words(receipt)
    assert browser().get(f"/laporan/{report.code}/").status_code == 404


def test_the_officer_who_wrote_it_stands_in_the_sealed_payload_alone(client):
    from tanggap.core import crypto

    send(client)
    kept = Inbound.objects.get()

    assert crypto.unseal(bytes(kept.sealed), context=f"inbound:{kept.report_id}")["unit"] == GEBANG
    assert "written_by" not in client.get(f"/desk/{Report.objects.get().code}/").content.decode()


# --- the receipt again, its paper and its language ---


def again(client, page, **chosen):
    slip = hidden(page, "slip")
    return client.post("/desk/loket/tanda-terima/", {"slip": slip, **chosen})


def test_the_receipt_is_shown_again_on_other_paper_and_in_another_language(client):
    page = again(client, send(client), paper="a5", language="id")
    html = page.content.decode()

    assert page.status_code == 200
    assert 'class="slip on-a5" lang="id"' in html
    assert "receipt-a5.css" in html
    assert "Tanda terima laporan Anda" in words(page)
    assert Report.objects.get().code in words(page)
    assert Report.objects.count() == 1


def test_the_paper_is_remembered_and_stays_in_the_browser_of_the_counter(client):
    page = again(client, send(client), paper="a5")

    assert page.cookies["kertas"].value == "a5"
    assert page.cookies["kertas"]["path"] == "/desk/loket/"
    assert 'class="slip on-a5"' in send(client, key="another-key-of-sixteen").content.decode()


def test_a_receipt_is_shown_to_its_officer_alone_and_not_for_ever(client):
    page = send(client)
    stranger = browser(make.staff(of=GEBANG))

    assert again(stranger, page).status_code == 409
    with clock.at(clock.now() + timedelta(minutes=61)):
        assert again(client, page).status_code == 409
    assert client.post("/desk/loket/tanda-terima/", {"slip": "x"}).status_code == 409
    assert "for an hour" in words(client.post("/desk/loket/tanda-terima/", {}))


def test_the_sealed_receipt_does_not_hold_the_key_in_clear(client):
    page = send(client)

    assert make.token(Report.objects.get()) not in page.content.decode()


# --- the inspectorate's counter ---


@pytest.fixture
def inspector():
    return browser(make.staff(of="inspektorat"))


def test_before_anything_is_typed_it_says_who_reads_it(inspector):
    said = words(inspector.get("/desk/loket/"))

    for part in (
        "tell the citizen before they begin",
        "Only Inspectorate reads what is told here, with place and photos",
        "never public",
        "filed as “Conduct of officials”",
    ):
        assert part in said


def test_a_category_that_others_read_is_explained_and_who_gets_it_is_the_inspectorate(inspector):
    make.report()
    page = inspector.post("/desk/loket/saran/", form(channel="inspektorat"), headers=into("div#advice"))
    said = words(page)

    assert "It is filed as “Conduct of officials”" in said
    assert "Who gets it Inspectorate" in said
    assert "Is it one of these?" not in said


def test_its_receipt_tells_a_bystander_nothing(inspector):
    page = inspector.post(
        "/desk/loket/", form(channel="inspektorat", text="Petugas meminta uang", place_text="Kantor Wali Kota")
    )
    slip = page.content.decode().partition('<article class="slip')[2].partition("</article>")[0]

    assert Report.objects.get().code in slip
    for told in ("nspe", "Conduct", "Street lamps", "Pulo Gebang", "uang", "Wali Kota", "Now with", "About"):
        assert told not in re.sub(r"<svg.*?</svg>", "", slip, flags=re.S)


# --- opening hours ---


@pytest.mark.parametrize(("hour", "is_said"), [(1, False), (3, True)])  # 08.00 and 10.00 in Jakarta, on a Wednesday
def test_outside_its_hours_the_counter_warns_and_takes_the_report_all_the_same(hour, is_said):
    with clock.at(datetime(2026, 11, 25, hour, tzinfo=UTC)):
        client = browser(make.staff(of="balaikota", role=Role.INTAKE))
        said = words(client.get("/desk/loket/"))
        taken = send(client, channel="balaikota")

    assert ("This counter is closed now: City hall It is open Mon–Fri 07:30–09:30." in said) == is_said
    assert taken.status_code == 201


def test_a_lost_receipt_is_explained_and_no_new_link_is_promised(client):
    said = words(client.get("/desk/loket/"))

    assert "The receipt is lost" in said
    assert "A new private link is not given at the counter" in said
