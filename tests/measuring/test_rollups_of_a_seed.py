"""The rollups that are made up for measuring have the shape of real ones: every row of a year, month or side is the sum of its days."""

import pytest
from bench import rollups
from django.db.models import Sum
from tests.insight.test_rollups import grains_agree

from tanggap.config.management.commands.bench import seed
from tanggap.evaluation.tallies.models import Cell as Tallied
from tanggap.evaluation.tallies.words import NAMES
from tanggap.insight.models import Cell, Took, Waiting
from tanggap.insight.words import CELLS, COUNTED, TIMES


@pytest.mark.django_db
def test_a_seeded_city_is_filled_as_its_consumers_would():
    seed(60, 500)
    assert rollups.is_empty()
    rollups.fill()

    assert not rollups.is_empty()
    assert grains_agree(Cell, CELLS, (), COUNTED)
    assert grains_agree(Tallied, CELLS, (), NAMES)
    assert grains_agree(Took, TIMES, ("course", "bucket"), ("reports",))
    for model in (Cell, Tallied):
        assert model.objects.filter(grain="dw").aggregate(n=Sum("received"))["n"] == 60
    assert Waiting.objects.aggregate(n=Sum("open"))["n"] == 12
