"""A link opens one task to somebody without an account, for a while; every link that does not open looks the same."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from tests.factories import make
from tests.reports.tasks_scene import Scene

from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, NotFound
from tanggap.reports import access
from tanggap.reports.actions import tasks, tasks_doing, tasks_links
from tanggap.reports.actions import tasks_rules as rules
from tanggap.reports.actions.tasks_links import GivenLink
from tanggap.reports.models import Event, Photo, TaskLink
from tanggap.reports.photos import Upload
from tanggap.reports.words import TaskState
from tanggap.web.partner import guests

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_buckets() -> None:
    guests.looks.clear()
    guests.acts.clear()


@pytest.fixture
def scene() -> Scene:
    made = Scene(reporter=make.reporter(), photos=[Upload(make.photo(), "saya.jpg")])
    made.ask(made.pln)
    return made


@pytest.fixture
def link(scene: Scene) -> GivenLink:
    return give(scene)


def give(scene: Scene, number: int = 1, **facts: object) -> GivenLink:
    given = {"by": scene.officer, "holder": "Kontraktor PT Terang", **facts}
    return tasks_links.invite(code=scene.code, number=number, **given)


def address(link: GivenLink, *, token: str | None = None, slug: str = "") -> str:
    where = [link.id, link.token if token is None else token, *([slug] if slug else [])]
    return reverse("partner:guest-act" if slug else "partner:guest", args=where)


def gone(path: str) -> tuple[int, bytes]:
    answer = Client().get(path)
    return answer.status_code, answer.content


def test_the_link_shows_its_task_and_nothing_of_who_reported(scene, link):
    answer = Client().get(address(link))
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "Mohon angkat kabel yang menjuntai" in html
    for canary in ("Ratna", "canary1", "+62812345", "Kontraktor PT Terang"):
        assert canary not in html
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert answer["Referrer-Policy"] == "same-origin"


def test_looking_changes_nothing(scene, link):
    before = Event.objects.count()

    Client().get(address(link))
    for slug in ("terima", "tolak", "jawab"):
        assert Client().get(address(link, slug=slug)).status_code == 405

    assert (Event.objects.count(), scene.states()) == (before, {scene.pln.code: TaskState.ASKED})


def test_a_guest_takes_the_task_on_and_does_it(scene, link):
    Client().post(address(link, slug="terima"), {"message": "Siap"})
    file = SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg")
    done = Client().post(address(link, slug="jawab"), {"message": "Beres", "photos": [file]}, follow=True)

    assert done.context["task"].state == TaskState.ANSWERED
    told = Event.objects.filter(report=scene.report, kind__in=["tasks.accept", "tasks.answer"]).order_by("version")
    assert [(one.actor_kind, one.actor_staff, one.actor_unit_id) for one in told] == [
        ("guest", None, scene.pln.code)
    ] * 2
    own = Photo.objects.get(report=scene.report, role="task")
    assert Client().get(reverse("partner:guest-photo", args=[link.id, link.token, own.pk, "thumb"])).status_code == 200
    assert access.handled_by(scene.pln.code, scene.report.pk) is True


def test_a_guest_declines_and_then_the_link_opens_no_more(scene, link):
    answer = Client().post(address(link, slug="tolak"), {"reason": "not_ours", "message": "Bukan kami"}, follow=True)

    assert answer.status_code == 404
    assert scene.states() == {scene.pln.code: TaskState.DECLINED}


def test_every_link_that_does_not_open_gives_the_same_page(scene, link):
    unknown = gone(reverse("partner:guest", args=[uuid4(), link.token]))
    wrong = gone(address(link, token="0" * 48))
    short = gone(address(link, token=link.token[:-1]))
    shouted = gone(address(link, token=link.token.upper()))
    reporters = gone(address(link, token=crypto.private_token(bytes(scene.report.nonce))))
    nonce = bytes(TaskLink.objects.get().nonce)
    stored = gone(address(link, token=nonce.hex()))
    plain = gone(address(link, token=crypto.private_token(nonce)))
    with clock.at(link.expires_at):
        expired = gone(address(link))
    tasks_links.uninvite(code=scene.code, number=1, by=scene.officer)
    revoked = gone(address(link))

    assert unknown[0] == 404
    assert {unknown, wrong, short, shouted, reporters, stored, plain, expired, revoked} == {unknown}


@pytest.mark.parametrize("slug", ["terima", "tolak", "jawab", "kembalikan", "hapus"])
def test_a_link_that_does_not_open_does_nothing(scene, link, slug):
    tasks_links.uninvite(code=scene.code, number=1, by=scene.officer)

    answer = Client().post(address(link, slug=slug), {"reason": "not_ours", "message": "x"})

    assert (answer.status_code, scene.states()) == (404, {scene.pln.code: TaskState.ASKED})


def test_a_guest_may_give_back_what_was_taken_on_and_knows_no_other_act(scene, link):
    Client().post(address(link, slug="terima"), {})
    unknown = Client().post(address(link, slug="hapus"), {"reason": "unclear", "message": "x"})

    Client().post(address(link, slug="kembalikan"), {"reason": "unclear", "message": "Tiang yang mana?"})

    assert (unknown.status_code, scene.states()) == (404, {scene.pln.code: TaskState.HANDED_BACK})
    assert scene.fresh().handed_back == 1


def test_one_link_opens_one_task(scene, link):
    scene.ask(scene.sudin)
    other = give(scene, 2)

    assert gone(reverse("partner:guest", args=[other.id, link.token]))[0] == 404
    with pytest.raises(NotFound):
        tasks_links.accept(link=other.id, token=link.token)


def test_a_new_link_ends_the_older_one(scene, link):
    newer = give(scene)

    assert gone(address(link))[0] == 404
    assert Client().get(address(newer)).status_code == 200


def test_a_withdrawn_task_ends_its_link(scene, link):
    tasks.withdraw(code=scene.code, by=scene.officer, numbers=[1], message="Tidak perlu lagi")

    assert gone(address(link))[0] == 404


def test_the_photo_of_another_report_does_not_open(scene, link):
    other = Scene(photos=[Upload(make.photo(), "x.jpg")])
    photo = Photo.objects.get(report=other.report)

    assert gone(reverse("partner:guest-photo", args=[link.id, link.token, photo.pk, "thumb"]))[0] == 404


def test_one_link_and_one_address_ask_only_so_often(scene, link):
    statuses = [Client().post(address(link, slug="jawab"), {"message": ""}).status_code for _turn in range(13)]

    assert statuses[:12] == [422] * 12
    assert statuses[12] == 429
    guests.acts.clear()
    tries = [
        Client().post(reverse("partner:guest-act", args=[uuid4(), "0" * 48, "terima"]), REMOTE_ADDR="203.0.113.9")
        for _turn in range(13)
    ]
    assert [one.status_code for one in tries] == [404] * 12 + [429]
    assert int(tries[-1]["Retry-After"]) >= 1


def test_a_link_is_for_an_open_task_and_by_those_whom_it_concerns(scene):
    with pytest.raises(NotFound):
        give(scene, by=make.staff(of=make.unit()))
    with pytest.raises(NotFound):
        give(scene, 7)
    scene.ask(scene.sudin)
    assert give(scene, 2, by=scene.people[scene.sudin.code]).token
    scene.decline(tasks_doing.Task.objects.get(report=scene.report, number=1))
    with pytest.raises(rules.TaskMoved):
        give(scene)


@pytest.mark.parametrize(
    ("facts", "field"),
    [({"holder": " "}, "holder"), ({"holder": "x" * 121}, "holder"), ({"days": 0}, "days"), ({"days": 61}, "days")],
)
def test_a_link_says_for_whom_and_for_how_long(scene, facts, field):
    with pytest.raises(Invalid) as refusal:
        give(scene, **facts)

    assert list(refusal.value.errors) == [field]


def test_giving_out_and_taking_back_are_written_down(scene, link):
    tasks_links.uninvite(code=scene.code, number=1, by=scene.officer)
    before = Event.objects.count()
    tasks_links.uninvite(code=scene.code, number=1, by=scene.officer)

    assert make.events(scene.report)[-2:] == ["tasks.invite", "tasks.uninvite"]
    assert Event.objects.count() == before
    told = str(list(Event.objects.filter(report=scene.report).values_list("payload", flat=True)))
    assert link.token not in told


def test_nothing_stored_opens_anything(scene, link):
    row = TaskLink.objects.get()

    assert link.token not in str(vars(row))
    assert bytes(row.nonce).hex() not in address(link)
    assert link.expires_at - row.made_at == timedelta(days=tasks_links.DEFAULT_DAYS)
