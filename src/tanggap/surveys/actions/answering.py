"""A survey answered: once by an invitation, once a form by the open link. Nothing of who answers is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid, Refusal
from tanggap.surveys import doubts
from tanggap.surveys.elements import CODES, OVERALL
from tanggap.surveys.models import Answer, Invitation, Questionnaire, Response, Survey
from tanggap.surveys.queries import asking
from tanggap.surveys.queries.asking import Standing
from tanggap.surveys.words import ASKED_OF_PEOPLE, Entrance, Kind, QuestionKind

LONGEST_WORDS = 1_000


class AnsweredAlready(Refusal):
    """One answer an invitation."""

    message = _("This invitation has been answered. Thank you.")


class NotOpen(Refusal):
    """A survey is answered between its days."""

    message = _("This survey is not being answered now. Nothing was kept.")


@dataclass(slots=True)
class Read:
    """What was read of a form: the scores, our own question, the answers to the questionnaire's own ones, and what is wrong by field."""

    scores: list[int | None] = field(default_factory=list)
    overall: int | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    about: dict[str, str] = field(default_factory=dict)
    is_outside: bool = False
    errors: dict[str, str | Promise] = field(default_factory=dict)


@transaction.atomic
def answer(
    *,
    token: str,
    given: Mapping[str, str],
    unit: str = "",
    began_at: datetime | None = None,
    is_again: bool = False,
    key: str = "",
) -> Response:
    """Keep the answers `given` by field (`queries.asking.fields`) to the survey that `token` opens, `unit` that of an open link's.

    The same `key` is the same form: its answer is returned, not kept twice. `began_at` is when the form was shown. Raises NotFound,
    NotOpen, AnsweredAlready, Invalid (each field that is missing or outside its scale; nothing is kept then).
    """
    at = clock.now()
    way = asking.way_of(token)
    if key and (kept := Response.objects.filter(survey=way.survey, key=_mark(key)).first()):
        return kept
    invitation = _locked(way.invitation)
    standing = asking.standing(way.survey, invitation, clock.local(at).date())
    if standing == Standing.ANSWERED:
        raise AnsweredAlready
    if standing != Standing.OPEN:
        raise NotOpen
    read = read_form(way.survey.questionnaire, given)
    if read.errors:
        raise Invalid(read.errors)
    facts = _facts(invitation) if invitation else asking.linked_facts(way.survey, unit)
    if invitation is not None:
        Invitation.objects.filter(pk=invitation.pk).update(is_answered=True)
    seconds = max(0, int((at - began_at).total_seconds())) if began_at else None
    entrance = Entrance.INVITED if invitation else Entrance.OPEN
    return keep(
        way.survey, read, facts=facts, entrance=entrance, at=at, seconds=seconds, is_again=is_again, key=_mark(key) if key else None
    )  # fmt: skip


def keep(survey: Survey, read: Read, **told: Any) -> Response:
    """Write down an answer with what makes it doubtful. `told` is what `keep_all` takes besides."""
    return keep_all(survey, [read], **told)[0]


def keep_all(
    survey: Survey,
    reads: Sequence[Read],
    *,
    facts: Mapping[str, str],
    entrance: str,
    at: datetime,
    seconds: int | None = None,
    is_again: bool = False,
    key: str | None = None,
) -> list[Response]:
    """Write down answers with what makes each doubtful. In one statement: so the rows that add them up are locked in one order."""
    found = Response.objects.bulk_create(
        Response(
            survey=survey,
            questionnaire=survey.questionnaire,
            on=clock.local(at).date(),
            entrance=entrance,
            scores=read.scores,
            overall=read.overall,
            total=sum(score or 0 for score in read.scores),
            filled=sum(score is not None for score in read.scores),
            seconds=seconds,
            flags=list(
                doubts.flags(
                    read.scores, overall=read.overall, seconds=seconds, is_outside=read.is_outside, is_again=is_again
                )
            ),
            key=key,
            **facts,
            **read.about,
        )
        for read in reads
    )
    Answer.objects.bulk_create(
        Answer(response=row, **one) for row, read in zip(found, reads, strict=True) for one in read.answers
    )
    return found


def read_form(questionnaire: Questionnaire, given: Mapping[str, str], *, is_paper: bool = False) -> Read:
    """Return what a form says. On paper nothing is refused: what is missing or outside the scale counts as no answer, and is flagged."""
    read = Read()
    if questionnaire.kind == Kind.SKM:
        for code in CODES:
            score, is_outside = doubts.counted(given.get(code, ""))
            read.scores.append(score)
            read.is_outside |= is_outside
            if score is None and not is_paper:
                read.errors[code] = _("Choose one of the four answers.")
        read.overall, is_outside = doubts.counted(given.get(OVERALL.code, ""))
        if is_outside and not is_paper:
            read.errors[OVERALL.code] = _("Choose one of the four answers.")
        for name, choices in ASKED_OF_PEOPLE.items():
            said = given.get(name, "").strip()
            read.about[name] = said if said in choices.values else ""
    for question in questionnaire.questions:
        _read_own(question, given.get(question["code"], "").strip(), read, is_paper=is_paper)
    return read


def _read_own(question: Mapping[str, Any], said: str, read: Read, *, is_paper: bool) -> None:
    code, kind = question["code"], question["kind"]
    if not said:
        if question["is_needed"] and not is_paper:
            read.errors[code] = _("Please answer this question.")
        return
    if kind == QuestionKind.SCALE:
        score, is_outside = doubts.counted(said)
        read.is_outside |= is_outside
        if score is not None:
            read.answers.append({"question": code, "score": score})
        elif not is_paper:
            read.errors[code] = _("Choose one of the four answers.")
    elif kind == QuestionKind.CHOICE:
        if said in [option["code"] for option in question["options"]]:
            read.answers.append({"question": code, "choice": said})
        elif not is_paper:
            read.errors[code] = _("Choose one of the answers.")
    elif len(said) > LONGEST_WORDS and not is_paper:
        read.errors[code] = _("At most %(most)d characters.") % {"most": LONGEST_WORDS}
    else:
        read.answers.append({"question": code, "words": said[:LONGEST_WORDS]})


def _locked(invitation: Invitation | None) -> Invitation | None:
    return None if invitation is None else Invitation.objects.select_for_update().get(pk=invitation.pk)


def _facts(invitation: Invitation) -> dict[str, str]:
    return {
        "unit": invitation.unit_id,
        "channel": invitation.channel,
        "area": invitation.area,
        "category": invitation.category,
        "outcome": invitation.outcome,
        "took": invitation.took,
    }


def _mark(key: str) -> str:
    """Return what a form's key is kept as: the key itself leads back to a browser."""
    return crypto.blind_index("survey-form", key).hex()
