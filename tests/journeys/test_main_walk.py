"""The main job, end to end, in a browser: a broken street lamp from the citizen's photo to the citizen's rating.

Nobody is handed on by the test: each person signs in, finds the report where it should be, and presses what the page offers.
"""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect
from tests.factories import PULO_GEBANG, make
from tests.journeys.scenes import night
from tests.journeys.walking import PASSWORD, act, browser, device, open_act, say, send, sign_in, state_shown, tick_all

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import Role
from tanggap.catalog.routing import route
from tanggap.feedback.models import Rating
from tanggap.places import locate
from tanggap.reports.models import Photo, Report
from tanggap.reports.words import State
from tanggap.verification.models import Check

__all__ = ["browser", "device"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAMP = "lampu-jalan"
TEXT = "Lampu jalan mati sejak tiga hari di depan kantor wali kota, gelap sekali"
STATES = ("Menunggu", "Koordinasi", "Proses", "Menunggu Validasi", "Selesai")


@dataclass
class City:
    """Who has a part in the walk, and the photos that they take."""

    lurah: str
    works: str
    validator: str
    photos: dict[str, Path]


@pytest.fixture
def city(tmp_path) -> City:
    """Return an officer of the kelurahan of the point, one of the branch that mends lamps there, and the validator of that city."""
    area = locate.locate(*PULO_GEBANG).area
    way = route(category=LAMP, area=area)
    checking = "bagian-pemerintahan-31.75"
    people = [
        make.staff(of=unit, role=role, password=PASSWORD).username
        for unit, role in ((way.unit, Role.OFFICER), (way.competent, Role.OFFICER), (checking, Role.VALIDATOR))
    ]
    photos = {
        "before": night(is_lit=False),
        "after": night(is_lit=True, shift=9),
        "check": night(is_lit=True, shift=-14),
    }
    for name, data in photos.items():
        (tmp_path / f"{name}.jpg").write_bytes(data)
    return City(*people, {name: tmp_path / f"{name}.jpg" for name in photos})


def test_a_broken_street_lamp_from_report_to_rating(city, device):
    """Each works in the language of their own choice, so that the walk is in both; what is written stays as it was written."""
    waiting, coordination, progress, validation, resolved = STATES

    phone = device("id", width=360)
    code, private = report_the_lamp(phone, "id", city.photos["before"])
    assert state_shown(phone, code) == waiting

    kelurahan = sign_in(device("en"), "en", city.lurah)
    coordinate(kelurahan, "en", code)
    assert state_shown(phone, code) == coordination

    branch = sign_in(device("id"), "id", city.works)
    act(branch, "id", code, "Start work")
    assert state_shown(phone, code) == progress
    claim_done(branch, "id", code, city.photos["after"])
    assert state_shown(phone, code) == validation

    check_the_papers(sign_in(device("en"), "en", city.validator), "en", code)
    assert state_shown(phone, code) == validation
    check_on_the_spot(sign_in(device("id", width=360), "id", city.validator), "id", code, city.photos["check"])

    see_it_closed(phone, "id", code, resolved)
    rate(phone, "id", private)

    keep_what_was_promised(code)


def report_the_lamp(page: Page, language: str, photo: Path) -> tuple[str, str]:
    """Report as a citizen on a phone, step by step; return the code and the address of the private page."""
    page.goto("/")
    assert page.locator("html").get_attribute("lang") == language
    page.get_by_role("link", name=say(language, "Report a problem")).first.click()
    page.wait_for_url("**/lapor/")
    page.set_input_files("#id_photos", photo)
    expect(page.locator("#previews img")).to_have_count(1)
    page.fill("#id_text", TEXT)
    page.click("#next")
    page.click("#gps")
    expect(page.locator("#meant .found")).to_contain_text("Pulo Gebang")
    page.click("#next")
    expect(page.locator(f"#kind input[value={LAMP}]")).to_be_checked()
    page.locator("[data-asked] label").first.click()
    page.click("#next")
    page.click("#send")
    page.wait_for_url("**/tanda-terima/")
    code = page.locator(".code-big").inner_text()
    return code, page.locator(".link-shown").inner_text()


def coordinate(page: Page, language: str, code: str) -> None:
    """Ask the branch that mends lamps here to act; the form offers it first."""
    open_act(page, language, code, "Coordinate…")
    report = Report.objects.get(code=code)
    wanted = route(category=report.category_id, area=report.area_id).competent
    expect(page.locator(f".act-form input[name=unit][value='{wanted}']")).to_be_checked()
    page.locator(".act-form [name=message]").fill("Mohon lampu diganti, titik di depan kantor wali kota.")
    send(page)


def claim_done(page: Page, language: str, code: str, photo: Path) -> None:
    """Claim it done with the photo of the burning lamp."""
    open_act(page, language, code, "Report as done…")
    page.locator(".act-form [name=message]").fill("Lampu LED 90 W dipasang dan diuji menyala pukul 19.30.")
    page.locator(".act-form input[type=file]").set_input_files(photo)
    send(page)


def check_the_papers(page: Page, language: str, code: str) -> None:
    """Look at both photos, tick what they show, leave the rest to the visit."""
    page.get_by_role("link", name=re.compile(code)).click()
    expect(page.locator(".case-line .kept")).to_be_visible()
    page.get_by_role("slider").press("ArrowRight")
    page.get_by_role("checkbox").last.check()
    page.get_by_label(say(language, "What you found")).fill("Foto siang; nyala lampu dilihat di tempat.")
    page.get_by_role("button", name=say(language, "Papers in order: send to the field")).click()
    expect(page.get_by_role("status").filter(has_text=code)).to_be_visible()


def check_on_the_spot(page: Page, language: str, code: str, photo: Path) -> None:
    """Stand before the lamp with a phone: photograph it, tick every point, close."""
    page.get_by_role("link", name=re.compile(f"^{re.escape(say(language, 'Field'))} ")).click()
    page.get_by_role("link", name=re.compile(code)).click()
    page.locator("input[name=photos]").first.set_input_files(photo)
    tick_all(page)
    page.get_by_role("button", name=say(language, "It holds: close the report")).click()
    expect(page.get_by_role("status").filter(has_text=code)).to_be_visible()


def see_it_closed(page: Page, language: str, code: str, resolved: str) -> None:
    """Read as everybody: closed, by whom, on the spot, with the photos before and after."""
    assert state_shown(page, code) == resolved
    expect(page.locator(".check-card")).to_contain_text(say(language, "on the spot"))
    with override(language):
        expect(page.locator(".check-card")).to_contain_text(agencies.unit_label("bagian-pemerintahan-31.75"))
    for photo in page.locator(".pair img").all():
        photo.scroll_into_view_if_needed()
        expect(photo).to_have_js_property("complete", True)
        assert photo.evaluate("it => it.naturalWidth") > 400


def rate(page: Page, language: str, private: str) -> None:
    """Judge by the private link."""
    page.goto(private)
    page.get_by_role("button", name=say(language, "Very good")).click()
    expect(page.locator(".notice.good").first).to_be_visible()


def keep_what_was_promised(code: str) -> None:
    """Look behind the pages: closed by a unit and a person that had no part in the work, with three photos kept, rated once."""
    report = Report.objects.get(code=code)
    checks = list(Check.objects.filter(report=report).order_by("at").values_list("kind", "passed", "unit"))
    assert (report.state, checks) == (
        State.RESOLVED,
        [("administrative", True, "bagian-pemerintahan-31.75"), ("field", True, "bagian-pemerintahan-31.75")],
    )
    assert make.events(report) == [
        "intake.accept",
        "reports.coordinate",
        "reports.start",
        "reports.claim_done",
        "verification.send_to_field",
        "verification.accept",
        "feedback.rate",
    ]
    photos = Photo.objects.filter(report=report).order_by("version").values_list("role", flat=True)
    assert list(photos) == ["before", "after", "check"]
    assert list(Rating.objects.filter(report=report).values_list("score", flat=True)) == [4]
