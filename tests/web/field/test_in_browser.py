"""The field app in Chromium with its line cut: a whole visit, a restart, a conflict, a lost login, two phones, for everybody (axe)."""

import gzip
import json
import random
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from tests.browser import wrong_at
from tests.factories import LAMP, LITTER, make
from tests.web.desk.pages import GEBANG
from tests.web.field.conftest import sign_in, stands

from tanggap.agencies import sessions
from tanggap.agencies.words import Role
from tanggap.places.route import Stop, order
from tanggap.reports import actions
from tanggap.reports.models import Capture, Event, Photo, Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import PhotoRole, State
from tanggap.verification import actions as verification
from tanggap.verification.models import Check

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
BUDGET = 60_000


@pytest.fixture
def person():
    return make.staff(of=GEBANG)


def given(person, **how):
    """Return a report that is the person's to do."""
    report = make.report(**{"photos": [Upload(make.photo(size=(400, 300)), "a.jpg")], "address": "Depan SDN 03", **how})
    chief = make.staff(of=report.unit_id, role=Role.SUPERVISOR)
    actions.assign(code=report.code, version=report.version, by=chief, assignee=person.username)
    report.refresh_from_db()
    return report


def to_check(**how):
    """Return (report, its validator): a claim whose papers passed, and the visit is next."""
    report = make.report(state=State.AWAITING_VALIDATION, **how)
    validator = make.staff(of=str(report.verifier_id), role=Role.VALIDATOR)
    verification.send_to_field(code=report.code, version=report.version, verifier=validator)
    report.refresh_from_db()
    return report, validator


def fresh(report):
    return Report.objects.get(pk=report.pk)


def cut(page, is_cut=True):
    """Cut the line, or join it again; the app hears of it."""
    page.context.set_offline(is_cut)


def open_visit(page, report):
    page.evaluate("code => { location.hash = `#/${code}`; }", report.code)
    stands(page, report.code)


def shoot(page):
    """Take a photo with the app's camera and use it."""
    page.locator("[data-take]").first.click()
    page.locator(".shutter:enabled").click()
    page.get_by_role("button", name="Use this photo").click()
    page.wait_for_selector(".shot .done")


def line(page, words):
    page.wait_for_function("words => document.querySelector('[data-line]').textContent.includes(words)", arg=words)


def begin(page, report):
    """Start the work on the report."""
    open_visit(page, report)
    page.get_by_role("button", name="Start the work").click()
    page.wait_for_selector("[data-step=done]")


def claim(page, report, words="Lampu diganti"):
    """Fill in what was done and send it off."""
    shoot(page)
    page.get_by_label("What was done").fill(words)
    page.get_by_label("Material used").fill("2 lampu LED")
    page.get_by_role("button", name="Done: send it to be checked").click()
    stands(page, "list")


def test_a_whole_visit_without_a_line_arrives_once_when_it_is_back(phone, person):
    report = given(person, category=LITTER)
    page = phone(person)
    page.wait_for_function("async () => (await (await caches.open('tanggap-field-photos')).keys()).length === 1")
    cut(page)
    open_visit(page, report)
    assert (
        page.evaluate(
            "() => { const shown = document.querySelector('.photo img'); return shown.decode().then(() => shown.naturalWidth); }"
        )
        == 400
    )
    shoot(page)
    page.get_by_role("button", name="Start the work").click()
    page.wait_for_selector("[data-step=done]")
    line(page, "No line · 1 item waits")

    page.reload()  # the phone was restarted: no line, and everything is still there
    stands(page)
    open_visit(page, report)
    assert page.locator(".shutter").count() == 0
    claim(page, report)
    line(page, "No line · 2 items wait")
    assert make.events(report)[-1] == "reports.assign"

    cut(page, False)
    line(page, "everything is sent")

    kinds = make.events(report)
    assert (kinds.count("reports.start"), kinds.count("reports.claim_done"), fresh(report).state) == (
        1,
        1,
        State.AWAITING_VALIDATION,
    )
    assert Event.objects.get(report=report, kind="reports.claim_done").payload["materials"] == "2 lampu LED"
    assert sorted(Photo.objects.filter(report=report, version__gt=1).values_list("role", flat=True)) == [
        PhotoRole.AFTER,
        PhotoRole.BEFORE,
    ]
    assert [(one.is_signed, one.problems) for one in Capture.objects.all()] == [(True, [])] * 2
    assert page.said == [said for said in page.said if "ERR_INTERNET_DISCONNECTED" in said]


def test_what_happened_meanwhile_is_shown_and_nothing_is_lost(phone, person):
    report = given(person)
    page = phone(person)
    cut(page)
    begin(page, report)
    actions.coordinate(
        code=report.code, version=report.version, by=person, unit=make.unit(name="Sudin").code, message="Ke Sudin"
    )

    cut(page, False)
    line(page, "1 item needs you")

    page.evaluate("() => { location.hash = '#/kirim'; }")
    page.wait_for_selector(".queued.conflict")
    assert "Coordination: another unit was asked to act" in page.locator(".happened").inner_text()
    page.get_by_role("button", name="Keep it as an internal note").click()
    line(page, "everything is sent")
    assert make.events(report)[-2:] == ["reports.coordinate", "reports.note"]


