"""Too big for an officer: a report becomes a proposal, is admitted, funded, built and checked, and the citizen reads each step on a phone.

The citizen reads Indonesian, the staff English. Nobody is handed on: each signs in, finds the proposal, and presses what is offered.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.utils.translation import override
from playwright.sync_api import Page, expect
from tests.factories import make
from tests.journeys.scenes import night
from tests.journeys.walking import PASSWORD, browser, device, sign_in, state_shown, tick_all

from tanggap.agencies.words import Role
from tanggap.catalog.routing import route
from tanggap.core import cursors
from tanggap.notify.consumer import CONSUMER as NOTIFY
from tanggap.planning.following import CONSUMER as PLANNING
from tanggap.planning.models import Proposal, Step
from tanggap.planning.words import ProposalState
from tanggap.reports.models import Report

__all__ = ["browser", "device"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STAFF, CITIZEN = "en", "id"
WAITS = "Masuk Perencanaan"


@dataclass
class Walk:
    """The citizen's phone, the report and its proposal, and how somebody of a unit comes to a desk."""

    phone: Page
    report: Report
    device: Callable[..., Page]

    def desk(self, unit: str, role: Role) -> Page:
        person = make.staff(of=unit, role=role, password=PASSWORD)
        return sign_in(self.device(STAFF), STAFF, person.username)

    def keeper(self) -> Page:
        """Return the desk of who decides now."""
        return self.desk(self.now().keeper_id, Role.SUPERVISOR)

    def now(self) -> Proposal:
        return Proposal.objects.get()

    def told(self) -> str:
        """Return what was written to the reporter, as the private page shows it."""
        for consumer in (PLANNING, NOTIFY):
            cursors.catch_up(consumer)
        self.phone.goto(f"/laporan/{self.report.code}/{make.token(self.report)}/pesan/")
        return self.phone.locator("main").inner_text()

    def reads(self, state: str, rung: str) -> None:
        """Read as everybody: the state of the report, where its proposal stands, the same on the proposal's own page."""
        assert state_shown(self.phone, self.report.code) == state
        expect(self.phone.locator(".course [aria-current=step] .what")).to_contain_text(rung)
        self.phone.locator(".card:has(.course)").get_by_role("link").click()
        expect(self.phone.locator(".proposal .course [aria-current=step] .what")).to_contain_text(rung)
        assert self.phone.evaluate("document.documentElement.scrollWidth") <= 360


@pytest.fixture
def walk(device, tmp_path) -> Walk:
    """Return a citizen who reported a dark street; the photo of the mended one lies ready."""
    (tmp_path / "built.jpg").write_bytes(night(is_lit=True, shift=9))
    report = make.report(text="Jalan ini gelap seluruhnya, tiangnya pun tidak ada", reporter=make.reporter(1))
    return Walk(device(CITIZEN, width=360), report, device)


def test_from_a_report_to_the_built_and_checked_thing(walk: Walk, tmp_path: Path):
    propose(walk)
    walk.reads("Menunggu", word(ProposalState.PROPOSED))
    support(walk)

    keeper = walk.keeper()
    onward(keeper, walk, message="Diterima untuk dibahas di kecamatan")
    assert "Musrenbang" in walk.told()
    walk.reads(WAITS, "Kecamatan")
    onward(keeper, walk, message="Didukung, diteruskan ke kota")
    walk.reads(WAITS, "Kota")

    planner = walk.keeper()
    onward(planner, walk, message="Masuk rencana kerja")
    walk.reads(WAITS, word(ProposalState.ACCEPTED))
    onward(planner, walk, message="Anggaran sudah ada", **money(walk))
    walk.reads(WAITS, word(ProposalState.FUNDED))
    expect(walk.phone.locator("#money-title + .facts")).to_contain_text("480.000.000")

    builder = walk.desk(str(walk.now().builder_id), Role.OFFICER)
    onward(builder, walk, message="Pekerjaan dimulai")
    walk.reads(WAITS, word(ProposalState.BUILDING))
    onward(builder, walk, photo=tmp_path / "built.jpg", message="Dua belas tiang baru menyala")
    walk.reads("Menunggu Validasi", word(ProposalState.BUILT))

    check(walk, tmp_path / "built.jpg")
    see_it_checked(walk)
    keep_what_was_promised(walk)


def word(state: ProposalState) -> str:
    """Return a proposal's state as the citizen reads it."""
    with override(CITIZEN):
        return str(state.label)


