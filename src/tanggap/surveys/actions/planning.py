"""Surveys: planned, opened, closed, and followed by a plan of what is done about the result."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.catalog import queries as catalog
from tanggap.core import clock
from tanggap.core.refusal import Invalid, NotFound, Refusal, Stale
from tanggap.places import queries as places
from tanggap.surveys.actions.questionnaires import CODE, LONGEST_TITLE, RESERVED, Texts, must_manage, text_faults
from tanggap.surveys.elements import CODES
from tanggap.surveys.models import Questionnaire, Survey
from tanggap.surveys.samples import krejcie_morgan
from tanggap.surveys.words import Step, SurveyState

LONGEST_DAYS: Final = 366
MOST_PEOPLE: Final = 100_000_000
MOST_MEASURES, LONGEST_MEASURE = 30, 500


class CodeTaken(Refusal):
    """Two surveys never share an address."""

    message = _("This short name is taken. Choose another one.")
    field = "code"


class StandsStill(Refusal):
    """What people answer to does not change while they do."""

    message = _("This survey is being answered or closed; only its last day can still be changed.")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a survey is about. Empty `units`, `channels`, `area`: all. `share` in a thousand of the closures is invited.

    `population` is how many people there are to ask (None: not known), from which the number of answers wanted follows.
    """

    questionnaire: str
    title: Texts
    opens_on: date
    closes_on: date
    units: Sequence[str] = ()
    channels: Sequence[str] = ()
    area: str = ""
    population: int | None = None
    share: int = 0
    is_linked: bool = True
    wanted: int = field(default=0)


@transaction.atomic
def plan(*, by: Staff | None, code: str, plan: Plan) -> Survey:
    """Plan a survey with the newest published version of its questionnaire. Raises NotAllowed, Invalid, CodeTaken."""
    must_manage(by)
    code = code.strip().lower()
    errors = _faults(plan)
    if not CODE.fullmatch(code) or code in RESERVED:
        errors["code"] = _("3 to 40 small letters, digits or hyphens; it begins with a letter.")
    if errors:
        raise Invalid(errors)
    if Survey.objects.filter(pk=code).exists():
        raise CodeTaken
    row = Survey(code=code, made_by=by, made_at=clock.now())
    _fill(row, plan)
    row.save(force_insert=True)
    return row


@transaction.atomic
def change(*, by: Staff | None, code: str, version: int, plan: Plan) -> Survey:
    """Change a draft; of an open survey the last day alone. Raises NotAllowed, NotFound, Stale, StandsStill, Invalid."""
    must_manage(by)
    row = locked(code, version=version)
    if errors := _faults(plan):
        raise Invalid(errors)
    if row.state == SurveyState.DRAFT:
        _fill(row, plan)
    elif row.state == SurveyState.OPEN and _is_only_longer(row, plan):
        row.closes_on = plan.closes_on
    else:
        raise StandsStill
    return _kept(row)


@transaction.atomic
def open_survey(*, by: Staff | None, code: str, version: int) -> Survey:
    """Let a survey be answered, from its first day on. Invited are people whose reports are closed from now on.

    Raises NotAllowed, NotFound, Stale, StandsStill, and Invalid for one whose last day is over.
    """
    must_manage(by)
    row = locked(code, version=version)
    if row.state != SurveyState.DRAFT:
        raise StandsStill
    if row.closes_on < clock.local(clock.now()).date():
        raise Invalid({"closes_on": _("The last day is over. Choose a later one first.")})
    row.state, row.seen_at = SurveyState.OPEN, clock.now()
    return _kept(row)


@transaction.atomic
def close(*, by: Staff | None, code: str, version: int) -> Survey:
    """End a survey that is open. Raises NotAllowed, NotFound, Stale, StandsStill."""
    must_manage(by)
    row = locked(code, version=version)
    if row.state != SurveyState.OPEN:
        raise StandsStill
    return _closed(row)


def close_due(*, limit: int = 100) -> int:
    """Close the surveys whose last day is over; return how many."""
    today = clock.local(clock.now()).date()
    with transaction.atomic():
        due = Survey.objects.select_for_update().filter(state=SurveyState.OPEN, closes_on__lt=today).order_by("code")
        return len([_closed(row) for row in due[:limit]])


