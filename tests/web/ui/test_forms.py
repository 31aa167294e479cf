"""A field's label, help, error and control belong together for everybody."""

import re

import pytest
from django import forms
from django.core.exceptions import ValidationError

from tanggap.web.ui.fields import Percent, Whole
from tanggap.web.ui.forms import Form


class Wish(Form):
    keyed = True
    name = forms.CharField(label="Name", help_text="As in your passport")
    mail = forms.EmailField(label="Mail", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)


def test_a_refused_field_points_to_its_help_and_its_error():
    drawn = str(Wish({"kind": "a"})["name"].as_field_group())

    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_name_helptext id_name_error"' in drawn
    assert 'id="id_name_helptext"' in drawn
    assert 'id="id_name_error"' in drawn


def test_what_need_not_be_filled_says_so():
    assert "(ops" in str(Wish()["mail"].as_field_group()) or "(opt" in str(Wish()["mail"].as_field_group())
    assert "(opt" not in str(Wish()["name"].as_field_group())


def test_radio_buttons_are_a_group_with_a_legend():
    drawn = str(Wish()["kind"].as_field_group())

    assert re.search(r"<fieldset[^>]*>\s*<legend>Kind</legend>", drawn)
    assert drawn.count('class="choice"') == 2


def test_the_summary_links_to_each_refused_field():
    drawn = str(Wish({}))

    assert 'role="alert"' in drawn
    assert 'href="#id_name_field"' in drawn
    assert 'id="id_name_field"' in drawn


def test_each_form_shown_has_a_key_of_its_own():
    keys = {Wish()["key"].value() for _ in range(50)}

    assert len(keys) == 50
    assert min(map(len, keys)) >= 16


@pytest.mark.parametrize(
    ("typed", "number"),
    [("250000", 250_000), ("1.250.000", 1_250_000), ("1,250,000", 1_250_000), (" 185 852 ", 185_852), ("0", 0)],
)
def test_a_whole_number_is_read_with_the_marks_of_its_thousands(typed, number):
    assert Whole().clean(typed) == number


@pytest.mark.parametrize("typed", ["1.5", "1.250,000", "12.34.567", "banyak", "1e9", "-"])
def test_what_may_be_another_number_is_refused(typed):
    with pytest.raises(ValidationError):
        Whole().clean(typed)


def test_per_cent_are_read_with_a_comma_or_a_point():
    assert [str(Percent(decimal_places=1).clean(typed)) for typed in ("12,5", "12.5", "40")] == ["12.5", "12.5", "40"]
