"""The register as people read it: filters in the address, counts by state, the order of need, and files to take along."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.factories import LITTER, make
from tests.planning import planned
from tests.web.desk.pages import browser, words

from tanggap.agencies.words import Role
from tanggap.core import clock
from tanggap.web.planning.views import figures

pytestmark = pytest.mark.django_db
REGISTER = "/planning/"


@pytest.fixture(autouse=True)
def _then():
    with clock.at(planned.NOW):
        yield


@pytest.fixture
def client() -> Client:
    return browser(make.staff(of="bappeda", role=Role.ANALYST))


def codes(response) -> list[str]:
    return re.findall(r'class="item" href="/planning/([^/]+)/"', response.content.decode())


def test_an_empty_register_says_how_one_begins(client):
    assert "Nothing is proposed yet" in words(client.get(REGISTER))


def test_the_register_is_narrowed_in_the_address(client):
    lamp = planned.proposed()
    litter = planned.proposed(planned.reports(planned.unit(), category=LITTER)).admit()

    assert codes(client.get(REGISTER)) == [litter.code, lamp.code]
    assert codes(client.get(f"{REGISTER}?state=deliberated")) == [litter.code]
    assert codes(client.get(f"{REGISTER}?category={lamp.row.category_id}&year={planned.YEAR}")) == [lamp.code]
    assert codes(client.get(f"{REGISTER}?unit={litter.unit}")) == [litter.code]
    assert codes(client.get(f"{REGISTER}?level=kota")) == []
    assert codes(client.get(f"{REGISTER}?area=31.71")) == []
    page = client.get(f"{REGISTER}?keeper={lamp.row.keeper_id}&state=proposed")
    assert codes(page) == [lamp.code]
    assert "Proposed 1" in words(page)
    assert "In deliberation 1" in words(page)


def test_what_makes_no_sense_in_the_address_is_told_and_left_out(client):
    made = planned.proposed()

    page = client.get(f"{REGISTER}?year=abcd&area=%00x&state=x")

    assert page.status_code == 200
    assert codes(page) == [made.code]
    said = words(page)
    assert "Something in the address made no sense" in said
    assert "“abcd” is not known here." in said


@pytest.mark.parametrize("address", [REGISTER, f"{REGISTER}kebutuhan/"])
def test_a_longer_list_asks_no_more_of_the_database(client, address):
    unit = planned.unit()
    planned.proposed(planned.reports(unit, 1))
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for _ in range(3):
        planned.proposed(planned.reports(unit, 1))
    with CaptureQueriesContext(connection) as four:
        page = client.get(address)

    assert page.status_code == 200
    assert len(four) == len(one)


def test_the_order_of_need_shows_every_part_and_says_that_it_decides_nothing(client):
    made = planned.proposed()

    said = words(client.get(f"{REGISTER}kebutuhan/"))

    assert "This order decides nothing." in said
    assert made.row.title in said
    assert len(re.findall(r"\d of (?:30|25|15)\b", said)) + said.count("– of") == 4


def test_the_register_is_taken_along_as_a_file_that_runs_nothing(client):
    made = planned.proposed(title="=HYPERLINK(1)")

    table = client.get(f"{REGISTER}unduh.csv?state=proposed")
    book = client.get(f"{REGISTER}unduh.xlsx")

    text = b"".join(table.streaming_content).decode() if table.streaming else table.content.decode()
    assert made.code in text
    assert "'=HYPERLINK(1)" in text
    assert book.status_code == 200
    assert client.get(f"{REGISTER}unduh.exe").status_code == 404


@pytest.mark.parametrize("name", ["tahap", "lama", "menunggu", "unit"])
def test_each_figure_is_a_table_too(client, name):
    planned.proposed().admit()

    table = client.get(f"{REGISTER}angka/{name}.csv?area=31.75")

    assert table.headers["Content-Type"].startswith("text/csv")
    assert len(table.content.decode().splitlines()) > 1
    assert client.get(f"{REGISTER}angka/{name}x.csv").status_code == 404


def test_how_far_proposals_get_is_told_with_its_intervals_and_what_a_unit_keeps_there(client, monkeypatch):
    planned.proposed().admit()
    kept = planned.proposed()

    said = words(client.get(f"{REGISTER}angka/"))

    assert re.search(r"admitted .{0,60}?50(\.0)?%", said)
    assert "Of what a unit has not solved, what waits in the planning" in said
    assert kept.row.unit.name["en"] in said
    monkeypatch.setattr(figures, "MOST_UNITS", 1)
    assert "1 more unit that keeps fewer there is in the file." in words(client.get(f"{REGISTER}angka/"))
    assert words(client.get(f"{REGISTER}angka/?area=31.71")).count("Figures begin with the first proposal.") == 1


def test_who_has_no_part_in_the_planning_does_not_see_it():
    assert browser(make.staff(of="biro-pemerintahan", role=Role.VALIDATOR)).get(REGISTER).status_code == 403
    assert browser().get(REGISTER).status_code == 302
