"""The report of a survey in the regulation's form: gathered from what the page shows, said in one language, typeset by `papers`."""

from pathlib import Path
from typing import Any, Final

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap import surveys
from tanggap.core import clock
from tanggap.core.words import say
from tanggap.papers import typesetting
from tanggap.places.city import city
from tanggap.surveys.bands import BANDS
from tanggap.surveys.queries.own import OwnQuestion
from tanggap.surveys.words import QuestionKind
from tanggap.web.surveys import files
from tanggap.web.surveys.shown import NOT_KNOWN, PartRow
from tanggap.web.surveys.telling import Survey
from tanggap.web.ui import formats

SEX, EDUCATION = 0, 2  # places among what is asked of people: what the regulation has published
TEMPLATE: Final = Path(surveys.__file__).parent / "documents" / "skm.typ"


def pdf(told: Survey, *, language: str) -> bytes:
    """Return the report as PDF/UA in a language of the product."""
    with translation.override(language):
        data = _data(told)
        return typesetting.pdf(TEMPLATE, data, language=language, title=data["title"])


def pngs(told: Survey, *, language: str) -> list[bytes]:
    """Return its pages as pictures, to be looked at."""
    with translation.override(language):
        data = _data(told)
        return typesetting.pngs(TEMPLATE, data, language=language, title=data["title"])


def _data(told: Survey) -> dict[str, Any]:
    row = told.row
    return {
        "title": row.title,
        "subtitle": told.period,
        "city": f"Tanggap · {say(city().name)}",
        "foot": _("Made on %(day)s from %(n)s answers.")
        % {"day": formats.day(clock.now()), "n": formats.number(row.answers)},
        "words": _words(told),
        "index": {"value": told.index.value, "quality": _quality(told)} if row.is_skm else None,
        "sheet": _sheet(told),
        "remarks": _remarks(told),
        "asked": _asked(told),
        "people": [
            {"name": name, "rows": [[one.label, _few(one.n)] for one in groups]} for name, groups in _people(told)
        ],
        "own": [_own(one) for one in told.own],
        "elements": [
            [
                str(one.number),
                one.name,
                formats.number(one.value.n),
                one.mean,
                one.weighted,
                one.hundred,
                _band(one.value.band),
            ]
            for one in (told.elements if row.is_skm else ())
        ],
        "bars": _bars(told),
        "bars-alt": _("The nine elements on the scale of 25 to 100; the numbers stand in the table above."),
        "total": _total(told),
        "bands": [
            [f"{formats.number(one.low, 2)} – {formats.number(one.high, 2)}", one.grade, str(one.quality)]
            for one in reversed(BANDS)
        ],
        "parts": [
            {"title": one.title, "rows": [_part(part) for part in one.told], "note": _small(len(one.small))}
            for one in told.splits
        ],
        "analysis": _analysis(told),
        "silence": _silence(told),
        "silent": _silent(told),
        "plan": [[one.what, one.element, one.unit, formats.day(one.due), one.state] for one in told.measures],
        "notes": _notes() if row.is_skm else [],
    }


def _people(told: Survey) -> list[tuple[str, Any]]:
    """Return who answered, where the survey asks it: one without the nine elements does not."""
    return told.people if told.row.is_skm else []


def _own(one: OwnQuestion) -> dict[str, Any]:
    said = ngettext("%(n)s answer", "%(n)s answers", one.n) % {"n": formats.number(one.n)}
    if one.mean is not None:
        said += " · " + _("mean %(mean)s of 4") % {"mean": formats.number(one.mean, 2)}
    if one.kind == QuestionKind.WORDS:
        said += " · " + _("what people wrote is read by who makes the survey alone")
    elif not one.answers:
        said += " · " + files.few()
    return {"label": one.label, "said": said, "rows": [[label, formats.number(n)] for label, n in one.answers]}


def _words(told: Survey) -> dict[str, Any]:
    return {
        "index": _("Index of satisfaction (IKM)"),
        "thanks": _("Thank you for your judgement. Your input helps the unit to improve its service to the public."),
        "asked": _("How it was asked"),
        "result": _("What came out"),
        "people": _("Who answered"),
        "n": _("People"),
        "elements": _("The nine elements"),
        "element-head": [_("No."), _("Element"), _("Answers"), _("Mean (1–4)"), _("× 1/9"), _("× 25"), _("Quality")],
        "bands": _("Bands of quality"),
        "band-head": [_("Index"), _("Grade"), _("Quality")],
        "part-head": [_("Part"), _("Index"), _("95 % interval"), _("Grade"), _("Answers")],
        "analysis": _("Strengths and weaknesses"),
        "silence": _("Who does not answer"),
        "silent-head": [_("Invited"), _("Share that answered"), _("95 % interval")],
        "plan": _("Follow-up plan"),
        "plan-head": [_("Measure"), _("Element"), _("Unit"), _("Until"), _("State")],
        "no-plan": _(
            "No measure has been entered yet. The regulation asks for a plan that begins with the weakest elements."
        )
        if told.row.is_skm
        else _("No measure has been entered yet."),
        "own": _("Questions of this survey"),
        "answer": _("Answer"),
        "notes": _("How to read it"),
    }


def _quality(told: Survey) -> str:
    return f"{told.index.grade} · {told.index.quality}" if told.is_told else told.index.ikm.reason


