"""How long X finds a post, and how one is made to fit."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.channels.twitter.weight import MOST, fit, weight


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Halo", 4),
        ("a" * 280, 280),
        ("漢" * 140, 280),
        ("¡Hola! 你好", 11),
        ("e\u0301", 1),
        ("“jalan” — rusak", 15),
        ("😷👾😡🔥💩", 10),
        ("👨‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇮🇩", 2),
        ("1️⃣", 2),
        ("🏳️‍🌈", 2),
        ("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
        ("©", 2),
        ("https://kota.example/laporan/JK-4KQ2-M9XT-1C7/", 23),
        ("http://a.id", 23),
        ("lihat https://kota.example/x ya", 32),
        ("jakarta.go.id", 23),
    ],
)
def test_the_count_of_x(text, expected):
    assert weight(text) == expected


def test_what_fits_is_left_as_it_is():
    assert fit("Laporan JK-1 diterima. https://kota.example/laporan/JK-1/") == (
        "Laporan JK-1 diterima. https://kota.example/laporan/JK-1/"
    )


def test_what_is_too_long_ends_at_a_word_and_keeps_its_link():
    shortened = fit("Laporan: " + "petugas sudah datang ke sana. " * 12 + "https://kota.example/laporan/JK-1/")

    assert weight(shortened) <= MOST
    assert weight(shortened) > MOST - 12
    assert set(shortened.split("…")[0].split()) == {"Laporan:", "petugas", "sudah", "datang", "ke", "sana."}
    assert shortened.endswith("… https://kota.example/laporan/JK-1/")


def test_one_word_without_an_end_is_cut():
    assert fit("x" * 1000) == "x" * 278 + "…"


@given(st.text(max_size=600), st.integers(30, MOST))
def test_whatever_is_said_fits(text, most):
    assert weight(fit(text, most)) <= most


def test_counting_a_hostile_text_ends_soon():
    began = time.monotonic()
    for text in ("a." * 20_000, "a" * 40_000, "-" * 40_000, "👨\u200d" * 10_000, "https://" * 5_000, "1" * 40_000):
        weight(text)
    assert time.monotonic() - began < 2
