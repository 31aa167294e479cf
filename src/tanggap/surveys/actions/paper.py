"""Answers on paper, entered by the office as a table: a line a person. What cannot be counted is flagged, not left out."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound
from tanggap.surveys.actions.answering import NotOpen, keep_all, read_form
from tanggap.surveys.actions.questionnaires import must_manage
from tanggap.surveys.elements import CODES
from tanggap.surveys.models import Survey
from tanggap.surveys.queries import asking
from tanggap.surveys.words import Entrance, Kind, SurveyState

MOST_ROWS: Final = 2_000
NUMBERED: Final = {f"u{place}": code for place, code in enumerate(CODES, start=1)}
"""A column may be called by the element's number in the regulation's questionnaire."""


@dataclass(frozen=True, slots=True)
class Taken:
    """How many people's answers were kept, and how many of them hold something that cannot be counted."""

    people: int
    outside: int


@transaction.atomic
def take_in(*, by: Staff | None, code: str, table: str, unit: str = "") -> Taken:
    """Keep the answers of a CSV `table` (commas or semicolons) with a column for each element: its code, or u1 to u9.

    Other columns: `overall`, `sex`, `age`, `education`, `work`, those of the questionnaire's own questions. Raises NotAllowed, NotFound,
    NotOpen, and Invalid under `table` for one without a column for each element, without lines, or with more than 2,000.
    """
    must_manage(by)
    survey = Survey.objects.select_related("questionnaire").filter(pk=code).first()
    if survey is None:
        raise NotFound
    if survey.state != SurveyState.OPEN:
        raise NotOpen
    at, facts = clock.now(), asking.linked_facts(survey, unit)
    rows = list(_lines(table, is_skm=survey.questionnaire.kind == Kind.SKM))
    if not 0 < len(rows) <= MOST_ROWS:
        raise Invalid({"table": _("A table has 1 to %(most)d lines below its first.") % {"most": MOST_ROWS}})
    reads = [read_form(survey.questionnaire, given, is_paper=True) for given in rows]
    keep_all(survey, reads, facts=facts, entrance=Entrance.PAPER, at=at)
    return Taken(len(rows), sum(read.is_outside for read in reads))


def _lines(table: str, *, is_skm: bool) -> Iterator[Mapping[str, str]]:
    first = table.strip().partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.DictReader(io.StringIO(table.strip().lstrip("\ufeff")), delimiter=delimiter)
    names = [NUMBERED.get(name.strip().lower(), name.strip().lower()) for name in reader.fieldnames or ()]
    if is_skm and (missing := [code for code in CODES if code not in names]):
        raise Invalid({"table": _("There is no column for: %(names)s.") % {"names": ", ".join(missing)}})
    reader.fieldnames = names
    for row in reader:
        yield {name: value.strip() for name, value in row.items() if isinstance(name, str) and isinstance(value, str)}