def _sheet(told: Survey) -> list[list[str]]:
    """Return the rows of the sheet that the regulation has published."""
    row = told.row
    people = _people(told)
    return [
        [_("Service"), _("Handling of citizens' reports")],
        [_("Units"), ", ".join(row.unit_labels) or _("All units")],
        [_("Respondents"), formats.number(told.answered)],
        *[
            [name, ", ".join(f"{one.label}: {_few(one.n)}" for one in groups if one.n != 0) or NOT_KNOWN]
            for name, groups in ((people[SEX], people[EDUCATION]) if people else ())
        ],
        [_("Period of the survey"), told.period],
        *([[_("95 % interval"), told.index.interval or NOT_KNOWN]] if row.is_skm else []),
    ]


def _asked(told: Survey) -> list[list[str]]:
    row = told.row
    said = [
        *([[_("Rule"), "PermenPAN-RB 14/2017"]] if row.is_skm else []),
        [_("Questionnaire"), f"{row.questionnaire}, {_('version')} {row.questionnaire_version}"],
        [_("Units"), ", ".join(row.unit_labels) or _("All units")],
        [_("Channels"), ", ".join(row.channel_labels) or _("All channels")],
        [_("Area"), row.area_label or _("Whole city")],
    ]
    if row.population is not None:
        said.append([_("People to ask"), formats.number(row.population)])
    if row.target:
        said.append([_("Answers wanted"), formats.number(row.target)])
    said.append([_("Answers"), formats.number(row.answers)])
    if row.share:
        said.append([_("Invited after a closure"), formats.percent(row.share / 1000, 1)])
    return said


def _remarks(told: Survey) -> list[str]:
    found = []
    if told.is_told and told.index.is_on_an_edge:
        found.append(_("The interval reaches into another band: the grade may be chance."))
    if not told.is_enough:
        found.append(
            _("%(n)s of %(target)s answers that were wanted.")
            % {"n": formats.number(told.answered), "target": formats.number(told.row.target)}
            + " "
            + (
                _("That is fewer: take the index as a first look.")
                if told.row.is_skm
                else _("That is fewer: take the result as a first look.")
            )
        )
    return found


def _total(told: Survey) -> list[list[str]]:
    if not told.row.is_skm:
        return []
    return [
        [_("Index of satisfaction (IKM)"), f"{told.index.value} {_quality(told) if told.is_told else ''}".strip()],
        [_("With the weight 0.111"), told.index.by_printed_weight],
        [_("Without doubtful answers"), f"{told.plain.value} ({formats.number(told.plain.ikm.n)})"],
        *[[why, formats.number(n)] for why, n in told.found.flags],
    ]


def _bars(told: Survey) -> list[dict[str, Any]]:
    if not told.is_told:
        return []
    return [
        {
            "label": f"{one.number}. {one.name}",
            "value": float(one.value.hundred or 0),
            "low": None,
            "high": None,
            "said": one.hundred,
        }
        for one in told.elements
    ]


def _part(row: PartRow) -> list[str]:
    ikm = row.part.index
    return [
        row.label,
        row.index.value,
        row.index.interval or NOT_KNOWN,
        row.index.grade or NOT_KNOWN,
        formats.number(ikm.n),
    ]


def _small(n: int) -> str:
    return (
        ngettext("%(n)d more has fewer than ten answers.", "%(n)d more have fewer than ten answers.", n) % {"n": n}
        if n
        else ""
    )


def _analysis(told: Survey) -> list[str]:
    if not told.row.is_skm:
        return []
    if not told.is_told:
        return [told.index.ikm.reason]
    strongest, weakest = (
        ", ".join(f"{one.name} ({one.mean})" for one in rows) for rows in (told.strongest, told.weakest)
    )
    return [
        _("The index is %(index)s: %(quality)s.") % {"index": told.index.value, "quality": told.index.quality},
        _("Strongest: %(elements)s.") % {"elements": strongest},
        _("Weakest: %(elements)s. The follow-up plan begins with these.") % {"elements": weakest},
    ]


def _silence(told: Survey) -> list[str]:
    found = told.bias
    if found is None:
        return []
    said = [
        _("%(invited)s reporters were invited after a closure, %(answered)s of them answered: %(share)s.")
        % {
            "invited": formats.number(found.invited),
            "answered": formats.number(found.answered),
            "share": formats.percent(found.share or 0, 1),
        }
    ]
    if found.weighted.value is not None:
        said.append(
            _("Weighted as they were invited, the index is %(value)s (%(interval)s); as they answered, %(raw)s.")
            % {"value": told.weighted, "interval": told.weighted_interval, "raw": told.raw}
        )
    return said


def _silent(told: Survey) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "rows": [
                [
                    label or _("Not known"),
                    formats.number(rate.invited),
                    NOT_KNOWN if rate.share is None else formats.percent(rate.share),
                    NOT_KNOWN if rate.share is None else f"{formats.percent(rate.low)} – {formats.percent(rate.high)}",
                ]
                for label, rate in rates
            ],
        }
        for name, rates in told.bias_groups
    ]


def _notes() -> list[str]:
    return [
        _("The 95 % interval is Student's, made from the spread of the people's own means; where everybody answered the same, that of a share (Wilson). Below ten answers nothing is told."),  # noqa: E501
        _("Doubtful answers are counted all the same; nothing is left out without a word."),
        _("Fewer than five people are not told apart by what they are."),
    ]  # fmt: skip


def _band(band: Any) -> str:
    return f"{band.grade} {band.quality}" if band else NOT_KNOWN


def _few(n: int | None) -> str:
    return _("fewer than 5") if n is None else formats.number(n)
