"""A whole cycle of an ASOCA board, in a browser: from the empty list to a strategy's followed effect.

An analyst lays elements with evidence, words the strategies and asks a colleague; both judge, the analyst by keys alone and at first
contradictorily, the colleague without scripts; the order stands, an action is planned, begun, and its effect read from the city's numbers.
"""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from tests.browser import faults
from tests.factories import make
from tests.web.asoca import scene
from tests.web.asoca.conftest import _chromium, visit

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.asoca.models import Assessor, Board, Judgement, Reading

__all__ = ["_chromium", "visit"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAID = {
    "Ab": ("Planning", "People"),
    "S": ("Funds",),
    "Ag": ("Technology",),
    "O": ("Vision 2045",),
    "C": ("Fast answers",),
}


@dataclass
class Seats:
    """The analyst's page, and the people."""

    page: Page
    analyst: Staff
    colleague: Staff


@pytest.fixture
def seats(visit) -> Seats:
    analyst = scene.analyst()
    return Seats(visit(analyst, "/evaluation/asoca/"), analyst, make.staff(of="jsc-intake", role=Role.SUPERVISOR))


def test_a_board_from_its_first_element_to_a_followed_effect(seats, visit):
    at = scene.course()
    page = seats.page

    board = begin(page)
    lay(page, board)
    ask(page, board, seats)
    judge_by_keyboard(page, board)
    judge_without_scripts(visit(seats.colleague, board, script=False), board)
    plan(page, board)
    follow(page, at)

    row = Board.objects.get()
    assert (row.state, Assessor.objects.count(), Judgement.objects.count()) == ("closed", 2, 2 * 5)
    assert Reading.objects.get().result["verdict"] == "better"
    assert page.said == []


def begin(page: Page) -> str:
    """Begin an empty board and return its address."""
    expect(page.get_by_text("There is no board yet")).to_be_visible()
    page.get_by_role("link", name="Start empty").click()
    page.get_by_label("Title").fill("Complaints in East Jakarta")
    page.get_by_role("button", name="Make the board").click()
    page.wait_for_url(re.compile("/unsur/$"))
    return page.url.removesuffix("unsur/")


def lay(page: Page, board: str) -> None:
    """Lay the elements, let one rest on an indicator, and word the strategies."""
    for group, texts in LAID.items():
        for text in texts:
            page.locator(f"#id_{group}-text").fill(text)
            page.locator(f"#id_{group}-text").locator("xpath=ancestor::form").get_by_role("button").click()
            expect(page.get_by_text("The element is on the board.")).to_be_visible()
    page.goto(f"{board}unsur/Ab1/")
    page.get_by_label("Indicator", exact=True).select_option("answered_in_six")
    page.get_by_role("button", name="Link the indicator").click()
    expect(page.get_by_text("Computed anew today: the same.")).to_be_visible()
    page.goto(f"{board}strategi/")
    for place, field in enumerate(page.locator("main textarea").all()):
        field.fill(f"Strategy number {place + 1}")
    page.get_by_role("button", name="Save the strategies").click()
    expect(page.get_by_text("Nobody is named to judge the board.")).to_be_visible()


def ask(page: Page, board: str, seats: Seats) -> None:
    """Ask both to judge, and open the board."""
    page.goto(f"{board}penilai/")
    for person in (seats.analyst, seats.colleague):
        page.get_by_label("Username of a colleague").fill(person.username)
        page.get_by_role("button", name="Ask", exact=True).click()
        expect(page.get_by_text("One more judges the board.")).to_be_visible()
    page.goto(board)
    page.get_by_role("button", name="Open for judgement").click()
    page.get_by_role("link", name=re.compile("^Judge")).click()


def judge_by_keyboard(page: Page, board: str) -> None:
    """Judge with keys alone: first contradictorily, then mended where the page says."""
    page.get_by_role("link", name="Begin").press("Enter")
    for pair, step in (("Ab:S", 5), ("Ab:Ag", -3), ("S:Ag", 5)):
        choose(page, f"internal:{pair}", step)
    page.get_by_role("button", name="Save and go on").press("Enter")
    expect(page.get_by_text("Look at the marked pair again.")).to_be_visible()
    expect(page.locator(".is-worst")).to_contain_text("The other answers fit better with")
    assert faults(page) == []
    choose(page, "internal:Ab:S", 2)
    choose(page, "internal:Ab:Ag", 4)
    choose(page, "internal:S:Ag", 2)
    page.get_by_role("button", name="Save and go on").press("Enter")
    expect(page.get_by_text("they agree with one another")).to_be_visible()
    choose(page, "external:O:C", -3)
    page.get_by_role("button", name="Save and go on").press("Enter")
    choose(page, "Ab:Ab1:Ab2", 2)
    page.get_by_role("button", name="Save and go on").press("Enter")
    page.wait_for_url(re.compile("/nilai/$"))
    for score, name in zip((3, 2, 3, 2, 4, 3), page.locator("main fieldset").all(), strict=True):
        name.get_by_role("radio").nth(score - 1).press("Space")
    page.get_by_role("button", name="Save the ratings").press("Enter")
    expect(page.get_by_text("Everything is answered.")).to_be_visible()
    page.goto(board)
    expect(page.get_by_text("The order is shown when everybody has judged")).to_be_visible()


def choose(page: Page, pair: str, step: int) -> None:
    """Choose a step of a pair by the arrow keys, from one beside it on."""
    beside = step + 1 if step not in {9, -2} else step - 1
    page.locator(f"[name='step:{pair}'][value='{beside}']").press("Space")
    page.keyboard.press("ArrowRight" if beside == step + 1 else "ArrowLeft")
    expect(page.locator(f"[name='step:{pair}'][value='{step}']")).to_be_checked()


def judge_without_scripts(page: Page, board: str) -> None:
    """Judge as somebody whose browser runs no script."""
    page.get_by_role("link", name="Judge", exact=True).click()
    page.get_by_role("link", name="Begin").click()
    for pairs in (("internal:Ab:S", "internal:Ab:Ag", "internal:S:Ag"), ("external:O:C",), ("Ab:Ab1:Ab2",)):
        for pair in pairs:
            page.locator(f"[name='step:{pair}'][value='1']").check()
        page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("/nilai/$"))
    for name in page.locator("main fieldset").all():
        name.get_by_role("radio").nth(2).check()
    page.get_by_role("button", name="Save the ratings").click()
    page.goto(board)
    expect(page.get_by_role("heading", name="Their order")).to_be_visible()


