"""What somebody who answers sees: the questions that a link opens, and whether they can be answered now."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tanggap.agencies import queries as agencies
from tanggap.core import clock
from tanggap.core.refusal import NotFound
from tanggap.core.words import say
from tanggap.notify import inviting, links
from tanggap.surveys.elements import ELEMENTS, OVERALL, Element
from tanggap.surveys.models import Invitation, Survey
from tanggap.surveys.words import ANSWERABLE_DAYS, Kind, SurveyState

MARK = "-"


class Standing(enum.StrEnum):
    """Whether a survey can be answered by a link now."""

    OPEN = "open"
    ANSWERED = "answered"
    EARLY = "early"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Way:
    """The survey that a token opens, and the invitation it came with; None for the open link."""

    survey: Survey
    invitation: Invitation | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey as its page shows it. `questions` are its own ones, with `label` and `options` in the reader's language."""

    code: str
    title: str
    introduction: str
    standing: Standing
    opens_on: date
    closes_on: date
    is_skm: bool
    is_invitation: bool
    unit: str
    questions: tuple[Mapping[str, Any], ...]

    @property
    def elements(self) -> tuple[Element, ...]:
        """Return the nine elements and our own question, none for questions of one's own alone."""
        return (*ELEMENTS, OVERALL) if self.is_skm else ()


def asked(token: str, *, unit: str = "") -> Asked:
    """Return what a token opens, about `unit` where an open link names one of the survey's. At most three statements. Raises NotFound."""
    way = way_of(token)
    survey, questionnaire = way.survey, way.survey.questionnaire
    about = linked_facts(survey, unit)["unit"] if way.invitation is None else way.invitation.unit_id
    return Asked(
        code=survey.code,
        title=say(survey.title),
        introduction=say(questionnaire.introduction) if questionnaire.introduction else "",
        standing=standing(survey, way.invitation, clock.local(clock.now()).date()),
        opens_on=survey.opens_on,
        closes_on=survey.closes_on,
        is_skm=questionnaire.kind == Kind.SKM,
        is_invitation=way.invitation is not None,
        unit=agencies.unit_label(about) if about else "",
        questions=tuple(_said(question) for question in questionnaire.questions),
    )


def way_of(token: str) -> Way:
    """Return the survey that a token opens: an invitation's link, or the code of a survey with an open link. Raises NotFound."""
    rows = Survey.objects.select_related("questionnaire").exclude(state=SurveyState.DRAFT)
    survey = rows.filter(pk=token, is_linked=True).first()
    if survey is not None:
        return Way(survey, None)
    report = inviting.invited(token)
    found = Invitation.objects.filter(report=report).exclude(survey__state=SurveyState.DRAFT)
    invitation = found.select_related("survey__questionnaire").order_by("-id").first()
    if invitation is None:
        raise NotFound
    return Way(invitation.survey, invitation)


def standing(survey: Survey, invitation: Invitation | None, today: date) -> Standing:
    """Return whether it can be answered on a day. An invitation holds for thirty days, and never longer than the survey."""
    if invitation is not None and invitation.is_answered:
        return Standing.ANSWERED
    if survey.state != SurveyState.OPEN or today > survey.closes_on:
        return Standing.OVER
    if today < survey.opens_on:
        return Standing.EARLY
    if invitation is not None and today > invitation.invited_on + timedelta(days=ANSWERABLE_DAYS):
        return Standing.OVER
    return Standing.OPEN


def linked_facts(survey: Survey, unit: str) -> dict[str, str]:
    """Return what is known of an answer by the open link: the only unit, or the one that the link names; the only channel; the area."""
    named = unit if unit in survey.units or (not survey.units and agencies.unit(unit) is not None) else ""
    return {
        "unit": survey.units[0] if len(survey.units) == 1 else named,
        "channel": survey.channels[0] if len(survey.channels) == 1 else "",
        "area": survey.area,
    }


def invitation_of(report_code: str) -> str:
    """Return the token by which the reporter of a report can answer now, empty where there is nothing to answer. One statement.

    For the report's private page alone: who has the token answers as the reporter.
    """
    today = clock.local(clock.now()).date()
    rows = Invitation.objects.filter(
        report__code=report_code,
        is_answered=False,
        survey__state=SurveyState.OPEN,
        survey__closes_on__gte=today,
        invited_on__gte=today - timedelta(days=ANSWERABLE_DAYS),
    )
    found = rows.values_list("report_id", "report__nonce").first()
    return links.of_report(links.SURVEY, found[0], bytes(found[1])) if found else ""


def _said(question: Mapping[str, Any]) -> dict[str, Any]:
    options = [(option["code"], say(option["label"])) for option in question.get("options", ())]
    return {**question, "label": say(question["label"]), "options": options}
