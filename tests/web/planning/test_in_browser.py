"""The register's pages in both languages, light and dark: axe finds nothing, they fit a phone and a desk, and work without a script."""

import os
from pathlib import Path

import pytest
from tests.browser import await_maps, wrong_at
from tests.factories import LITTER, make
from tests.planning import planned

from tanggap.agencies.words import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDTHS = (320, 360, 1440)


def test_the_pages_have_no_fault_that_axe_finds_and_fit(visit):
    unit = planned.unit()
    funded = planned.proposed(planned.reports(unit)).funded()
    waiting = planned.proposed(planned.reports(unit, 1, category=LITTER))
    loose = planned.reports(unit, 4, category=LITTER)
    both = make.staff(of=waiting.row.keeper_id, role=(Role.SUPERVISOR, Role.OFFICER))
    folder, wrong = os.environ.get("TANGGAP_SHOTS_TO"), {}

    pages = [
        (both, {"register": "/planning/", "ranking": "/planning/kebutuhan/", "figures": "/planning/angka/"}),
        (both, {"proposal": f"/planning/{waiting.code}/", "admit": f"/planning/{waiting.code}/terima/"}),
        (make.staff(of=unit), {"candidates": "/planning/calon/", "new": f"/planning/baru/?laporan={loose[0].code}"}),
        (make.staff(of=funded.row.builder_id), {"funded": f"/planning/{funded.code}/"}),
    ]
    for number, (person, addresses) in enumerate(pages):
        page = visit(person, "/planning/", width=320, language="id" if number % 2 == 0 else "en", dark=number in {1, 2})
        for name, path in addresses.items():
            page.goto(path)
            await_maps(page)
            wrong[name] = wrong_at(page, WIDTHS, in_two_looks=True)
            for width in (360, 1440) if folder else ():
                page.set_viewport_size({"width": width, "height": 800})
                page.screenshot(path=Path(folder) / f"planning-{name}-{width}.png", full_page=True)
        assert page.said == []

    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_proposal_is_made_and_taken_without_a_script(visit):
    rows = planned.reports(planned.unit())
    officer = visit(make.staff(of=rows[0].unit_id), f"/desk/{rows[0].code}/", script=False)

    officer.get_by_role("link", name="Propose for planning").click()
    officer.get_by_label("Title").fill("Saluran baru di Jalan Dr. Sumarno")
    officer.get_by_label("The problem").fill("Saluran di ruas ini harus dibangun baru.")
    officer.get_by_label("Why is it too big for one unit?").select_option("capital")
    officer.get_by_label("Estimated cost").fill("Rp 750.000.000")
    officer.get_by_role("button", name="Propose", exact=True).click()
    officer.get_by_text("It is proposed.").wait_for()
    address = officer.url.split("/planning/")[1]

    from tanggap.planning.models import Proposal

    keeper = visit(
        make.staff(of=Proposal.objects.get().keeper_id, role=Role.SUPERVISOR), f"/planning/{address}", script=False
    )
    keeper.get_by_role("link", name="Take into the deliberation").click()
    keeper.get_by_label("What everybody reads").fill("Dibahas dalam Musrenbang.")
    keeper.get_by_role("button", name="Take into the deliberation").click()
    keeper.get_by_text("It is taken into the deliberation.").wait_for()

    assert planned.states(*rows)[0] == "planned"