@transaction.atomic
def follow_up(*, by: Staff | None, code: str, version: int, measures: Sequence[Mapping[str, Any]]) -> Survey:
    """Keep the plan of what is done about the result: measures with `element` (empty: of all), `what`, `unit`, `due`, `state`.

    Raises NotAllowed, NotFound, Stale, and Invalid under `measures`.
    """
    must_manage(by)
    row = locked(code, version=version)
    if len(measures) > MOST_MEASURES:
        raise Invalid({"measures": _("At most %(most)d measures.") % {"most": MOST_MEASURES}})
    for one in measures:
        _must_be_a_measure(one)
    row.follow_up = [
        {
            "element": str(one.get("element", "")),
            "what": str(one["what"]).strip(),
            "unit": str(one["unit"]),
            "due": date.fromisoformat(str(one["due"])).isoformat(),
            "state": str(one["state"]),
        }
        for one in measures
    ]
    return _kept(row)


def locked(code: str, *, version: int) -> Survey:
    """Return a survey, locked. Raises NotFound, Stale."""
    row = Survey.objects.select_for_update().filter(pk=code).first()
    if row is None:
        raise NotFound
    if row.version != version:
        raise Stale(
            _("Somebody changed this survey while you had it open. Nothing of yours was saved; look at it again.")
        )
    return row


def _kept(row: Survey) -> Survey:
    row.version += 1
    row.save()
    return row


def _closed(row: Survey) -> Survey:
    row.state, row.closed_at = SurveyState.CLOSED, clock.now()
    return _kept(row)


def _fill(row: Survey, plan: Plan) -> None:
    row.questionnaire = _questionnaire(plan.questionnaire)
    row.title = {language: text.strip() for language, text in plan.title.items() if text.strip()}
    row.units, row.channels, row.area = sorted(set(plan.units)), sorted(set(plan.channels)), plan.area
    row.opens_on, row.closes_on = plan.opens_on, plan.closes_on
    row.population, row.share, row.is_linked = plan.population, plan.share, plan.is_linked
    row.target = plan.wanted or (krejcie_morgan(plan.population) if plan.population is not None else 0)


def _is_only_longer(row: Survey, plan: Plan) -> bool:
    now = (
        row.questionnaire.code,
        sorted(row.units),
        sorted(row.channels),
        row.area,
        row.opens_on,
        row.population,
        row.share,
    )
    then = (
        plan.questionnaire,
        sorted(set(plan.units)),
        sorted(set(plan.channels)),
        plan.area,
        plan.opens_on,
        plan.population,
        plan.share,
    )
    return now == then


def _questionnaire(code: str) -> Questionnaire:
    rows = Questionnaire.objects.filter(code=code, published_at__isnull=False)
    row = rows.order_by("-version").first()
    if row is None:
        raise Invalid({"questionnaire": _("Choose a published questionnaire.")})
    return row


def _faults(plan: Plan) -> dict[str, str | Promise]:
    errors = text_faults("title", plan.title, longest=LONGEST_TITLE)
    if plan.closes_on < plan.opens_on:
        errors["closes_on"] = _("The last day lies before the first.")
    elif plan.closes_on - plan.opens_on > timedelta(days=LONGEST_DAYS):
        errors["closes_on"] = _("A survey runs for at most a year, so that each year has its own.")
    if any(agencies.unit(code) is None for code in plan.units):
        errors["units"] = _("Choose units that work here.")
    if any(catalog.channel(code) is None for code in plan.channels):
        errors["channels"] = _("Choose among the city's channels.")
    if plan.area and places.area(plan.area) is None:
        errors["area"] = _("Choose one of the city's areas.")
    if plan.population is not None and not 0 <= plan.population <= MOST_PEOPLE:
        errors["population"] = _("Write a whole number of people, or leave it empty.")
    if not 0 <= plan.share <= 1000:
        errors["share"] = _("Write a share between 0 and 100 per cent.")
    if not 0 <= plan.wanted <= MOST_PEOPLE:
        errors["wanted"] = _("Write a whole number of people, or leave it empty.")
    if not plan.share and not plan.is_linked:
        errors["is_linked"] = _("Nobody could answer: invite a share of the closures, or allow the open link.")
    return errors


def _must_be_a_measure(one: Mapping[str, Any]) -> None:
    what = str(one.get("what", "")).strip()
    if not 1 <= len(what) <= LONGEST_MEASURE:
        raise Invalid(
            {"measures": _("Each measure needs words, at most %(most)d characters.") % {"most": LONGEST_MEASURE}}
        )
    if one.get("element") and one["element"] not in CODES:
        raise Invalid({"measures": _("Choose one of the nine elements.")})
    if agencies.unit(str(one.get("unit", ""))) is None:
        raise Invalid({"measures": _("Each measure needs the unit that answers for it.")})
    if one.get("state") not in Step.values:
        raise Invalid({"measures": _("Choose one of the answers.")})
    try:
        date.fromisoformat(str(one.get("due", "")))
    except ValueError:
        raise Invalid({"measures": _("Each measure needs a day, such as 2026-03-31.")}) from None
