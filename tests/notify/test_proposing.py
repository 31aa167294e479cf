"""Who of the staff hears of a proposal's steps."""

import pytest
import time_machine
from tests.factories import make
from tests.planning import planned
from tests.planning.planned import NOW, proposed, reports

from tanggap.agencies.words import Role
from tanggap.notify import proposing
from tanggap.notify.models import StaffNotice
from tanggap.planning import outbox

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def told(code: str) -> dict[tuple[str, str], set[str]]:
    """Return who was told what, by step and hat, once the worker read the steps, twice."""
    for _ in range(2):
        proposing.apply(outbox.of(code))
    found: dict[tuple[str, str], set[str]] = {}
    for row in StaffNotice.objects.filter(kind=proposing.KIND).select_related("staff"):
        found.setdefault((row.facts["step"], row.facts["who"]), set()).add(row.staff.unit_id)
    return found


def test_the_keeper_hears_that_a_proposal_waits_and_who_made_it_what_became_of_it():
    lurah = make.staff(of=planned.KELURAHAN, role=Role.SUPERVISOR)
    course = proposed(reports(planned.unit(), 1))
    course.admit()

    found = told(course.code)

    assert found[("propose", "keeper")] == {lurah.unit_id}
    assert found[("admit", "unit")] == {course.unit}


def test_nobody_is_told_of_what_they_did_themselves():
    course = proposed(reports(planned.unit(), 1))
    keeper = course.keeper()
    course.keeper = lambda: keeper
    course.admit()

    told(course.code)

    assert {row.facts["step"] for row in StaffNotice.objects.filter(staff=keeper)} == {"propose"}


def test_a_notice_says_what_in_words_and_names_no_report():
    row = reports(planned.unit(), 1)[0]
    make.staff(of=planned.KELURAHAN, role=Role.SUPERVISOR)
    course = proposed([row])
    told(course.code)

    notice = StaffNotice.objects.filter(kind=proposing.KIND).first()

    assert (proposing.words(notice.facts), notice.report_id) == (planned.WORDS["title"], None)
    assert proposing.label(notice.facts) != ""
    assert row.code not in str(notice.facts)


def test_the_builder_hears_that_it_is_to_build():
    course = proposed(reports(planned.unit(), 1))
    make.staff(of=planned.BUILDER)
    course.funded()

    assert told(course.code)[("fund", "builder")] == {planned.BUILDER}