def plan(page: Page, board: str) -> None:
    """Close the judging and plan an action of the strategy that ranks first."""
    page.goto(board)
    page.get_by_role("link", name="Close the judging").click()
    page.get_by_role("button", name="Close the judging").click()
    expect(page.get_by_role("heading", name="Now plan what is to be done")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("link", name="Plan an action").click()
    page.get_by_label("What will be done").fill("Train everybody who answers")
    page.get_by_label("Unit that answers for it").select_option("jsc-intake")
    page.get_by_label("Who in the unit").fill("Head of the unit")
    page.get_by_label(re.compile("^Budget")).fill("250000000")
    page.get_by_label("Due on").fill("2027-12-31")
    page.get_by_role("button", name="Plan it").click()
    page.get_by_label("Under way").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("header .status")).to_have_text("Under way")


def follow(page: Page, at) -> None:
    """Follow the action's effect and keep what is said of it today."""
    page.get_by_role("link", name="Follow a number").click()
    page.get_by_label("Indicator", exact=True).select_option("answered_in_six")
    page.get_by_label("Day of the intervention").fill(at.isoformat())
    page.get_by_label("Series begins on").fill(at.replace(year=at.year - 1).isoformat())
    page.get_by_role("button", name="Follow it", exact=True).click()
    expect(page.locator(".asoca-verdict")).to_contain_text("Better: on average +1")
    expect(page.locator("#course svg.chart-plot .effect-day")).to_be_attached()
    assert faults(page) == []
    page.get_by_role("button", name="Keep what is said today").click()
    expect(page.get_by_text("Kept, with today's date.")).to_be_visible()
