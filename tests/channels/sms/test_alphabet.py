"""How many parts a text costs, and where it is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.channels.sms import alphabet
from tanggap.channels.sms.alphabet import Measure


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("", Measure("gsm7", 0, 1)),
        ("a" * 160, Measure("gsm7", 160, 1)),
        ("a" * 161, Measure("gsm7", 161, 2)),
        ("a" * 306, Measure("gsm7", 306, 2)),
        ("a" * 307, Measure("gsm7", 307, 3)),
        ("€" * 80, Measure("gsm7", 160, 1)),
        ("€" * 81, Measure("gsm7", 162, 2)),
        ("ň" * 70, Measure("ucs2", 70, 1)),
        ("ň" * 71, Measure("ucs2", 71, 2)),
        ("😡" * 35, Measure("ucs2", 70, 1)),
        ("😡" * 36, Measure("ucs2", 72, 2)),
    ],
)
def test_a_text_is_measured_as_networks_charge_it(text, measured):
    assert alphabet.measure(text) == measured


def test_no_letter_is_cut_in_two():
    assert alphabet.split("a" * 152 + "€" + "b" * 10) == ["a" * 152, "€" + "b" * 10]
    assert alphabet.split("ň" * 66 + "😡" + "b" * 10) == ["ň" * 66, "😡" + "b" * 10]


def test_typographic_marks_are_written_plainly_so_that_a_part_holds_160_letters():
    plain = alphabet.plainer("Laporan “JK‑1” – selesai… buka\u00a0tautan’nya")

    assert plain == 'Laporan "JK-1" - selesai... buka tautan\'nya'
    assert alphabet.coding_of(plain) == "gsm7"


def test_a_long_text_is_shortened_at_a_word_and_its_link_stays_whole():
    link = "https://kota.example/laporan/JK-1/abcdef/"
    short = alphabet.fitted("kata " * 200 + link, most_parts=2)

    assert alphabet.measure(short).parts == 2
    assert short.endswith(f"kata... {link}")


def test_a_text_that_fits_is_left_alone():
    assert alphabet.fitted("kata " * 20, most_parts=1) == "kata " * 20


@pytest.mark.parametrize(
    ("data", "coding", "text"),
    [
        (b"\x00\x1b\x65\x1b\x3c", "gsm7", "@€["),
        ("banjir 😡".encode("utf-16-be"), "ucs2", "banjir 😡"),
        ("😡".encode("utf-16-be")[:2], "ucs2", "\ud83d"),
        (b"\x00", "ucs2", ""),
        (b"caf\xe9", "latin1", "café"),
    ],
)
def test_the_bytes_of_a_part_are_read(data, coding, text):
    assert alphabet.decoded(data, coding) == text


@given(st.text(max_size=800), st.integers(1, 4))
def test_parts_put_together_are_the_text_and_each_fits(text, most):
    coding, parts = alphabet.coding_of(text), alphabet.split(text)
    limit = (alphabet.ALONE if len(parts) == 1 else alphabet.IN_PARTS)[coding]

    assert "".join(parts) == text
    assert all(alphabet.measure(part).units <= limit or len(parts) == 1 for part in parts)
    assert alphabet.measure(alphabet.fitted(text, most_parts=most)).parts <= most


@given(st.binary(max_size=300), st.sampled_from(["gsm7", "ucs2", "latin1", ""]))
def test_any_bytes_are_read(data, coding):
    assert len(alphabet.decoded(data, coding)) <= len(data)
