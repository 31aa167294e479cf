"""The results of a survey as rows: one row a number, with its n, interval and what it is of.

A question of one's own has a row with how many answered it, and one for each answer that is told: `answers` names it, `n` says how many
gave it. What people wrote in their own words is in no file.
"""

import json
from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.insight.sheets import Cell
from tanggap.surveys.ikm import Ikm
from tanggap.surveys.words import QuestionKind
from tanggap.web.surveys.telling import Survey

COLUMNS: Final = (
    "survey", "part", "code", "label", "answers", "n", "mean", "index", "low", "high", "grade", "reason",
)  # fmt: skip
ALL, PLAIN = "all", "without_doubtful"


def rows(told: Survey) -> Iterator[tuple[Cell, ...]]:
    """Yield the index, the elements, each unit, channel and area, and who was silent; then the questions of its own.

    Parts with too few answers say why they are empty; a survey without the nine elements has its own questions alone.
    """
    if told.row.is_skm:
        yield from _index(told)
    for one in told.own:
        reason = "" if one.answers or one.kind == QuestionKind.WORDS else few()
        yield (told.row.code, "question", one.code, one.label, ALL, one.n, one.mean, *[None] * 3, "", reason)
        for label, n in one.answers:
            yield (told.row.code, "answer", one.code, one.label, label, n, *[None] * 4, "", "")


def few() -> str:
    """Return why the answers to a question are not told."""
    return _("Below ten answers nothing is told.")


def _index(told: Survey) -> Iterator[tuple[Cell, ...]]:
    code = told.row.code
    for which, ikm in ((ALL, told.index.ikm), (PLAIN, told.plain.ikm)):
        yield (code, "total", "", "", which, *_numbers(ikm))
    for row in told.elements:
        value = row.value
        mean = None if value.mean is None or not told.is_told else float(value.mean)
        grade = value.band.grade if value.band and mean is not None else ""
        yield (
            code,
            "element",
            value.code,
            row.name,
            ALL,
            value.n,
            mean,
            None if mean is None else mean * 25,
            None,
            None,
            grade,
            "",
        )
    for part, of_part in (("unit", told.units), ("channel", told.channels), ("area", told.areas)):
        for one in of_part:
            for which, ikm in ((ALL, one.part.index), (PLAIN, one.part.plain)):
                yield (code, part, one.part.code, one.label, which, *_numbers(ikm))
    if told.bias:
        found = told.bias.weighted
        yield (code, "weighted", "", "", "invited", found.n, None, found.value, found.low, found.high, "", "")
        for kind, rates in told.bias.groups.items():
            for label, rate in rates:
                about = (f"answered_by_{kind}", rate.code, label, "invited", rate.invited)
                yield (code, *about, rate.share, None, rate.low, rate.high, "", "")


def as_json(told: Survey) -> str:
    """Return the same rows as objects, with what they are of: days in ISO 8601."""
    row = told.row
    facts = {
        "survey": row.code,
        "title": row.title,
        "first": row.opens_on.isoformat(),
        "last": row.closes_on.isoformat(),
        "state": row.state,
        "questionnaire": f"{row.questionnaire} {row.questionnaire_version}",
        "population": row.population,
        "wanted": row.target,
        "made_at": clock.now().isoformat(timespec="seconds"),
        "rows": [dict(zip(COLUMNS, one, strict=True)) for one in rows(told)],
    }
    return json.dumps(facts, ensure_ascii=False, indent=1)


def _numbers(ikm: Ikm) -> tuple[Cell, ...]:
    value = None if ikm.value is None else float(ikm.value)
    mean = None if value is None else value / 25
    return ikm.n, mean, value, ikm.low, ikm.high, ikm.band.grade if ikm.band else "", ikm.reason
