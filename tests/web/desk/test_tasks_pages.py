"""Part-tasks at the desk: asked in one form, acted on in the pane, listed by view."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.factories import make
from tests.reports.tasks_scene import Scene
from tests.web.desk.pages import acts, browser, hidden, into, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports.actions import instructing, tasks_doing
from tanggap.reports.models import Task
from tanggap.reports.words import State, TaskState

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return Scene()


def act(scene: Scene, number: int, slug: str, *, by: object = None, **given: object):
    return browser(by or scene.officer).post(f"/desk/{scene.code}/tugas/{number}/{slug}/", given, follow=True)


def pane(scene: Scene, by: object = None):
    return browser(by or scene.officer).get(f"/desk/{scene.code}/")


def offered(response) -> list[str]:
    return re.findall(r"/tugas/\d+/([a-z]+)/[^\"]*\" hx-get", response.content.decode())


def test_several_units_are_asked_in_one_form(scene):
    client = browser(scene.officer)
    form = client.get(f"/desk/{scene.code}/bantuan/")
    given = {
        "version": hidden(form, "version"),
        "units": [scene.sudin.code, scene.pln.code],
        "message": "Mohon angkat kabel",
    }

    done = client.post(f"/desk/{scene.code}/bantuan/", given, follow=True)

    assert "The units were asked to help." in words(done)
    assert scene.states() == {scene.sudin.code: TaskState.ASKED, scene.pln.code: TaskState.ASKED}
    assert "Sudin Uji was asked to help" in words(done)


def test_the_form_suggests_the_units_that_the_category_names_here(scene):
    form = browser(scene.officer).get(f"/desk/{scene.code}/bantuan/")

    assert "carries out this category here" in words(form)


def test_a_typed_name_finds_a_unit_and_keeps_what_is_ticked(scene):
    client = browser(scene.officer)
    given = {
        "version": str(scene.fresh().version),
        "units": [scene.sudin.code],
        "unit_text": "pln jakarta raya",
        "find": "units",
    }

    found = client.post(f"/desk/{scene.code}/bantuan/", given).content.decode()

    assert re.search(rf'value="{scene.sudin.code}" checked', found)
    assert 'value="pln"' in found
    live = client.post(
        "/desk/tugas/unit/", {"unit_text": "pln jakarta", "units": ["pln"]}, headers=into("div#found-units")
    )
    assert re.search(r'name="units" value="pln" checked', live.content.decode())


def test_nobody_chosen_and_nothing_said_are_shown_at_their_fields(scene):
    sent = browser(scene.officer).post(f"/desk/{scene.code}/bantuan/", {"version": str(scene.fresh().version)})

    assert sent.status_code == 422
    assert "Choose at least one unit." in words(sent)


def test_sent_twice_is_asked_once(scene):
    client = browser(scene.officer)
    given = {"version": str(scene.fresh().version), "units": [scene.sudin.code], "message": "Mohon"}
    client.post(f"/desk/{scene.code}/bantuan/", given)

    again = client.post(f"/desk/{scene.code}/bantuan/", given, follow=True)

    assert "not done twice" in words(again)
    assert Task.objects.count() == 1


def test_the_pane_offers_each_side_its_own_acts(scene):
    scene.ask(scene.sudin)

    assert offered(pane(scene)) == ["tautan", "tarik"]
    assert offered(pane(scene, scene.people[scene.sudin.code])) == ["terima", "tolak", "tautan"]


def test_a_unit_takes_its_part_on_and_does_it_with_photos(scene):
    scene.ask(scene.sudin)
    sudin = scene.people[scene.sudin.code]

    act(scene, 1, "terima", by=sudin)
    done = act(
        scene,
        1,
        "jawab",
        by=sudin,
        message="Sudah rapi",
        photos=[SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg")],
    )

    assert scene.states() == {scene.sudin.code: TaskState.ANSWERED}
    assert "Sudah rapi" in words(done)
    assert "Photo 1 of Sudin Uji" in done.content.decode()
    assert "not done twice" in words(act(scene, 1, "jawab", by=sudin, message="Sudah rapi"))


def test_a_proposal_is_taken_in_one_step(scene):
    scene.decline(
        scene.ask(scene.sudin)[0], counter_unit=scene.other.code, counter_due_at=clock.now() + timedelta(days=2)
    )
    shown = pane(scene)
    assert "Proposed instead: Sudin Lain" in words(shown)

    act(scene, 1, "setuju")

    assert scene.states() == {scene.sudin.code: TaskState.DECLINED, scene.other.code: TaskState.ASKED}
    assert "setuju" not in offered(pane(scene))


def test_a_no_can_propose_a_unit_that_was_searched_for(scene):
    scene.ask(scene.sudin)
    sudin = scene.people[scene.sudin.code]
    found = browser(sudin).post(
        f"/desk/{scene.code}/tugas/1/tolak/", {"unit_text": "pln jakarta raya", "find": "counter_unit"}
    )
    assert 'name="counter_unit" value="pln"' in found.content.decode()

    act(scene, 1, "tolak", by=sudin, reason="not_ours", message="Milik PLN", counter_unit="pln")

    assert Task.objects.get(report=scene.report).counter_unit_id == "pln"


def test_a_claim_with_open_tasks_says_why_not(scene):
    scene.ask(scene.sudin)
    given = {
        "version": str(scene.fresh().version),
        "message": "Selesai",
        "photos": [SimpleUploadedFile("a.jpg", make.photo())],
    }

    refused = browser(scene.officer).post(f"/desk/{scene.code}/selesai/", given)

    assert refused.status_code == 409
    assert "withdraw the tasks first" in words(refused)
    act(scene, 1, "tarik", message="Kami kerjakan sendiri")
    given["photos"] = [SimpleUploadedFile("a.jpg", make.photo())]
    given["version"] = str(scene.fresh().version)
    browser(scene.officer).post(f"/desk/{scene.code}/selesai/", given)
    assert scene.fresh().state == State.AWAITING_VALIDATION


def test_all_are_withdrawn_at_once(scene):
    scene.ask(scene.sudin, scene.pln)

    act(scene, 0, "tarik", message="Tidak perlu lagi")

    assert set(scene.states().values()) == {TaskState.WITHDRAWN}


def test_a_step_that_is_not_there_any_more_keeps_what_was_written(scene):
    scene.ask(scene.sudin)
    sudin = scene.people[scene.sudin.code]
    tasks_doing.accept(code=scene.code, number=1, by=sudin)

    late = act(scene, 1, "tolak", by=sudin, reason="not_ours", message="Bukan kabel kami")

    assert late.status_code == 409
    assert "Bukan kabel kami" in words(late)


def test_a_link_is_made_shown_and_taken_back(scene):
    scene.ask(scene.pln)

    made = act(scene, 1, "tautan", holder="Kontraktor PT Terang", days="7")
    address = re.search(r'value="(http[^"]+/mitra/tamu/[^"]+)"', made.content.decode())[1]
    path = address.split("//", 1)[1].split("/", 1)[1]
    assert browser().get(f"/{path}").status_code == 200
    browser(scene.officer).post(f"/desk/{scene.code}/tugas/1/tautan/cabut/")

    assert browser().get(f"/{path}").status_code == 404


def test_the_coordinator_decides_from_its_list(scene):
    for unit in (scene.pln, scene.sudin, scene.other):
        scene.hand_back(scene.accepted(unit))
    task = Task.objects.get(report=scene.report, number=3)
    decider = make.staff(of=str(task.decider_id))
    listed = browser(decider).get("/desk/tugas/")
    assert f"/desk/{scene.code}/#tugas-3" in listed.content.decode()

    act(scene, 3, "putuskan", by=decider, unit=scene.sudin.code, message="Kerjakan")

    assert Task.objects.get(report=scene.report, number=4).is_final is True
    assert "decided by the coordinator" in words(pane(scene))


def test_strangers_find_neither_the_report_nor_its_tasks(scene):
    scene.ask(scene.sudin)
    stranger = make.staff(of=make.unit())

    for slug in ("terima", "tolak", "jawab", "tarik", "tautan", "putuskan", "setuju", "nichts"):
        assert browser(stranger).get(f"/desk/{scene.code}/tugas/1/{slug}/").status_code == 404
        assert act(scene, 1, slug, by=stranger, message="x").status_code == 404
    assert browser(scene.officer).get(f"/desk/{scene.code}/tugas/9/terima/").status_code == 404
    assert scene.states() == {scene.sudin.code: TaskState.ASKED}


def test_the_lists_hold_what_each_side_waits_for(scene):
    scene.ask(scene.sudin, scene.other)
    scene.decline(Task.objects.get(report=scene.report, number=2))
    seen = {}
    for person in (scene.officer, scene.people[scene.sudin.code]):
        for view in ("asked", "accepted", "ours", "returned", "done"):
            page = browser(person).get("/desk/tugas/", {"lihat": view})
            seen[person.unit_id, view] = [row.number for row in page.context["page"].rows]

    own, asked = str(scene.officer.unit_id), scene.sudin.code
    assert {key: rows for key, rows in seen.items() if rows} == {
        (own, "ours"): [1],
        (own, "returned"): [2],
        (asked, "asked"): [1],
    }


@pytest.mark.parametrize("many", [1, 30])
def test_the_pane_and_the_lists_cost_the_same_with_many_tasks(many, django_assert_max_num_queries):
    scene = Scene()
    for _turn in range(many):
        scene.decline(scene.ask(scene.sudin)[0])
    scene.ask(scene.pln)
    client = browser(scene.officer)
    client.get(f"/desk/{scene.code}/", headers=into("section#report"))

    with django_assert_max_num_queries(11):
        client.get(f"/desk/{scene.code}/", headers=into("section#report"))
    with django_assert_max_num_queries(7):
        client.get("/desk/tugas/", {"lihat": "returned"})


def test_an_officer_is_instructed_by_name_and_says_that_it_was_read(scene):
    chief = make.staff(of=str(scene.report.unit_id), role=Role.SUPERVISOR)
    client = browser(chief)
    form = client.get(f"/desk/{scene.code}/instruksi/")
    given = {"version": hidden(form, "version"), "officer": scene.officer.username, "message": "Periksa tiang 7"}

    done = client.post(f"/desk/{scene.code}/instruksi/", given, follow=True)

    assert "Periksa tiang 7" in words(done)
    assert "not read yet" in words(done)
    version = instructing.Instruction.objects.get().version
    read = browser(scene.officer).post(f"/desk/{scene.code}/instruksi/{version}/baca/", follow=True)
    assert f"read by {scene.officer.display_name}" in words(read)


def test_the_public_reads_that_a_unit_was_asked_and_nothing_of_what_was_said(scene):
    scene.ask(scene.sudin, message="Rahasia kantor")
    scene.decline(Task.objects.get(), message="Alasan dalam")

    public = words(browser().get(f"/laporan/{scene.code}/"))

    assert "Sudin Uji was asked to help" in public
    assert "Sudin Uji cannot take its part on" in public
    assert "Outside our competence" in public
    assert "Rahasia kantor" not in public
    assert "Alasan dalam" not in public


def test_a_confidential_report_is_instructed_inside_and_never_shared():
    report = make.report(category="perilaku-aparatur", state=State.IN_PROGRESS)
    shown = acts(browser(make.staff(of=report.unit_id)).get(f"/desk/{report.code}/"))

    assert "instruksi" in shown
    assert "bantuan" not in shown
