"""`tanggap deadlines`: which policies open reports live by, and letting them take today's."""

import io
import json

import pytest
from django.core.management import CommandError, call_command
from tests.deadlines.test_recount import change_policy
from tests.factories import LITTER, make

from tanggap.catalog import queries as catalog
from tanggap.core import shelf
from tanggap.deadlines import actions
from tanggap.reports.models import Report

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    shelf.clear_all()
    yield
    shelf.clear_all()


def said(*arguments):
    output = io.StringIO()
    call_command("deadlines", *arguments, stdout=output, stderr=io.StringIO())
    return output.getvalue()


def test_it_lists_what_open_reports_live_by_and_marks_earlier_versions():
    policy = catalog.category(LITTER).policy
    make.report(category=LITTER)
    change_policy(policy, resolve_minutes=600)
    make.report(category=LITTER)

    rows = json.loads(said("status", "--json"))["policies"]

    assert [(row["policy"], row["version"], row["reports"], row["is_present"]) for row in rows] == [
        (policy, 1, 1, False),
        (policy, 2, 1, True),
    ]
    assert "(an earlier version)" in said("status")


def test_adopting_is_a_job_that_the_worker_does():
    policy = catalog.category(LITTER).policy
    report = make.report(category=LITTER)
    change_policy(policy, resolve_minutes=6000)

    assert f"counting anew for policy {policy}" in said("adopt", policy)
    while actions.recount():
        pass

    assert Report.objects.get(pk=report.pk).policy_version == 2


@pytest.mark.parametrize("arguments", [("adopt",), ("adopt", "nobody")])
def test_an_unknown_policy_is_refused(arguments):
    with pytest.raises(CommandError):
        said(*arguments)
