"""Parts of a page that are drawn once: they hold nothing but what they are kept by, and never the form token of somebody else."""

import pytest
from django.template import engines
from django.utils import translation

from tanggap.web.ui.kept import parts, pieces


@pytest.fixture(autouse=True)
def _nothing_kept():
    pieces.clear()
    parts.clear()
    yield
    pieces.clear()
    parts.clear()


def drawn(source, **known):
    return engines["django"].from_string("{% load i18n kept %}" + source).render(known)


def test_a_part_is_drawn_once_for_the_same_values():
    times = []

    class Counted:
        def __str__(self):
            times.append(1)
            return "drawn"

        def __eq__(self, other):
            return isinstance(other, Counted)

        def __hash__(self):
            return 1

    source = '{% keep "part" a=a %}{{ a }}{% endkeep %}'

    assert [drawn(source, a=Counted()) for _ in range(3)] == ["drawn"] * 3
    assert len(times) == 1


def test_other_values_are_another_part():
    source = '{% keep "part" a=a %}{{ a }}{% endkeep %}'

    assert [drawn(source, a=a) for a in ("one", "two", "one")] == ["one", "two", "one"]


def test_a_part_knows_nothing_that_it_is_not_kept_by():
    assert (
        drawn('{% keep "part" a=a %}{{ a }}{{ user }}{{ request }}{% endkeep %}', a="A", user="Sari", request=1) == "A"
    )


def test_gaps_are_filled_each_time_and_escaped():
    source = '{% keep "part" a=a fill code=code query=query %}{{ a }} {{ code }}{{ query }} {{ code }}{% endkeep %}'

    assert drawn(source, a="A", code="one", query="?a=1&b=2") == "A one?a=1&amp;b=2 one"
    assert drawn(source, a="A", code="two", query="<b>") == "A two&lt;b&gt; two"


def test_what_a_citizen_writes_is_no_gap():
    source = '{% keep "part" a=a fill code=code %}{{ a }} {{ code }}{% endkeep %}'

    assert drawn(source, a="code- code csrf_token-", code="one") == "code- code csrf_token- one"


def test_the_form_token_is_that_of_the_page():
    source = '{% keep "part" a=a %}{% csrf_token %}{% endkeep %}'

    for token in ("first", "second"):
        assert (
            drawn(source, a="A", csrf_token=token)
            == f'<input type="hidden" name="csrfmiddlewaretoken" value="{token}">'
        )


def test_a_part_is_kept_by_the_language():
    source = '{% keep "part" %}{% translate "Save" %}{% endkeep %}'
    said = []
    for language in ("en", "id"):
        with translation.override(language):
            said.append(drawn(source))

    assert said[0] != said[1]


@pytest.mark.parametrize("wrong", ['{% keep "part" a %}{% endkeep %}', '{% keep "part" a=1 fill b %}{% endkeep %}'])
def test_only_named_values_may_be_given(wrong):
    with pytest.raises(Exception, match="only name=value"):
        drawn(wrong)
