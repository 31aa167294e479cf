"""Who is named to judge a board hears of it when the judging begins, and finds the way there."""

import pytest
from django.test import Client
from django.utils.translation import override
from tests.asoca import scenes
from tests.factories import make

from tanggap.asoca import actions
from tanggap.core import clock
from tanggap.notify import notices

pytestmark = pytest.mark.django_db


def colleague():
    return make.staff(of=make.unit(), competent=False)


def told(person) -> list[tuple[str, str, int | None]]:
    rows = notices.listed(person, now=clock.now()).rows
    return [(row.label, row.items[0].category, row.items[0].board) for row in rows]


def test_judges_are_told_when_the_judging_begins_but_not_who_began_it():
    scene, person, later = scenes.draft(), colleague(), colleague()
    scene.do(actions.add_assessor, username=person.username)
    scene.do(actions.add_assessor, username=scene.by.username)
    with override("en"):
        assert told(person) == []
        scene.do(actions.open_for_judgement)
        assert told(person) == [("Your judgement is asked for", "CRM 2026", scene.number)]
        assert told(scene.by) == []
        scene.do(actions.add_assessor, username=later.username)
        assert len(told(later)) == len(told(person)) == 1


def test_the_notice_leads_to_the_board():
    scene, person = scenes.draft(), colleague()
    scene.do(actions.add_assessor, username=person.username)
    scene.do(actions.open_for_judgement)
    client = Client()
    client.force_login(person)
    assert f'href="/evaluation/asoca/{scene.number}/"' in client.get("/desk/pemberitahuan/").content.decode()