def test_a_lost_login_keeps_the_queue_for_its_owner_alone(phone, person, live_server):
    report, colleague = given(person), make.staff(of=GEBANG)
    page = phone(person)
    cut(page)
    begin(page, report)
    sessions.end(person)
    cut(page, False)
    page.wait_for_selector("text=You are signed out.")

    sign_in(page.context, colleague, live_server.url)
    page.reload()
    page.wait_for_selector(f"text={person.display_name} made items on this device")
    page.evaluate("() => { location.hash = '#/kirim'; }")
    page.wait_for_selector(".queued")
    page.get_by_role("button", name="Send now").click()
    page.wait_for_timeout(300)
    assert make.events(report)[-1] == "reports.assign"

    sign_in(page.context, person, live_server.url)
    page.reload()
    line(page, "everything is sent")
    assert Event.objects.get(report=report, kind="reports.start").actor_staff == person


def test_one_check_on_two_phones_is_one_verdict(phone):
    report, validator = to_check()
    phones = [phone(validator), phone(validator)]
    for page in phones:
        cut(page)
        open_visit(page, report)
        for box in page.locator(".point input").all():
            box.check()
        shoot(page)
        page.get_by_role("button", name="It holds: close the report").click()
        stands(page, "list")
        line(page, "1 item waits")

    cut(phones[0], False)
    line(phones[0], "everything is sent")
    cut(phones[1], False)
    line(phones[1], "1 item needs you")

    assert (Check.objects.filter(report=report, kind="field").count(), fresh(report).state) == (1, State.RESOLVED)


def test_signing_out_takes_the_list_from_the_phone_and_leaves_the_queue(phone, person, live_server):
    report = given(person)
    page = phone(person)
    page.context.route("**/field/kirim/", lambda route: route.abort())
    begin(page, report)

    page.locator("[data-menu] summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/masuk/")
    page.wait_for_function("async () => (await indexedDB.databases()).map(it => it.name).join() === 'tanggap-field'")

    page.context.unroute("**/field/kirim/")
    sign_in(page.context, person, live_server.url)
    page.goto("/field/")
    line(page, "everything is sent")
    assert make.events(report)[-1] == "reports.start"


def test_the_phone_orders_its_visits_as_the_server_does(phone, person):
    chance = random.Random(7)
    stops = [
        Stop(106.8 + chance.random() / 10, -6.25 + chance.random() / 10, chance.randint(-900, 4000)) for _ in range(25)
    ]
    page = phone(person)

    told = json.dumps([{"lon": one.lon, "lat": one.lat, "due": one.due_minutes} for one in stops])
    ordered = page.evaluate("stops => tanggapField.order([106.85, -6.2], JSON.parse(stops))", told)

    assert ordered == order((106.85, -6.2), stops)


def test_everybody_can_use_the_field(phone):
    (check, validator), officer, wrong = to_check(category=LAMP, address="Jl. Dr. Sumarno 1"), make.staff(of=GEBANG), {}
    new, begun = given(officer), given(officer, category=LITTER)
    actions.start(code=begun.code, version=begun.version, by=officer)
    for language, dark in (("id", False), ("en", True)):
        for person, places in ((officer, ("", new.code, begun.code, "kirim")), (validator, ("", check.code))):
            page = phone(person, language=language, dark=dark)
            for place in places:
                page.evaluate("place => { location.hash = `#/${place}`; }", place)
                stands(page, place or "list")
                wrong[language, place, person.username] = wrong_at(page, (360, 1440), in_two_looks=True)
        assert page.locator("[data-step=check]").count() == 1
        page.goto("/field/perangkat/")
        wrong[language, "perangkat"] = wrong_at(page, (360, 1440), in_two_looks=True)
        assert page.said == []

    assert {where: found for where, found in wrong.items() if found} == {}


def test_without_a_script_the_list_is_there(phone, person):
    report = given(person)

    page = phone(person, script=False)

    assert page.locator(".visits .item").get_attribute("href") == f"/desk/{report.code}/"


def test_the_app_is_light(client, person):
    given(person)
    client.force_login(person)
    pages = [client.get("/field/").content, client.get("/field/sw.js").content]
    named = set(re.findall(rb'(?:href|src)="/static/([^"#]+)', pages[0])) | {b"ui/icons.svg", b"field/worker.js"}
    files = [Path(str(finders.find(name.decode()))).read_bytes() for name in named]

    assert sum(len(gzip.compress(data, 6)) for data in (*pages, *files)) <= BUDGET
