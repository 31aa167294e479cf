"""How many people live in an area: as the pack says it, summed only where every part is known, and never guessed."""

from decimal import Decimal

import pytest

from tanggap.core import shelf
from tanggap.evaluation.study.population import people, population
from tanggap.places.population import parsed

pytestmark = pytest.mark.django_db
ROW = {"code": "31.75", "year": "2019", "people": "2937859", "km2": "182.70", "source": "a census"}


@pytest.fixture
def rows(settings, tmp_path):
    """Let a pack say what is given of its people and of former areas."""

    def say(lines: str, former: str = "") -> None:
        (tmp_path / "population.csv").write_text(f"code,year,people,km2,source\n{lines}", "utf-8")
        (tmp_path / "areas_former.csv").write_text(f"code,name,until,became\n{former}", "utf-8")
        settings.TANGGAP_PACK = tmp_path
        shelf.clear_all()

    yield say
    shelf.clear_all()


def test_the_pack_tells_the_studys_third_table():
    assert people("31.75") == 2_937_859
    assert (people("31"), population("31").km2) == (10_557_810, Decimal("664.01"))
    assert people("31.75.06.1005") is None


def test_the_newest_year_is_told_unless_one_is_asked_for(rows):
    rows("31.75,2019,100,,a\n31.75,2024,120,,b\n")

    assert (people("31.75"), people("31.75", 2019), people("31.75", 2020)) == (120, 100, None)
    assert population("31.75").source == "b"


def test_a_part_that_nobody_counted_leaves_the_whole_unknown(rows):
    rows("31.01.01,2019,10,1,a\n")
    assert people("31.01") is None
    rows("31.01.01,2019,10,1,a\n31.01.02,2019,30,,a\n")
    assert (people("31.01"), population("31.01").km2) == (40, None)


def test_a_former_area_has_what_its_heir_has_and_a_divided_one_nothing(rows):
    rows("31.75,2019,100,,a\n", "31.99,Old,2020-12-31,31.75\n31.98,Wide,2020-12-31,31.75;31.74\n")

    assert (people("31.99"), people("31.98"), people("31.97")) == (100, None, None)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"people": "2.937.859"}, '"2.937.859" in "people" is no whole number'),
        ({"people": "-1"}, '"-1" in "people" is no whole number'),
        ({"people": ""}, '"people" is empty'),
        ({"year": "19"}, '"19" is no year'),
        ({"km2": "0"}, '"0" in "km2" is no area'),
        ({"km2": "182,70"}, '"182,70" in "km2" is no area'),
        ({"km2": "NaN"}, '"NaN" in "km2" is no area'),
    ],
)
def test_what_is_no_population_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        parsed(ROW | change)
