"""HTML from patterns: what is no HTML yet is escaped, what is stays as it is, and nothing else can be joined."""

import pytest
from django.utils.html import format_html
from hypothesis import given
from hypothesis import strategies as st

from tanggap.web.ui.markup import filled, joined


@given(st.lists(st.text() | st.integers() | st.floats(allow_nan=False), min_size=2, max_size=2))
def test_a_pattern_is_filled_as_django_fills_it(values):
    inner = filled("<b>{}</b>", values[0])
    assert filled("<p title='{}'>{}</p>", values[1], inner) == format_html("<p title='{}'>{}</p>", values[1], inner)


def test_what_is_no_html_yet_cannot_be_joined():
    assert joined([filled("<i>{}</i>", "<"), filled("b")], "\n") == "<i>&lt;</i>\nb"
    with pytest.raises(TypeError):
        joined(["<script>"])  # type: ignore[list-item]
