"""The rows by area and category, and by unit and category, that the migration adds up are those that the consumer writes."""

import importlib
from collections import Counter
from datetime import date

import pytest
from django.db import connection

from tanggap.insight import consumer
from tanggap.insight.counting import DayKey, Key
from tanggap.insight.following import Place
from tanggap.insight.models import Cell

pytestmark = pytest.mark.django_db
added = importlib.import_module("tanggap.insight.migrations.0007_area_and_unit_by_category")


def rows():
    names = [field.attname for field in Cell._meta.concrete_fields if field.attname != "id"]
    return sorted(Cell.objects.values_list(*names))


def test_what_is_added_up_is_what_would_have_been_counted():
    numbers = Counter[Key]()
    for on in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 2)):
        for area, category, unit, channel in (
            ("a", "x", "u", "web"),
            ("a", "x", "v", "sms"),
            ("b", "y", "u", "web"),
            ("", "", "", "sms"),
        ):
            for public in (True, False):
                numbers[DayKey(on, Place(area, category, unit, channel, public), "received")] += 3
    consumer.write(numbers)
    counted = rows()
    with connection.cursor() as cursor:
        cursor.execute(added.DROP)
        assert len(rows()) < len(counted)
        cursor.execute(added.ADD_UP)
    assert rows() == counted
