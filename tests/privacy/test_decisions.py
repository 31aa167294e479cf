"""Each table that leads to a report, or seals something, is decided about: a new one fails here until somebody says what becomes of it."""

from django.apps import apps
from django.db import models

from tanggap.privacy.decisions import DECISIONS, GOES, LOSES, STAYS

OURS = [model for model in apps.get_models() if model.__module__.startswith("tanggap.")]


def fields(model):
    return model._meta.concrete_fields


def near_a_report():
    """Return the tables from which foreign keys lead to a report, over however many others."""
    near = {apps.get_model("reports.Report")}
    while more := {
        model for model in OURS if model not in near and any(field.related_model in near for field in fields(model))
    }:
        near |= more
    return near


def test_every_table_near_a_report_or_with_sealed_bytes_is_decided_about():
    with_bytes = {model for model in OURS if any(isinstance(field, models.BinaryField) for field in fields(model))}

    assert {model._meta.label for model in near_a_report() | with_bytes} == set(DECISIONS)


def test_every_decision_says_why_and_names_columns_that_are_there():
    for one in DECISIONS.values():
        known = {field.name for field in fields(apps.get_model(one.model))}
        assert (one.how in {GOES, LOSES, STAYS}, bool(one.why), bool(one.columns)) == (True, True, one.how == LOSES), (
            one
        )
        assert set(one.columns) <= known, one
