"""A code that is nobody's: what a look-up asks for when no code was typed, so that a miss tells nothing by its time (promises.md P18)."""

import pytest

from tanggap.core.ids import ALPHABET, new_code, read_code, sifted, sought_code


def test_it_looks_like_a_code_and_is_none():
    code, is_one = sifted("none", "JK")

    assert [len(group) for group in code.split("-")] == [2, 4, 4, 3]
    assert not is_one
    assert read_code(code, "JK") is None


def test_it_is_another_one_each_time_so_that_no_look_up_is_warm():
    assert len({sought_code("none", "JK") for _ in range(100)}) == 100


def test_a_code_with_a_wrong_character_is_looked_for_as_it_is():
    code = new_code("JK")
    wrong = code[:-1] + ALPHABET[(ALPHABET.index(code[-1]) + 1) % len(ALPHABET)]

    assert sifted(wrong, "JK") == (wrong, False)


@pytest.mark.parametrize("typed", ["", "JK-0000", "halo", "🙂" * 11, "0" * 65])
def test_what_is_no_code_is_looked_for_all_the_same(typed):
    assert read_code(sought_code(typed, "JK"), "JK") is None


def test_a_code_is_looked_for_as_it_is():
    code = new_code("JK")

    assert sought_code(code.lower().replace("-", " "), "JK") == code
