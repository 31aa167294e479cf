"""Escalations, notices and putting off in a browser: at every width, by keyboard, in the dark; axe finds no fault."""

import os
from datetime import timedelta

import pytest
from tests.browser import faults, sticks_out
from tests.factories import LITTER, make
from tests.logs import own_events_seen
from tests.web.desk.pages import GEBANG

from tanggap.agencies.words import Role
from tanggap.core import clock, cursors
from tanggap.deadlines import actions
from tanggap.deadlines.models import Escalation
from tanggap.notify.models import StaffNotice
from tanggap.notify.staff import CONSUMER
from tanggap.reports.words import State

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("TANGGAP_SHOTS", "")


def late():
    """Return the supervisor of an office of which some reports run out of time, and one of those reports."""
    boss = make.staff(of=GEBANG, role=Role.SUPERVISOR)
    now = clock.now()
    for days in (8, 5, 4, 2):
        report = make.report(state=State.IN_PROGRESS, category=LITTER, at=now - timedelta(days=days, hours=3))
    make.report(state=State.AWAITING_REPORTER, category=LITTER, at=now - timedelta(days=1))
    actions.note_breaches()
    actions.escalate()
    with own_events_seen():
        cursors.catch_up(CONSUMER)
    at = now - timedelta(hours=1)
    Escalation.objects.update(at=at, told_at=at)
    StaffNotice.objects.update(at=at, told_at=at)
    return boss, report


def test_the_pages_are_without_fault_at_every_width(visit):
    boss, report = late()
    pages = {
        "escalations": "/desk/eskalasi/",
        "notices": "/desk/pemberitahuan/",
        "extend": f"/desk/{report.code}/undur/",
        "report": f"/desk/{report.code}/",
    }
    for width, dark in ((360, False), (1440, False), (360, True)):
        page = visit(boss, "/desk/eskalasi/", language="id", width=width, dark=dark)
        for name, path in pages.items():
            page.goto(path)
            if SHOTS:
                page.wait_for_timeout(300)
                page.screenshot(path=f"{SHOTS}/{name}-{width}{'-dark' if dark else ''}.png", full_page=name != "report")
            found = (faults(page), sticks_out(page), page.said)
            assert (name, width, dark, *found) == (name, width, dark, [], 0, [])


def test_one_tap_takes_notice_without_javascript(visit):
    boss, _report = late()
    page = visit(boss, "/desk/eskalasi/", language="id", width=360, script=False)
    before = page.locator(".escalation").count()

    page.locator(".escalation .button").first.click()

    page.get_by_text("Anda telah menandainya; nama Anda dan waktunya tercatat di riwayat.").wait_for()
    assert page.locator(".escalation").count() == before - 1
