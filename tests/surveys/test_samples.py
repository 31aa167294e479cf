"""Krejcie and Morgan's table."""

import pytest

from tanggap.surveys.samples import correction, krejcie_morgan

# Krejcie and Morgan 1970, Educational and Psychological Measurement 30, 607-610, Table 1: its first 24 rows as a copy of the article
# prints them, 9000 from its text, and rows that others quote of it. Every row is (N, s).
PRINTED = [
    (10, 10), (15, 14), (20, 19), (25, 24), (30, 28), (35, 32), (40, 36), (45, 40), (50, 44), (55, 48), (60, 52), (65, 56), (70, 59),
    (75, 63), (80, 66), (85, 70), (90, 73), (95, 76), (100, 80), (110, 86), (120, 92), (130, 97), (140, 103), (220, 140), (230, 144),
    (240, 148), (250, 152), (500, 217), (1200, 291), (1300, 297), (1400, 302), (1500, 306), (2800, 338), (9000, 368),
]  # fmt: skip


@pytest.mark.parametrize(("population", "sample"), PRINTED)
def test_the_printed_table_is_reproduced(population, sample):
    assert krejcie_morgan(population) == sample


def test_it_grows_with_the_population_and_never_needs_more_people_than_there_are():
    sizes = [krejcie_morgan(population) for population in range(2_000)]

    assert sizes == sorted(sizes)
    assert all(size <= population for population, size in enumerate(sizes))


def test_a_very_large_population_needs_384():
    assert [krejcie_morgan(population) for population in (10**6, 10**9)] == [384, 384]


def test_there_is_no_population_below_nobody():
    with pytest.raises(ValueError, match="negative"):
        krejcie_morgan(-1)


def test_who_asks_everybody_knows_the_mean_and_an_unknown_population_corrects_nothing():
    assert [correction(40, 40), correction(10, None), correction(50, 40), correction(1, 1)] == [0.0, 1.0, 1.0, 1.0]
