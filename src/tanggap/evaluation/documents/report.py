"""The evaluation of a selection as one PDF: gathered from the catalogue, said in one language, written down with its number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _

from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.words import say
from tanggap.evaluation import changes, issuing, telling
from tanggap.evaluation.catalogue import of_criterion
from tanggap.evaluation.changes import Change
from tanggap.evaluation.documents import comparisons, said, satisfaction, study
from tanggap.evaluation.telling import Told
from tanggap.evaluation.words import QUESTIONS, Against, Criterion, DocumentKind
from tanggap.insight.statistics import Point, Selection
from tanggap.papers import saying, typesetting
from tanggap.places.city import city

TEMPLATE: Final = Path(__file__).parent / "evaluation.typ"


@dataclass(frozen=True, slots=True)
class Gathered:
    """All numbers of a report, read once."""

    selection: Selection
    told: dict[str, Told]
    changed: dict[str, dict[str, Change]]
    courses: dict[str, list[Point]]
    at: datetime


def pdf(selection: Selection, *, language: str, number: str = "") -> bytes:
    """Return the evaluation of a selection as PDF/UA; `number` names an issued document, without one it says that it is a draft."""
    return _set(_gather(selection), language, number)


def pngs(selection: Selection, *, language: str) -> list[bytes]:
    """Return its pages as pictures, to be looked at."""
    with translation.override(language):
        data = _data(_gather(selection), "")
        return typesetting.pngs(TEMPLATE, data, language=language, title=data["title"])


def issue(selection: Selection, *, language: str, title: str = "", by: Staff | None = None) -> tuple[str, bytes]:
    """Write an evaluation down and return its number and its file, which bears the number. Raises NotAllowed.

    Its figures are kept, so that anybody can compute them anew and see what changed since (`issuing.check`). The file itself is not: its
    hash is, and the same figures set anew give another file only where a number changed.
    """
    gathered = _gather(selection)
    made: list[bytes] = []

    def make(number: str) -> bytes:
        made.append(_set(gathered, language, number, title))
        return made[-1]

    number = issuing.issue(
        kind=DocumentKind.EVALUATION.value,
        selection=selection,
        figures=gathered.told.values(),
        language=language,
        title=title,
        make=make,
        by=by,
    )
    return number, made[-1]


def _gather(selection: Selection) -> Gathered:
    changed = changes.changes(selection)
    told = {code: of_code[Against.BEFORE.value].now for code, of_code in changed.items()}
    known = [code for code, one in told.items() if one.value is not None]
    return Gathered(selection, told, changed, telling.trends(selection, known), clock.now())


def _set(gathered: Gathered, language: str, number: str, title: str = "") -> bytes:
    with translation.override(language):
        data = _data(gathered, number, title)
        return typesetting.pdf(TEMPLATE, data, language=language, title=data["title"], at=gathered.at)


def _data(gathered: Gathered, number: str, title: str = "") -> dict[str, Any]:
    selection = gathered.selection
    names = said.narrowed(selection)
    made = saying.instant(gathered.at)
    return {
        "title": title or _("Evaluation of the handling of complaints"),
        "subtitle": " · ".join([names[1][1], names[0][1]]),
        "city": say(city().name),
        "foot": number or _("draft, not issued"),
        "facts": [*names, (_("Made"), made), (_("Document"), number or _("draft, not issued"))],
        "remarks": telling.remarks(selection),
        "words": _words(),
        "criteria": [_criterion(one, gathered) for one in Criterion],
        "study": study.tables(selection),
        "comparisons": comparisons.of(selection),
        "silence": comparisons.silence(selection),
        "satisfaction": satisfaction.of(selection),
        "missing": [(str(one.indicator.name), one.reason) for one in gathered.told.values() if one.value is None],
        "again": _again(number),
    }


def _criterion(criterion: Criterion, gathered: Gathered) -> dict[str, Any]:
    return {
        "name": str(criterion.label),
        "question": str(QUESTIONS[criterion]),
        "indicators": [_indicator(gathered, one.code) for one in of_criterion(criterion.value)],
    }


def _indicator(gathered: Gathered, code: str) -> dict[str, Any]:
    told = gathered.told[code]
    one, changed = told.indicator, gathered.changed[code][Against.BEFORE.value]
    points: Sequence[Point] = gathered.courses.get(code, ())
    return {
        "name": str(one.name),
        "question": str(one.question),
        "said": said.value(told.value, one.unit),
        "interval": said.interval(told.low, told.high, one.unit),
        "n": said.number(told.n),
        "target": said.target(told),
        "change": said.change(changed, one.unit),
        "about": _about(told, changed),
        "reason": told.reason,
        "definition": str(one.definition),
        "formula": str(one.formula),
        "source": str(one.source),
        "caveats": [str(caveat) for caveat in one.caveats],
        "query": told.query,
        "alt": said.told_course(str(one.name), points, one.unit),
        **said.course(points, one.unit, one.target.value if one.target else None),
    }


def _about(told: Told, changed: Change) -> str:
    """Return what stands beside a value: its interval, n, target and change."""
    unit = told.indicator.unit
    parts = [
        _("95%% interval %(interval)s") % {"interval": said.interval(told.low, told.high, unit)}
        if told.low is not None
        else "",
        _("n = %(n)s") % {"n": said.number(told.n)},
        _("target %(target)s (%(source)s)") % {"target": said.target(told), "source": told.indicator.target.source}
        if told.indicator.target
        else "",
        _("%(change)s against the period before") % {"change": said.change(changed, unit)}
        if changed.difference is not None
        else "",
        _("the last day is not over") if told.is_partial else "",
    ]
    return " · ".join(part for part in parts if part)


def _words() -> dict[str, str]:
    return {
        "summary": _("Summary"),
        "summary-lead": _(
            "Each value with the interval in which it lies with 95% confidence, the cases it rests on, what the city wants it to be, and "
            "how it changed against the period before. Where the interval of a change holds no change, none is claimed."
        ),
        "indicator": _("Indicator"),
        "value": _("Value"),
        "interval": _("95% interval"),
        "n": _("n"),
        "target": _("Target"),
        "change": _("Since the period before"),
        "why": _("Why there is no number"),
        "definition": _("Definition."),
        "formula": _("Formula."),
        "caveat": _("Caveat."),
        "source": _("Source."),
        "study": _("In the layout of the study"),
        "study-lead": _(
            "Tables 1 and 2 of the study from which this system comes, counted from the events of this selection's area and years."
        ),
        "comparison": _("Compared fairly"),
        "comparison-lead": _(
            "Parts are compared after their mix of categories is taken out, and only what lies beyond the limits of chance is named. "
            "There is no ranking: most differences between small parts are chance."
        ),
        "missing": _("What could not be computed"),
        "missing-lead": _("No number is better than a wrong one. These are left out, each for a reason."),
        "again": _("To compute it anew"),
    }


def _again(number: str) -> list[str]:
    lines = [
        _(
            "Each number stands above its query: the command tanggap evaluate --query computes it anew, and so does the page "
            "/evaluation/query/."
        ),
        _(
            "All numbers count public reports alone, in the local time of the city, and are the same as on its public pages."
        ),
    ]
    if number:
        lines.insert(
            1,
            _(
                "tanggap evaluate --issued %(number)s tells which numbers of this document are the same today, and what changed the others."
            )
            % {"number": number},
        )
    return lines
