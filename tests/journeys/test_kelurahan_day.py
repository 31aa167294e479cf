"""A day of one kelurahan, in a browser: a tree leans into a power line, and five units have a part in it.

Counter → two units asked to help → one declines → the Dinas instructs its branch → the partner does its part → claimed done →
returned by the validator → claimed again → closed. The kelurahan's people, the branch's and the partner's each see only their own.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from tests.factories import make
from tests.journeys.scenes import night
from tests.journeys.walking import PASSWORD, act, browser, device, open_act, say, send, sign_in, state_shown, tick_all

from tanggap.agencies.words import Role
from tanggap.reports.models import Report, Task
from tanggap.reports.words import State

__all__ = ["browser", "device"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LANGUAGE = "id"
KELURAHAN, ROADS, DINAS, BRANCH, POWER = (
    "kel-31.75.06.1005", "sudin-bina-marga-31.75", "dinas-pertamanan", "sudin-pertamanan-31.75", "pln",
)  # fmt: skip
CHECKING = "bagian-pemerintahan-31.75"
TEXT = "Pohon besar condong ke kabel listrik di depan RPTRA, rantingnya menyentuh kabel, takut tumbang"
REPORTER = "Sri Rahayu Canary"
Seat = Callable[[str], Page]


@dataclass
class Day:
    """Who works today, each at a screen of their own."""

    seat: Seat
    phone: Page
    photos: dict[str, Path]


@pytest.fixture
def day(tmp_path, device) -> Day:
    roles = {KELURAHAN: Role.OFFICER, ROADS: Role.OFFICER, DINAS: Role.OFFICER, BRANCH: Role.OFFICER}
    roles |= {POWER: Role.PARTNER, CHECKING: Role.VALIDATOR}
    people = {unit: make.staff(of=unit, role=role, password=PASSWORD).username for unit, role in roles.items()}
    seats: dict[str, Page] = {}

    def seat(unit: str) -> Page:
        if unit not in seats:
            seats[unit] = sign_in(device(LANGUAGE, width=360 if unit == POWER else 1440), LANGUAGE, people[unit])
        return seats[unit]

    photos = {name: tmp_path / f"{name}.jpg" for name in ("before", "first", "second", "power")}
    for number, path in enumerate(photos.values()):
        path.write_bytes(night(is_lit=number > 1, shift=7 * number, seed=11 + number))
    return Day(seat, device(LANGUAGE, width=360), photos)


def test_a_leaning_tree_from_the_counter_to_its_closure(day):
    code = receive_at_the_counter(day.seat(KELURAHAN), day.photos["before"])
    assert state_shown(day.phone, code) == "Menunggu"

    ask_two_units(day.seat(KELURAHAN), code)
    decline(day.seat(ROADS), code)
    hand_on_to_the_dinas(day.seat(KELURAHAN), code)
    assert state_shown(day.phone, code) == "Koordinasi"
    instruct_the_branch(day.seat(DINAS), code)
    assert state_shown(day.phone, code) == "Disposisi"

    act(day.seat(BRANCH), LANGUAGE, code, "Start work")
    do_the_partners_part(day.seat(POWER), code, day.photos["power"])
    claim_done(day.seat(BRANCH), code, "Ranting dipangkas.", day.photos["first"])
    assert state_shown(day.phone, code) == "Menunggu Validasi"

    return_to_the_unit(day.seat(CHECKING), code)
    assert state_shown(day.phone, code) == "TL Ditolak"
    act(day.seat(BRANCH), LANGUAGE, code, "Start work")
    claim_done(day.seat(BRANCH), code, "Batang ditopang dan ranting di atas kabel dipangkas.", day.photos["second"])
    accept(day.seat(CHECKING), code)

    assert state_shown(day.phone, code) == "Selesai"
    expect(day.phone.locator("body")).not_to_contain_text(REPORTER)
    keep_what_was_promised(code)


def receive_at_the_counter(page: Page, photo: Path) -> str:
    """Take the report of a person who came to the kelurahan's counter; the receipt shows its code."""
    page.goto("/desk/loket/")
    page.locator("[name=text]").fill(TEXT)
    page.locator("[name=category]").select_option("pohon")
    page.locator("[name=place_text]").fill("Pulo Gebang")
    page.locator("input[name=place]:not([value=''])").first.check()
    page.locator("input[type=file]").set_input_files(photo)
    page.locator("[name=name]").fill(REPORTER)
    page.get_by_role("button", name=say(LANGUAGE, "Receive and print")).click()
    page.wait_for_load_state()
    return Report.objects.latest("id").code


def ask_two_units(page: Page, code: str) -> None:
    """Ask the branch for roads, wrongly, and the electricity company for a part each."""
    open_act(page, LANGUAGE, code, "Ask units to help…")
    for typed, unit in (("bina marga jakarta timur", ROADS), ("PLN", POWER)):
        box = page.locator(f".act-form input[name=units][value='{unit}']")
        if not box.count():
            page.locator(".act-form [name=unit_text]").fill(typed)
        box.check()
    page.locator(".act-form [name=message]").fill(
        "Mohon bantuan di depan RPTRA: amankan kabel dan jalan di sekitarnya."
    )
    send(page)
    expect(page.locator("#tugas .part")).to_have_count(2)


