"""`tanggap privacy`: what it says, what it does, and what a restored backup needs."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from tests.factories import make

from tanggap.privacy import actions, remembering
from tanggap.privacy.models import Request
from tanggap.reports.models.identity import Identity

pytestmark = pytest.mark.django_db


def said(*words):
    out = StringIO()
    call_command("privacy", *words, stdout=out)
    return out.getvalue()


def test_show_counts_and_changes_nothing():
    report = make.report(reporter=make.reporter())

    [row] = json.loads(said("show", report.code, "--json"))

    assert (row["code"], row["contacts"], row["is_erased"]) == (report.code, 2, False)
    assert "Canary" not in said("show", report.code)
    assert Request.objects.count() == 0


def test_erase_by_a_contact_reaches_its_reports_and_is_listed():
    mine, other = make.report(reporter=make.reporter(1)), make.report(reporter=make.reporter(2))

    assert said("erase", make.reporter(1).email, "--because", "Surat 1") == f"1 of 1 erased: {mine.code}\n"

    assert set(Identity.objects.values_list("report", flat=True)) == {other.pk}
    assert "1 of 1" in said("requests")
    with pytest.raises(CommandError, match="No report was found"):
        said("erase", make.reporter(1).email, "--because", "Surat 1")


def test_after_a_restore_what_came_back_is_erased_again():
    report = make.report(reporter=make.reporter())
    with transaction.atomic():  # a backup that is older than the erasure
        actions.erase_own(code=report.code, token=make.token(report))
        transaction.set_rollback(True)
    assert (remembering.remembered()[-1], Identity.objects.filter(report=report).exists()) == (report.code, True)

    assert json.loads(said("repeat", "--json")) == {"erased": 1}

    assert not Identity.objects.filter(report=report).exists()
    assert json.loads(said("repeat", "--json")) == {"erased": 0}
