"""Ready answers at the desk: inserted in the reporter's language, previewed as they will be read, kept by who supervises."""

import re

import pytest
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser, into, words

from tanggap.agencies.words import Role
from tanggap.catalog import answers
from tanggap.catalog.models import UnitAnswer
from tanggap.reports.models import Event

pytestmark = pytest.mark.django_db
KEPT = {
    "door": "reports.ask",
    "version": "0",
    "name_id": "Nomor tiang",
    "text_id": "Berapa nomor tiang, {code}?",
    "name_en": "Number of the post",
    "text_en": "Which post, {code}?",
}


@pytest.fixture
def client():
    return browser(make.staff(of=GEBANG))


@pytest.fixture
def rina():
    return browser(make.staff(of=GEBANG, role=Role.SUPERVISOR))


def html(response) -> str:
    return response.content.decode()


def area(response, name: str) -> str:
    return re.search(rf'<textarea name="{name}"[^>]*>\s*(.*?)</textarea>', html(response), flags=re.S)[1]


def use(client, report, slug, **given):
    return client.post(f"/desk/{report.code}/{slug}/", {"version": report.version, **given})


def test_an_answer_is_inserted_without_javascript_in_the_reporters_language(client):
    report = make.report(language="id")

    page = use(client, report, "tanya", use="answer", answer="tanya-tiang")

    assert page.status_code == 200
    assert area(page, "question").startswith(f"Untuk laporan {report.code}: apakah Anda dapat membaca nomor")
    assert Event.objects.filter(report=report).count() == 1


def test_an_english_reporter_is_asked_in_english(client):
    report = make.report(language="en")

    assert area(use(client, report, "tanya", use="answer", answer="tanya-tiang"), "question").startswith("About report")


def test_what_was_written_stays_before_the_answer_which_is_put_in_once(client):
    report = make.report()

    page = use(client, report, "tanya", use="answer", answer="tanya-tiang", question="Selamat siang.")
    once = area(page, "question")
    assert once.startswith("Selamat siang.\n\nUntuk laporan")
    assert area(use(client, report, "tanya", use="answer", answer="tanya-tiang", question=once), "question") == once


def test_blanks_hold_role_and_unit_and_no_name(client):
    report = make.report()

    text = area(use(client, report, "tolak", use="answer", answer="tolak-lahan-pribadi", reason="outside"), "message")

    assert text.endswith("Petugas, Kelurahan Pulo Gebang")
    assert "Person" not in text
    assert "{" not in text


def test_only_answers_of_the_act_and_the_category_are_offered(client):
    page = html(client.get(f"/desk/{make.report().code}/tanya/"))

    assert re.findall(r'<option value="(t[a-z-]+)"', page) == ["tanya-tiang", "tanya-letak", "tanya-masih-ada"]
    litter = html(client.get(f"/desk/{make.report(category='sampah').code}/tanya/"))
    assert "tanya-tiang" not in litter


def test_a_forged_answer_changes_nothing(client):
    report = make.report()

    assert area(use(client, report, "tanya", use="answer", answer="../x", question="Halo"), "question") == "Halo"


def test_the_preview_is_the_reporters_message_and_nothing_is_sent(client):
    report = make.report(language="id", reporter=make.reporter(5))

    page = use(client, report, "tanya", use="preview", question="Di sisi mana tiangnya?")
    said = words(page)

    assert f"Laporan {report.code}" in said
    assert said.count("Di sisi mana tiangnya?") == 2
    assert make.token(report) not in html(page)
    assert "canary5" not in html(page)
    assert Event.objects.filter(report=report).count() == 1


def test_the_preview_masks_what_the_public_page_will_mask(client):
    report = make.report()

    said = words(use(client, report, "mulai", use="preview", message="Hubungi 081234567890 <b>"))

    assert "On the public page: Hubungi ••• <b>" in said


def test_the_preview_of_a_claim_says_that_nobody_is_told_yet(client):
    report = make.report(state="in_progress")

    assert "No message goes to the reporter now." in words(
        use(client, report, "selesai", use="preview", message="Beres")
    )


def test_a_preview_fills_its_part_of_the_form_alone(client):
    report = make.report()
    given = {"version": 1, "use": "preview", "question": "Di mana?"}

    part = client.post(f"/desk/{report.code}/tanya/", given, headers=into("div#act-words"))

    assert html(part).lstrip().startswith('<div class="stack tight" id="act-words">')


def test_a_note_has_no_preview_and_no_answers(client):
    page = html(client.get(f"/desk/{make.report().code}/catat/"))

    assert 'value="preview"' not in page
    assert 'name="answer"' not in page


def test_a_supervisor_keeps_changes_and_withdraws_an_answer(rina):
    rina.post("/desk/jawaban/", KEPT)
    kept = UnitAnswer.objects.get()
    assert (kept.unit_id, kept.version, kept.text["en"]) == (GEBANG, 1, "Which post, {code}?")

    form = html(rina.get(f"/desk/jawaban/?unit={GEBANG}&line={kept.line}"))
    assert "Number of the post" in form
    rina.post("/desk/jawaban/", {**KEPT, "line": kept.line, "version": 1, "category": "lampu-jalan"})
    assert answers.of_unit(GEBANG)[0].categories == ("lampu-jalan",)

    stale = rina.post("/desk/jawaban/", {**KEPT, "line": kept.line, "version": 1})
    assert stale.status_code == 409

    rina.post("/desk/jawaban/tarik/", {"unit": GEBANG, "line": kept.line, "version": 2})
    assert answers.of_unit(GEBANG) == []
    assert UnitAnswer.objects.count() == 3


def test_an_unknown_blank_is_refused_and_the_text_kept(rina):
    page = rina.post("/desk/jawaban/", {**KEPT, "text_en": "Dear {reporter}"})

    assert (page.status_code, UnitAnswer.objects.count()) == (422, 0)
    assert "There is no blank {reporter}. These can be filled: {code}," in words(page)
    assert area(page, "text_en") == "Dear {reporter}"


def test_an_officer_reads_them_and_keeps_none(client):
    page = client.get("/desk/jawaban/")

    assert "Where exactly?" in words(page)
    assert 'name="text_en"' not in html(page)
    assert client.post("/desk/jawaban/", KEPT).status_code == 403
    assert client.post("/desk/jawaban/tarik/", {"unit": GEBANG, "line": 1, "version": 1}).status_code == 403
    assert UnitAnswer.objects.count() == 0


@pytest.mark.parametrize("unit", ["kel-31.73.01.1001", "nichts", "\x00"])
def test_another_units_answers_are_not_found(client, rina, unit):
    for one in (client, rina):
        assert one.get("/desk/jawaban/", {"unit": unit}).status_code == 404
        assert one.post("/desk/jawaban/", {**KEPT, "unit": unit}).status_code == 404


@pytest.mark.parametrize("line", ["x", "99999999", "²", "1" * 40])
def test_a_forged_line_is_not_found(rina, line):
    assert rina.get("/desk/jawaban/", {"line": line}).status_code == 404
    assert rina.post("/desk/jawaban/tarik/", {"unit": GEBANG, "line": line, "version": 1}).status_code == 404
