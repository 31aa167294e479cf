"""The partners' desk and a guest's page as people use them: on a telephone, in the dark, without script."""

import re

import pytest
from tests.browser import wrong_at
from tests.factories import make
from tests.reports.tasks_scene import Scene
from tests.web.desk.conftest import _chromium, visit  # noqa: F401  fixtures

from tanggap.reports.actions import tasks_links
from tanggap.reports.photos import Upload
from tanggap.reports.words import TaskState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scene() -> Scene:
    made = Scene(photos=[Upload(make.photo(7, size=(640, 480)))])
    made.ask(made.pln)
    return made


def guest(scene: Scene) -> str:
    link = tasks_links.invite(code=scene.code, number=1, by=scene.officer, holder="Kontraktor")
    return f"/mitra/tamu/{link.id}/{link.token}/"


def test_the_pages_fit_and_have_no_fault(visit, scene):  # noqa: F811
    person = scene.people[scene.pln.code]
    for who, path in (
        (person, "/mitra/"),
        (person, f"/mitra/{scene.code}/1/"),
        (None, guest(scene)),
        (scene.officer, "/desk/tugas/"),
    ):
        for dark in (False, True):
            page = visit(who, path, width=360, dark=dark)
            found = (wrong_at(page, (360, 1440), in_two_looks=True), page.said)
            assert (path, dark, *found) == (path, dark, [], [])
            page.close()


def test_a_guest_takes_a_task_on_and_does_it_without_script(visit, scene):  # noqa: F811
    page = visit(None, guest(scene), width=360, script=False)
    page.get_by_role("button", name="Take it on").click()
    page.get_by_label("What was done?").fill("Kabel sudah diangkat")
    page.set_input_files("input[name=photos]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": make.photo()})
    page.get_by_role("button", name="Say that it is done").click()

    assert page.get_by_text("Kabel sudah diangkat").is_visible()
    assert scene.states() == {scene.pln.code: TaskState.ANSWERED}


def test_an_officer_asks_two_units_by_keyboard_in_the_pane(visit, scene):  # noqa: F811
    page = visit(scene.officer, f"/desk/{scene.code}/")
    page.keyboard.press("h")
    page.get_by_label(re.compile("carries out this category here")).check()
    page.get_by_label("What shall they do?").fill("Mohon periksa gardu")
    page.locator("#act form.act-form button[type=submit]").last.click()
    page.get_by_text("The units were asked to help.").wait_for()

    assert page.locator("#tugas .part").count() == 2
    assert page.said == []
