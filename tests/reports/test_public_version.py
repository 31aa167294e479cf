"""The version of a public report: what its page is known by. An unknown code reads its neighbour's row and says nothing of it (P18)."""

import pytest
from tests.factories import make

from tanggap.core.refusal import NotFound
from tanggap.reports.queries import public

pytestmark = pytest.mark.django_db


def test_of_a_public_report_it_is_the_reports():
    assert public.version_of(make.report().code) == 1


def test_a_code_that_nobody_has_is_not_found_though_its_neighbour_is_public():
    report = make.report()

    for code in (report.code[:-1], report.code + "0", ""):
        with pytest.raises(NotFound):
            public.version_of(code)


def test_a_private_report_is_not_found():
    report = make.report(visibility="private")

    with pytest.raises(NotFound):
        public.version_of(report.code)
