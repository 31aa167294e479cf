"""The study's tables as documents show them: a section of an evaluation, and a document of their own that says what does not fit."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from tanggap.core import clock
from tanggap.core.words import say
from tanggap.evaluation.documents import said
from tanggap.evaluation.study import Cell, Column, Mismatch, Table, area_label, from_events, lettered, printed, study
from tanggap.evaluation.study.checks import LOOKED_UP
from tanggap.evaluation.study.events import MOST_YEARS
from tanggap.insight.statistics import Selection
from tanggap.papers import saying, typesetting
from tanggap.places.city import city

TEMPLATE: Final = Path(__file__).parent / "study.typ"
ABREAST: Final = 2
"""Years that stand side by side on a page; of more, the next two follow below."""


def tables(selection: Selection) -> list[dict[str, Any]]:
    """Return the tables of the years that a selection touches, the last ten of them."""
    today = clock.local(clock.now()).year
    years = range(selection.first.year, min(selection.last.year, today) + 1)[-MOST_YEARS:]
    return _counted(selection.area, list(years))


def pdf(area: str, years: Sequence[int], *, categories: Sequence[str] = (), language: str) -> bytes:
    """Return all tables as PDF/UA: as printed with what does not fit, and counted here. Raises ValueError as `from_events`."""
    with translation.override(language):
        data = _data(area, years, categories)
        return typesetting.pdf(TEMPLATE, data, language=language, title=data["title"])


def _data(area: str, years: Sequence[int], categories: Sequence[str]) -> dict[str, Any]:
    counted = _counted(area, years, categories)
    return {
        "title": _("The study's tables"),
        "subtitle": study().title,
        "city": say(city().name),
        "foot": f"{_('Made')}: {saying.instant(clock.now())}",
        "words": {"fits-not": _("Does not fit:")},
        "parts": [
            {
                "title": _("As printed"),
                "lead": _(
                    "Nothing is corrected. Every sum, conversion, edge and claim was computed anew; letters lead to what is off."
                ),
                "tables": [_table(one, lettered(one.number)) for one in printed()],
            },
            {
                "title": _("The same layout, counted here"),
                "lead": f"{area_label(area)} · {_years(years)}",
                "tables": counted,
            },
        ],
        "note": _(
            "Below each share stand its 95 % interval (Wilson) and the number of cases. Where two intervals overlap, the difference may be "
            "chance. The study prints no numbers of cases, so its own shares have no interval."
        ),
    }


def _years(years: Sequence[int]) -> str:
    return ", ".join(map(str, sorted(set(years))))


def _counted(area: str, years: Sequence[int], categories: Sequence[str] = ()) -> list[dict[str, Any]]:
    found = from_events(area, years, categories=categories)
    return [_table(piece) for one in found for piece in one.in_breadths_of(ABREAST)]


def _table(one: Table, remarks: Sequence[tuple[str, Mismatch]] = ()) -> dict[str, Any]:
    return {
        "title": ". ".join(part for part in (one.name, one.title) if part),
        "head": [one.head, *(" ".join(part for part in (column.group, column.head) if part) for column in one.columns)],
        "rows": [
            {
                "label": row.label,
                "cells": [
                    _cell(cell, column, [letter for letter, of in remarks if (row.code, column.code) in of.cells])
                    for column, cell in zip(one.columns, row.cells, strict=True)
                ],
            }
            for row in one.rows
        ],
        "notes": [*one.notes, *(f"{about}: {reason}" if about else reason for about, reason in one.reasons())],
        "remarks": [_remark(letter, of) for letter, of in remarks],
    }


def _cell(cell: Cell, column: Column, letters: Sequence[str]) -> dict[str, str]:
    """Return a cell with the letters of what is off in it, and how sure it is."""
    parts = [cell.interval(), "" if cell.n is None else f"n {said.number(cell.n)}"]
    return {
        "text": cell.said(column.unit),
        "letters": " ".join(letters),
        "beside": " · ".join(part for part in parts if part),
    }


def _remark(letter: str, one: Mismatch) -> dict[str, Any]:
    source = _("Source: %(source)s.") % {"source": one.source} if one.source else ""
    return {"letter": letter, "is-computed": one.kind != LOOKED_UP, "said": one.said, "source": source}
