"""Questionnaires: written as a draft, published once, changed by a next version."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.core import clock
from tanggap.core.refusal import Invalid, Refusal
from tanggap.places.city import city
from tanggap.surveys.models import Questionnaire
from tanggap.surveys.words import Kind, QuestionKind

CODE: Final = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
RESERVED: Final = frozenset({"kelola", "kuesioner", "sampel", "baru", "terima-kasih"})  # words of the pages' addresses
MOST_QUESTIONS, MOST_OPTIONS, LEAST_OPTIONS = 12, 8, 2
LONGEST_TITLE, LONGEST_TEXT = 120, 1_000
Texts = Mapping[str, str]


class NothingToPublish(Refusal):
    """There is no draft, or it asks nothing."""

    message = _("There is no draft with a question to publish.")


@transaction.atomic
def write(
    *,
    by: Staff | None,
    code: str,
    kind: str,
    title: Texts,
    introduction: Texts,
    questions: Sequence[Mapping[str, Any]],
) -> Questionnaire:
    """Keep the draft of a questionnaire in place of the one before; of a published one it becomes the next version.

    `by` None is the simulation. Raises NotAllowed, Invalid (`code`, `kind`, `title`, `introduction`, `questions`).
    """
    must_manage(by)
    code = code.strip().lower()
    errors = _faults(code, kind, title, introduction, questions)
    if errors:
        raise Invalid(errors)
    last = Questionnaire.objects.select_for_update().filter(code=code).order_by("-version").first()
    if last is not None and last.kind != kind:
        raise Invalid({"kind": _("A questionnaire keeps its kind. Make another one.")})
    row = last if last is not None and last.published_at is None else Questionnaire(code=code, kind=kind)
    if row.pk is None:
        row.version = last.version + 1 if last else 1
    row.title, row.introduction = _trimmed(title), _trimmed(introduction)
    row.questions = [_question(number, one) for number, one in enumerate(questions, start=1)]
    row.made_by, row.made_at = by, clock.now()
    row.save()
    return row


@transaction.atomic
def publish(*, by: Staff | None, code: str) -> Questionnaire:
    """Publish the draft of a questionnaire: from now on it can be put to people, and stands still. Raises NotAllowed, NothingToPublish."""
    must_manage(by)
    row = Questionnaire.objects.select_for_update().filter(code=code, published_at=None).first()
    if row is None or (row.kind == Kind.OWN and not row.questions):
        raise NothingToPublish
    row.published_at = clock.now()
    row.save(update_fields=["published_at"])
    return row


def must_manage(by: Staff | None) -> None:
    """Raise NotAllowed unless a person makes surveys; None is the simulation, or the worker."""
    if by is not None:
        permissions.permit("surveys.manage", by)


def text_faults(name: str, texts: Texts, *, longest: int, is_needed: bool = True) -> dict[str, str | Promise]:
    """Return what is wrong with a text by language: the city's first language must be there, none may be too long."""
    first = city().languages[0]
    if is_needed and not texts.get(first, "").strip():
        return {name: _("Write it at least in the city's first language.")}
    if any(len(text) > longest for text in texts.values()):
        return {name: _("At most %(most)d characters.") % {"most": longest}}
    return {}


def _faults(
    code: str, kind: str, title: Texts, introduction: Texts, questions: Sequence[Mapping[str, Any]]
) -> dict[str, str | Promise]:
    errors: dict[str, str | Promise] = {}
    if not CODE.fullmatch(code) or code in RESERVED:
        errors["code"] = _("3 to 40 small letters, digits or hyphens; it begins with a letter.")
    if kind not in Kind.values:
        errors["kind"] = _("Choose one of the answers.")
    errors |= text_faults("title", title, longest=LONGEST_TITLE)
    errors |= text_faults("introduction", introduction, longest=LONGEST_TEXT, is_needed=False)
    if len(questions) > MOST_QUESTIONS:
        errors["questions"] = _("At most %(most)d questions of your own: more are not read to the end.") % {
            "most": MOST_QUESTIONS
        }
    for one in questions:
        errors |= _question_faults(one)
    return errors


def _question_faults(one: Mapping[str, Any]) -> dict[str, str | Promise]:
    if one.get("kind") not in QuestionKind.values:
        return {"questions": _("Choose how each question is answered.")}
    if faults := text_faults("questions", one.get("label", {}), longest=300):
        return faults
    options = one.get("options", ())
    if one["kind"] == QuestionKind.CHOICE and not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        return {
            "questions": _("A choice needs %(least)d to %(most)d answers, each on a line of its own.")
            % {"least": LEAST_OPTIONS, "most": MOST_OPTIONS}
        }
    for option in options:
        if faults := text_faults("questions", option, longest=120):
            return faults
    return {}


def _question(number: int, one: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "code": f"q{number}",
        "kind": str(one["kind"]),
        "label": _trimmed(one["label"]),
        "is_needed": bool(one.get("is_needed")),
    }
    if found["kind"] == QuestionKind.CHOICE:
        found["options"] = [
            {"code": f"o{place}", "label": _trimmed(option)} for place, option in enumerate(one["options"], start=1)
        ]
    return found


def _trimmed(texts: Texts) -> dict[str, str]:
    return {language: text.strip() for language, text in texts.items() if text.strip()}
