"""Who sees how closures hold: officers of their unit, supervisors of those below, analysts of all; on the page and as CSV."""

import csv
import io
from datetime import date, timedelta

import pytest
from tests.factories import make

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.insight.models import Proof

pytestmark = pytest.mark.django_db
KELURAHAN = "kel-31.75.06.1005"


@pytest.fixture
def unit():
    """A unit whose 40 closures of yesterday were reopened three times, beside one with too few to say."""
    unit, other = make.unit(), make.unit()
    yesterday: date = clock.local(clock.now()).date() - timedelta(days=1)
    Proof.objects.create(unit=unit.code, on=yesterday, is_part=False, checked=40, closures=40, reopened=3)
    Proof.objects.create(unit=other.code, on=yesterday, is_part=False, checked=2, returned=2)
    return unit


def seen(client, person, *, csv_file: bool = False) -> str:
    client.force_login(person)
    return client.get(f"/desk/mutu/{'unduh.csv' if csv_file else ''}").content.decode()


def test_a_share_is_shown_with_its_numerator_n_and_interval(client, unit):
    page = seen(client, make.staff(of=unit, role=Role.OFFICER))

    assert "7,5%" in page.replace("\xa0", "").replace(" %", "%")
    assert "3 dari 40" in page
    assert 'x="2.6" y="2" width="17.3"' in page


def test_an_officer_sees_the_own_unit_alone(client, unit):
    page = seen(client, make.staff(of=unit, role=Role.OFFICER))

    assert "2 dari 2" not in page


def test_an_analyst_sees_all_units_and_too_few_are_told_as_such(client, unit):
    page = seen(client, make.staff(of=unit, role=Role.ANALYST))

    assert "2 dari 2: terlalu sedikit" in page


def test_the_csv_leaves_a_share_of_too_few_empty(client, unit):
    rows = list(csv.DictReader(io.StringIO(seen(client, make.staff(of=unit, role=Role.ANALYST), csv_file=True))))

    assert [(row["returned"], row["returned_n"], row["returned_share"]) for row in rows] == [
        ("0", "40", "0.0000"),
        ("2", "2", ""),
    ]


def test_a_person_without_such_a_role_is_sent_away(client, unit):
    client.force_login(make.staff(of=unit, role=Role.PARTNER))

    assert client.get("/desk/mutu/").status_code == 403
