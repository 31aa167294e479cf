"""Each key of a TOML file is found on its line, however it is written."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tanggap.catalog.pack.lines import Lines

TEXT = '''\
# a comment with [a.table] and = signs
top = 1

[one]
plain = "a # that is no comment"   # one that is
"quoted key" = 'C:\\'
dotted.below = 2
long = """
[not.a.table]
x = 1 \\"""
"""
raw = \'\'\'
y = ']'
\'\'\'
list = [ 1, # first
  2,
  [ 3,
    4 ],
]
inline = { a = 1, b = [
  { c = 2 }, { c = 3, d = { e = 5 } },
] }

[one.two]
z = 2026-11-25T08:00:00Z

[[rows]]
n = 1
[[rows]]
n = 2
'''
PLACES = [
    (("top",), 2),
    (("one",), 4),
    (("one", "plain"), 5),
    (("one", "quoted key"), 6),
    (("one", "dotted", "below"), 7),
    (("one", "long"), 8),
    (("one", "raw"), 12),
    (("one", "list"), 15),
    (("one", "list", 0), 15),
    (("one", "list", 1), 16),
    (("one", "list", 2, 1), 18),
    (("one", "inline", "a"), 20),
    (("one", "inline", "b", 0, "c"), 21),
    (("one", "inline", "b", 1, "d", "e"), 21),
    (("one", "two"), 24),
    (("one", "two", "z"), 25),
    (("rows", 0), 27),
    (("rows", 1, "n"), 30),
]


def test_the_example_is_toml():
    assert tomllib.loads(TEXT)["one"]["list"] == [1, 2, [3, 4]]


@pytest.mark.parametrize(("path", "line"), PLACES)
def test_a_key_stands_on_its_line(path, line):
    assert Lines(TEXT).of(*path) == line


def test_a_key_that_does_not_stand_there_has_the_line_of_what_is_above_it():
    assert Lines(TEXT).of("one", "two", "missing", 3) == 24
    assert Lines(TEXT).of("nowhere") == 0


def test_a_table_written_twice_is_found():
    assert Lines("[a]\nx = 1\n[b]\n[a]\n").duplicates == [("a", 4, 1)]


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("[]{}=\"'#,.\n\\ "), max_size=60))
def test_no_text_whatever_stops_the_scan(text):
    Lines(text)


@given(
    st.dictionaries(
        st.text("abc", min_size=1, max_size=3), st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=5
    )
)
def test_keys_and_values_are_found_where_they_were_written(table):
    text = "".join(f"{key} = [\n" + "".join(f"{value},\n" for value in values) + "]\n" for key, values in table.items())
    rows = text.split("\n")
    lines = Lines(text)

    assert all(rows[lines.of(key) - 1] == f"{key} = [" for key in table)
    assert all(
        rows[lines.of(key, n) - 1] == f"{value}," for key, values in table.items() for n, value in enumerate(values)
    )
