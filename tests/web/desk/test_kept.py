"""What the desk keeps drawn is right for everybody who looks: nobody sees a part that was drawn for somebody else."""

import re
from datetime import timedelta

import pytest
from tests.factories import make
from tests.web.desk.pages import GEBANG, browser

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.reports import actions as reports
from tanggap.web.ui.kept import parts, pieces

pytestmark = pytest.mark.django_db


def looked_at(client, address, *, at):
    """Return the page as it is at an instant, without the tokens that are new on every page."""
    with clock.at(at):
        page = client.get(address).content.decode()
    page = re.sub(r'("X-CSRFToken": |name="csrfmiddlewaretoken" value=)"\w{64}"', r"\1", page)
    return re.sub(r'data-pulse="[^"]*"', "", page)


def test_each_reader_sees_the_page_that_is_drawn_for_nobody_else():
    found = make.report(at=clock.now() - timedelta(hours=5))
    make.report(at=clock.now() - timedelta(days=9))
    people = [
        make.staff(of=GEBANG),
        make.staff(of=GEBANG),
        make.staff(of=GEBANG, role=Role.SUPERVISOR),
        make.staff(of="jsc-intake", role=Role.INTAKE),
    ]
    people[1].display_name = "Budi & <Rekan>"
    people[1].save()
    reports.watch(code=found.code, by=people[0])
    readers = [browser(person) for person in people]
    readers.append(browser(people[1]))
    readers[-1].cookies["bahasa"] = "id"
    addresses = [
        f"/desk/{found.code}/",
        f"/desk/{found.code}/?view=overdue",
        "/desk/",
        "/desk/?q=lampu",
        "/desk/?view=watched",
    ]
    now = clock.now()
    instants = [now, now + timedelta(seconds=40), now + timedelta(hours=3)]
    asked = [(reader, address, at) for at in instants for address in addresses for reader in readers]
    for reader, address, at in asked:
        looked_at(reader, address, at=at)

    warm = [looked_at(reader, address, at=at) for reader, address, at in asked]

    for (reader, address, at), page in zip(asked, warm, strict=True):
        pieces.clear()
        parts.clear()
        assert page == looked_at(reader, address, at=at)
    assert len(set(warm)) == len(warm)


def test_a_change_is_seen_at_once():
    sari, found = make.staff(of=GEBANG), make.report()
    client = browser(sari)
    address = f"/desk/{found.code}/"
    client.get(address)

    reports.start(code=found.code, version=found.version, by=sari, message="Petugas berangkat")
    page = client.get(address).content.decode()

    assert "Petugas berangkat" in page
    assert 'data-key="d"' in page  # what comes next is offered
