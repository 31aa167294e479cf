"""A partner signs in and does its unit's tasks; nothing of who reported and of other reports is ever there."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.agencies.words import Role
from tanggap.config.consumers import CONSUMERS
from tanggap.core import clock, cursors
from tanggap.reports.models import Photo
from tanggap.reports.photos import Upload
from tanggap.reports.words import State, TaskState

pytestmark = pytest.mark.django_db
SENSITIVE = "parkir-liar"


@pytest.fixture
def scene() -> Scene:
    return Scene(
        reporter=make.reporter(),
        photos=[Upload(make.photo(), "saya.jpg")],
        text="Kabel menjuntai, hubungi 081234567890",
    )


def signed_in(scene: Scene) -> Client:
    client = Client()
    client.force_login(scene.people[scene.pln.code])
    return client


def page(scene: Scene, number: int = 1, client: Client | None = None):
    return (client or signed_in(scene)).get(reverse("partner:task", args=[scene.code, number]))


def test_the_list_holds_the_tasks_of_the_own_unit_and_no_others(scene):
    scene.ask(scene.pln, scene.sudin)
    other = Scene()
    other.ask(other.pln)

    listed = signed_in(scene).get(reverse("partner:list"))

    assert [(row.code, row.number) for row in listed.context["page"].rows] == [(scene.code, 1)]
    assert other.code not in listed.content.decode()


def test_what_is_asked_and_where_is_shown_and_never_who_reported(scene):
    scene.ask(scene.pln)

    html = page(scene).content.decode()

    assert "Mohon angkat kabel yang menjuntai" in html
    assert "Pulo Gebang" in html
    assert "Kabel menjuntai" in html
    for canary in ("Ratna", "canary1@example.org", "+62812345", "081234567890"):
        assert canary not in html


def test_the_reporters_photo_is_shown_where_everybody_may_see_it(scene):
    scene.ask(scene.pln)
    photo = Photo.objects.get(report=scene.report)
    address = reverse("partner:photo", args=[scene.code, 1, photo.pk, "thumb"])

    assert address in page(scene).content.decode()
    served = signed_in(scene).get(address)
    assert (served.status_code, served["Cache-Control"]) == (200, "private, no-store")


@pytest.mark.parametrize("changes", [{"category": SENSITIVE}, {"visibility": "private"}])
def test_a_photo_that_could_unmask_the_reporter_is_not_shown(changes):
    scene = Scene(photos=[Upload(make.photo(), "saya.jpg")], **changes)
    scene.ask(scene.pln)
    photo = Photo.objects.get(report=scene.report)

    assert str(photo.pk) not in page(scene).content.decode()
    for address in (
        reverse("partner:photo", args=[scene.code, 1, photo.pk, "thumb"]),
        reverse("public:photo", args=[photo.pk, "thumb"]),
    ):
        assert signed_in(scene).get(address).status_code == 404


def test_the_words_of_a_private_report_are_not_shown():
    scene = Scene(visibility="private", text="Tetangga saya Pak Budi membakar sampah", address="Gang Melati 3")
    scene.ask(scene.pln)

    html = page(scene).content.decode()

    assert "Pak Budi" not in html
    assert "Gang Melati" not in html
    assert "Mohon angkat kabel" in html


def test_a_task_is_taken_on_and_done_with_photos(scene):
    scene.ask(scene.pln)
    client = signed_in(scene)

    taken = client.post(reverse("partner:act", args=[scene.code, 1, "terima"]), {"message": "Besok pagi"}, follow=True)
    assert taken.context["task"].state == TaskState.ACCEPTED
    file = SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg")
    done = client.post(
        reverse("partner:act", args=[scene.code, 1, "jawab"]), {"message": "Sudah rapi", "photos": [file]}, follow=True
    )

    assert (done.context["task"].state, len(done.context["task"].photos)) == (TaskState.ANSWERED, 1)
    own = done.context["task"].photos[0]
    assert client.get(reverse("partner:photo", args=[scene.code, 1, own.id, "shown"])).status_code == 200
    again = client.post(reverse("partner:act", args=[scene.code, 1, "jawab"]), {"message": "Sudah rapi"}, follow=True)
    assert "not done twice" in again.content.decode() or "dua kali" in again.content.decode()


def test_a_no_without_a_reason_is_shown_at_its_field(scene):
    scene.ask(scene.pln)

    answer = signed_in(scene).post(reverse("partner:act", args=[scene.code, 1, "tolak"]), {"message": "Bukan kami"})

    assert answer.status_code == 422
    assert "reason" in answer.context["sent"].errors
    assert "Bukan kami" in answer.content.decode()


def test_a_browser_cuts_nothing_that_is_too_long(scene):
    scene.ask(scene.pln)
    areas = re.findall(r"<textarea[^>]*>", page(scene).content.decode())

    assert areas
    assert not [area for area in areas if "maxlength" in area]


def test_another_date_is_proposed_with_the_no(scene):
    task, = scene.ask(scene.pln)  # fmt: skip
    given = {"reason": "no_capacity", "message": "Minggu depan bisa", "counter_due_at": "2099-01-02T08:30"}

    late = signed_in(scene).post(reverse("partner:act", args=[scene.code, 1, "tolak"]), given)
    assert "counter_due_at" in late.context["sent"].errors
    soon = (clock.now() + timedelta(days=5)).strftime("%Y-%m-%dT%H:%M")
    signed_in(scene).post(reverse("partner:act", args=[scene.code, 1, "tolak"]), {**given, "counter_due_at": soon})

    task.refresh_from_db()
    assert task.state == TaskState.DECLINED
    assert task.counter_due_at is not None


def test_other_units_tasks_are_not_there(scene):
    scene.ask(scene.sudin)
    other = Scene()
    other.ask(other.pln)
    client = signed_in(scene)

    missing = client.get(reverse("partner:task", args=["JK-0000-0000-000", 1]))
    for address in (
        reverse("partner:task", args=[scene.code, 1]),
        reverse("partner:task", args=[other.code, 1]),
        reverse("partner:task", args=[other.code, 99999999999]),
    ):
        found = client.get(address)
        assert found.status_code == 404
        assert len(found.content) == len(missing.content)
    for slug in ("terima", "tolak", "jawab", "kembalikan"):
        assert client.post(reverse("partner:act", args=[other.code, 1, slug]), {"message": "x"}).status_code == 404
    assert other.states() == {other.pln.code: TaskState.ASKED}


def test_what_was_withdrawn_or_declined_shows_the_report_no_more(scene):
    scene.decline(scene.ask(scene.pln)[0])
    photo = Photo.objects.get(report=scene.report)

    html = page(scene).content.decode()

    assert "Kabel menjuntai" not in html
    assert "Pulo Gebang" not in html
    assert signed_in(scene).get(reverse("partner:photo", args=[scene.code, 1, photo.pk, "thumb"])).status_code == 404


@pytest.mark.parametrize("address", ["/desk/", "/verify/", "/admin/"])
def test_a_partner_opens_no_other_surface(scene, address):
    assert signed_in(scene).get(address).status_code == 403


def test_a_partner_does_not_open_the_report_at_the_desk(scene):
    scene.ask(scene.pln)

    assert signed_in(scene).get(f"/desk/{scene.code}/").status_code == 403
    assert signed_in(scene).get("/masuk/ke/")["Location"] == "/mitra/"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VALIDATOR, Role.OPERATOR])
def test_others_do_not_open_the_partners_desk(role):
    client = Client()
    client.force_login(make.staff(of=make.unit(), role=role))

    assert client.get(reverse("partner:list")).status_code == 403
    assert Client().get(reverse("partner:list")).status_code == 302


def test_a_code_typed_opens_the_task_of_the_own_unit(scene):
    scene.ask(scene.pln)
    client = signed_in(scene)

    assert client.get(reverse("partner:list"), {"q": scene.code})["Location"] == reverse(
        "partner:task", args=[scene.code, 1]
    )
    assert client.get(reverse("partner:list"), {"q": Scene().code}).status_code == 200


def test_pages_are_kept_nowhere(scene):
    scene.ask(scene.pln)

    assert "no-store" in page(scene)["Cache-Control"]


@pytest.mark.parametrize("tasks", [1, 12])
def test_the_list_costs_the_same_with_many_tasks(tasks, django_assert_max_num_queries):
    scene = Scene()
    for number in range(tasks):
        made = Scene()
        made.pln, made.people = scene.pln, scene.people
        made.ask(scene.pln, message=f"Tugas {number}")
    client = signed_in(scene)
    client.get(reverse("partner:list"))

    with django_assert_max_num_queries(6):
        client.get(reverse("partner:list"))


def test_a_closed_report_leaves_the_task_in_the_history(scene):
    scene.answer(scene.accepted(scene.pln))

    listed = signed_in(scene).get(reverse("partner:list"), {"lihat": "done"})

    assert [row.state for row in listed.context["page"].rows] == [TaskState.ANSWERED]
    assert scene.fresh().state == State.IN_PROGRESS


def test_what_a_partner_photographed_is_seen_by_the_staff_alone(scene):
    scene.answer(scene.accepted(scene.pln), photos=[Upload(make.photo())])
    photo = Photo.objects.get(report=scene.report, role="task")
    officer = Client()
    officer.force_login(scene.officer)
    own = reverse("public:own_photo", args=[scene.code, make.token(scene.report), photo.pk, "thumb"])

    assert Client().get(reverse("public:photo", args=[photo.pk, "thumb"])).status_code == 404
    assert Client().get(own).status_code == 404
    assert officer.get(reverse("public:photo", args=[photo.pk, "thumb"])).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_notice_leads_a_partner_to_the_task_and_not_to_the_desk(scene):
    scene.ask(scene.pln)
    for consumer in CONSUMERS.values():
        cursors.catch_up(consumer)
    client = signed_in(scene)
    notice = client.get("/desk/pemberitahuan/").context["page"].rows[0]

    opened = client.post("/desk/pemberitahuan/lihat/", {"notice": notice.key, "open": "1"}, follow=True)

    assert opened.redirect_chain[-1][0] == reverse("partner:task", args=[scene.code, 1])