def decline(page: Page, code: str) -> None:
    """Say that it is not the roads' task, and whose it is; the report itself stays with the kelurahan."""
    page.goto("/desk/tugas/")
    page.get_by_role("link", name=re.compile(code)).first.click()
    page.get_by_role("link", name=re.compile(f"^{re.escape(say(LANGUAGE, 'Decline…'))}")).click()
    form = page.locator("#act .act-form")
    form.locator("[name=reason]").first.wait_for()
    if form.locator("select[name=reason]").count():
        form.locator("select[name=reason]").select_option(index=1)
    else:
        form.locator("input[name=reason]").first.check()
    form.locator("[name=message]").fill("Pohon ditangani Suku Dinas Pertamanan, bukan Bina Marga.")
    form.locator("button.danger").click()
    expect(page.locator("#report .notice.good")).to_be_visible()
    assert Report.objects.get(code=code).unit_id == KELURAHAN


def hand_on_to_the_dinas(page: Page, code: str) -> None:
    """Read the no, and give the report to the Dinas for trees."""
    page.goto(f"/desk/{code}/")
    expect(page.locator("#tugas")).to_contain_text("bukan Bina Marga")
    open_act(page, LANGUAGE, code, "Coordinate…")
    choose_unit(page, DINAS, "pertamanan")
    page.locator(".act-form [name=message]").fill("Mohon pohon ditangani, PLN sudah diminta mengamankan kabel.")
    send(page)


def instruct_the_branch(page: Page, code: str) -> None:
    """Instruct the Suku Dinas of East Jakarta."""
    open_act(page, LANGUAGE, code, "Disposition…")
    choose_unit(page, BRANCH, "pertamanan jakarta timur")
    page.locator(".act-form [name=message]").fill("Pangkas hari ini bersama PLN.")
    send(page)


def choose_unit(page: Page, unit: str, typed: str) -> None:
    choice = page.locator(f".act-form input[name=unit][value='{unit}']")
    if not choice.count():
        page.locator(".act-form [name=unit_text]").fill(typed)
    choice.check()


def do_the_partners_part(page: Page, code: str, photo: Path) -> None:
    """Take the task on and do it, on a phone at the partners' desk; who reported is nowhere."""
    page.goto("/mitra/")
    page.get_by_role("link", name=re.compile(code)).click()
    expect(page.locator("body")).not_to_contain_text(REPORTER)
    page.get_by_role("button", name=say(LANGUAGE, "Take it on"), exact=True).click()
    answer = page.locator("form[action$='/jawab/']")
    answer.locator("textarea").first.fill("Kabel diberi selubung pelindung, aman untuk pemangkasan.")
    answer.locator("input[type=file]").set_input_files(photo)
    answer.locator("button[type=submit]").click()
    page.wait_for_load_state()
    assert Task.objects.get(report__code=code, unit=POWER).state == "answered"


def claim_done(page: Page, code: str, message: str, photo: Path) -> None:
    open_act(page, LANGUAGE, code, "Report as done…")
    page.locator(".act-form [name=message]").fill(message)
    page.locator(".act-form input[type=file]").set_input_files(photo)
    send(page)


def return_to_the_unit(page: Page, code: str) -> None:
    """Find the work wanting; the unit reads why."""
    page.goto("/verify/")
    page.get_by_role("link", name=re.compile(code)).click()
    page.get_by_label(say(LANGUAGE, "What you found")).fill("Batang masih condong ke kabel.")
    back = page.locator("details.return").filter(has=page.locator("button.danger"))
    back.locator("summary").click()
    back.locator("textarea").fill("Batang masih condong: mohon ditopang, lalu foto dari sisi yang sama.")
    back.locator("button.danger").click()
    expect(page.get_by_role("status").filter(has_text=code)).to_be_visible()


def accept(page: Page, code: str) -> None:
    """Tick every point and close."""
    page.goto("/verify/")
    page.get_by_role("link", name=re.compile(code)).click()
    tick_all(page)
    page.get_by_label(say(LANGUAGE, "What you found")).fill("Pohon ditopang, kabel bebas dari ranting.")
    page.get_by_role("button", name=say(LANGUAGE, "Accept the papers")).click()
    expect(page.get_by_role("status").filter(has_text=code)).to_be_visible()


def keep_what_was_promised(code: str) -> None:
    """Look behind the pages: one unit answered at each moment, and what was done stands in order."""
    report = Report.objects.get(code=code)
    assert (report.state, report.unit_id, report.open_tasks) == (State.RESOLVED, BRANCH, 0)
    kinds = [kind for kind in make.events(report) if kind not in {"reports.assign", "reports.read"}]
    assert kinds == [
        "intake.accept", "reports.coordinate", "tasks.ask", "tasks.ask", "tasks.decline", "reports.coordinate", "reports.disposition",
        "reports.start", "tasks.accept", "tasks.answer", "reports.claim_done", "verification.reject", "reports.start", "reports.claim_done",
        "verification.accept",
    ]  # fmt: skip
