"""Ready answers: the pack's (`answers.toml`, which may be absent) and each unit's own, with blanks that are filled from the report.

A blank names something of the report or of the unit, never of a person; an unknown one is refused where the answer is kept.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.catalog.models import UnitAnswer
from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Folder
from tanggap.catalog.pack.messages import blanks
from tanggap.catalog.pack.shapes import CODE_RULE, Table, is_code
from tanggap.core.words import say

FILE = "answers.toml"

BLANKS: Final[Mapping[str, str | Promise]] = {
    "code": _("the report's code"),
    "category": _("its category"),
    "place": _("its kelurahan and kecamatan"),
    "unit": _("the unit that answers for it"),
    "due": _("until when the solution is promised"),
    "answer_due": _("until when the first answer is promised"),
    "officer_title": _("your role and unit, without your name"),
    "city": _("the city's name"),
}
DOORS: Final[Mapping[str, str | Promise]] = {  # the acts that a ready answer fits, with the field that it fills
    "reports.start": _("Start work"),
    "reports.ask": _("Ask the reporter"),
    "reports.claim_done": _("Report as done"),
    "reports.reject": _("Refuse"),
    "reports.refer": _("Refer to another body"),
    "reports.give_up": _("Cannot be solved"),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A ready answer. `key` names it in a form; `unit` is empty for the city's; no `categories` means all of them."""

    key: str
    door: str
    name: Mapping[str, str]
    text: Mapping[str, str]
    categories: tuple[str, ...] = ()
    unit: str = ""
    line: int = 0
    version: int = 0
    kept_by: str = ""
    kept_at: datetime | None = None

    @property
    def label(self) -> str:
        """Return the name in the active language."""
        return say(self.name)

    @property
    def door_label(self) -> str:
        """Return the act that it is for, in words."""
        return str(DOORS[self.door])

    @property
    def category_label(self) -> str:
        """Return the categories that it is for, in words; empty for all."""
        rows = (catalog.category(code) for code in self.categories)
        return ", ".join(row.label for row in rows if row)

    def filled(self, language: str, values: Mapping[str, str]) -> str:
        """Return the text in `language` (else in the one that there is) with its blanks filled."""
        return filled(self.text.get(language) or say(self.text), values)


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


def filled(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its blanks filled; one without a value becomes empty."""
    return Formatter().vformat(text, (), _Values(values)).strip()


def unknown(text: str) -> list[str]:
    """Return the blanks of a text that nothing can fill. Raises ValueError on an unpaired brace."""
    return [name for name in blanks(text) if name not in BLANKS]


def offered(door: str, *, category: str | None, unit: str) -> list[Answer]:
    """Return the answers for an act on a report of this category, those of the category first: the unit's own, then the city's.

    One statement.
    """
    fitting = [
        answer
        for answer in [*of_unit(unit), *of_city()]
        if answer.door == door and (not answer.categories or category in answer.categories)
    ]
    return sorted(fitting, key=lambda answer: (not answer.categories, not answer.unit))


def of_city() -> tuple[Answer, ...]:
    """Return the pack's answers, in its order. No statement."""
    return _read(Path(settings.TANGGAP_PACK))


def of_unit(unit: str) -> list[Answer]:
    """Return a unit's own answers as they stand, by act and name. One statement."""
    rows = UnitAnswer.objects.filter(unit=unit).order_by("line", "-version").distinct("line").select_related("kept_by")
    found = [_own(row) for row in rows if row.is_active]
    return sorted(found, key=lambda answer: (list(DOORS).index(answer.door), answer.label.casefold()))


def versions(unit: str, line: int) -> list[Answer]:
    """Return what an answer of a unit said before, latest first. One statement."""
    rows = UnitAnswer.objects.filter(unit=unit, line=line).order_by("-version").select_related("kept_by")
    return [_own(row) for row in rows]


def _own(row: UnitAnswer) -> Answer:
    return Answer(
        key=f"unit-{row.line}",
        door=row.door,
        name=row.name,
        text=row.text,
        categories=(row.category_id,) if row.category_id else (),
        unit=row.unit_id,
        line=row.line,
        version=row.version,
        kept_by=row.kept_by.display_name,
        kept_at=row.kept_at,
    )


def officer_title(role: str, unit: str) -> str:
    """Return how an officer signs: role and unit in the active language, without a name."""
    return f"{role}, {agencies.unit_label(unit)}"


@lru_cache(maxsize=4)
def _read(folder: Path) -> tuple[Answer, ...]:
    path = folder / FILE
    tables = tomllib.loads(path.read_text("utf-8")) if path.is_file() else {}
    return tuple(
        Answer(code, one["door"], one["name"], one["text"], tuple(one.get("categories", ())))
        for code, one in tables.items()
    )


def check(folder: Folder, languages: tuple[str, ...], categories: Mapping[str, object], faults: Faults) -> None:
    """Note every fault of the file: each answer needs its act, a name and a text in each language, and only blanks that are known."""
    document = folder.toml(FILE) if folder.has(FILE) else None
    for code, values in document.values.items() if document else ():
        if document is None or not is_code(code):
            faults.add(FILE, document.lines.of(code) if document else 0, f'"{code}" is no code; {CODE_RULE}')
            continue
        table = Table(document, (code,), values, faults)
        table.text("door", among=tuple(DOORS))
        table.names("name", languages)
        for language, text in table.names("text", languages).items():
            try:
                wrong = unknown(text)
            except ValueError:
                table.fault("this text has an unpaired brace; write a literal one twice", "text", language)
                continue
            for blank in wrong:
                table.fault(f"{{{blank}}} is no blank{instead(blank, BLANKS)}", "text", language)
        for category in table.texts("categories", []):
            if categories and category not in categories:
                table.fault(f'the category "{category}" is not in categories.toml{instead(category, categories)}')
        table.finish()