def propose(walk: Walk) -> None:
    """Propose the report at the desk of the kelurahan, which keeps it; the form holds it already."""
    page = walk.desk(walk.report.unit_id, Role.OFFICER)
    page.goto("/desk/")
    page.locator(f"[data-code='{walk.report.code}']").first.click()
    page.locator(".acts").get_by_role("link", name=re.compile("^Propose for planning")).click()
    expect(page.locator("[name=reports]")).to_have_value(walk.report.code)
    page.locator("[name=title]").fill("Penerangan jalan baru")
    page.locator("[name=problem]").fill("Sepanjang jalan tidak ada tiang lampu; perlu jaringan baru.")
    page.locator("[name=reason]").select_option("capital")
    page.locator("[name=cost]").fill("500.000.000")
    page.get_by_role("button", name="Propose", exact=True).click()
    page.wait_for_url(re.compile("/planning/JKU-[^/]+/$"))


def support(walk: Walk) -> None:
    """Stand behind it with one tap on the page that is open: counted once, and remembered."""
    walk.phone.locator("form[action$='/dukung/'] button").click()
    expect(walk.phone.locator(".kept").filter(has_text="Anda")).to_be_visible()
    assert walk.now().supporters == 1


def onward(page: Page, walk: Walk, *, photo: Path | None = None, message: str, **fields: str) -> None:
    """Press the one next act that the proposal's page offers, fill in its form and send it."""
    here = f"/planning/{walk.now().code}/"
    page.goto(here)
    page.locator("section:has(#next) a.primary").click()
    form = page.locator("form.planning-form")
    for name, value in fields.items():
        field = form.locator(f"[name={name}]")
        if field.evaluate("it => it.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    if photo is not None:
        form.locator("input[type=file]").set_input_files(photo)
    form.locator("[name=message]").fill(message)
    form.locator("button[type=submit]").click()
    page.wait_for_url(re.compile(re.escape(here) + "$"))
    expect(page.locator(".notice.good").first).to_be_visible()


def money(walk: Walk) -> dict[str, str]:
    """Return the programme of the budget, and the unit that builds there."""
    builder = route(category=walk.report.category_id, area=walk.report.area_id).competent
    return {
        "programme": "1.03.10.2.01.0042",
        "name": "Pembangunan penerangan jalan",
        "amount": "480.000.000",
        "source": "apbd",
        "builder": str(builder),
    }


def check(walk: Walk, photo: Path) -> None:
    """Check the papers and, where the category asks for it, the place, as somebody who took no part."""
    code, unit = walk.report.code, str(Report.objects.get(code=walk.report.code).verifier_id)
    page = walk.desk(unit, Role.VALIDATOR)
    page.get_by_role("link", name=re.compile(code)).click()
    expect(page.locator(".case-line .kept")).to_be_visible()
    page.get_by_label("What you found").fill("Dua belas tiang menyala.")
    page.get_by_role("button", name="Papers in order: send to the field").click()
    expect(page.get_by_role("status").filter(has_text=code)).to_be_visible()
    visit = walk.desk(unit, Role.VALIDATOR)
    visit.get_by_role("link", name=re.compile("^Field ")).click()
    visit.get_by_role("link", name=re.compile(code)).click()
    visit.locator("input[name=photos]").first.set_input_files(photo)
    tick_all(visit)
    visit.get_by_role("button", name="It holds: close the report").click()
    expect(visit.get_by_role("status").filter(has_text=code)).to_be_visible()


def see_it_checked(walk: Walk) -> None:
    """Read that it is built and checked: in the message, on the report's page and on the proposal's."""
    assert "diperiksa" in walk.told()
    assert state_shown(walk.phone, walk.report.code) == "Selesai"
    walk.phone.locator(".card:has(.course)").get_by_role("link").click()
    expect(walk.phone.locator(".proposal-head .status")).to_have_text(word(ProposalState.VERIFIED))


def keep_what_was_promised(walk: Walk) -> None:
    """Look behind the pages: every step once, in order, none decided by the unit that proposed; closed by another unit's check."""
    steps = list(Step.objects.order_by("number").values_list("step", "unit_id"))
    assert [step for step, _unit in steps] == [
        "propose", "admit", "advance", "accept", "fund", "begin", "build", "verify",
    ]  # fmt: skip
    assert walk.report.unit_id not in {unit for step, unit in steps if step != "propose"}
    assert make.events(walk.report)[-1] == "verification.accept"
