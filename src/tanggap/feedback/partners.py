"""What a partner that keeps the report, too, tells about it. It is written down; it moves a state only where the partner's rules say so."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from tanggap.core import clock, crypto
from tanggap.feedback import actions
from tanggap.reports import access, transitions
from tanggap.reports.actions.handling import LONGEST_MESSAGE, said
from tanggap.reports.actors import SYSTEM
from tanggap.reports.models import Event, Report
from tanggap.reports.words import Visibility

KIND = "feedback.partner"
RECORD, ADD, ANSWER, REOPEN, APPEAL, NARROW = ACTS = ("record", "add", "answer", "reopen", "appeal", "narrow")


@dataclass(frozen=True, slots=True)
class Word:
    """What `partner` told: a `text`, a `status` in its own words, when it was said there."""

    partner: str
    text: str = ""
    status: str = ""
    said_at: datetime | None = None

    @property
    def key(self) -> str:
        """Return what makes the same word, told again, the same."""
        said = self.said_at.isoformat() if self.said_at else ""
        return crypto.fingerprint(
            "\0".join((self.partner, self.status, self.text, said)).encode("utf-8", "replace")
        ).hex()[:24]


@transaction.atomic
def hear(*, code: str, word: Word, rule: Callable[[str], str]) -> str:
    """Bring a partner's word to a report by the one act of `ACTS` that `rule` names for the report's state; return what was done.

    `add`, `answer`, `reopen` and `appeal` are the reporter's own acts, said through the partner, and keep to the reporter's limits: where
    one is not possible (nothing to say, too late, once only), the word is recorded for the unit and moves nothing. `narrow` makes the
    report private; nothing ever makes one public. A word that was brought before does nothing: `known`. Raises NotFound.
    """
    report = transitions.lock(code)
    if _is_known(report, word):
        return "known"
    act = rule(report.state)
    if act in _OF_REPORTER and _did(act, report, word):
        return act
    is_hidden = act == NARROW and report.visibility != Visibility.PRIVATE
    _record(report, word, {"visibility": Visibility.PRIVATE} if is_hidden else {}, is_private=act == NARROW)
    return NARROW if is_hidden else RECORD


def _is_known(report: Report, word: Word) -> bool:
    """Return whether the word was brought before: under its key, or as an act of the reporter with this text since it was said."""
    known = Q(kind__in=[KIND, actions.ADD], payload__key=word.key)
    if word.said_at and (text := _cut(word.text)):
        known |= Q(kind="feedback.answer", payload__answer=text, at__gte=word.said_at)
        known |= Q(kind__in=["feedback.reopen", "feedback.appeal"], payload__message=text, at__gte=word.said_at)
    return Event.objects.filter(known, report=report).exists()


def _did(act: str, report: Report, word: Word) -> bool:
    """Do the reporter's act, unless the reporter could not; return whether it was done. A refusal has written nothing."""
    text, token = _cut(word.text), crypto.private_token(bytes(report.nonce))
    if not text:
        return False
    try:
        with transaction.atomic():
            _OF_REPORTER[act](report.code, token, text, word.key)
    except (actions.WindowClosed, actions.DecidedAlready, actions.OnlyOneUnitReads, transitions.NotPossible):
        return False
    except (actions.TooManyRequests, actions.AskedEnough):
        return False
    return True


_OF_REPORTER: dict[str, Callable[[str, str, str, str], Any]] = {
    ADD: lambda code, token, text, key: actions.add(code=code, token=token, message=text, key=key),
    ANSWER: lambda code, token, text, _key: actions.answer(code=code, token=token, answer=text),
    REOPEN: lambda code, token, text, _key: actions.dispute(code=code, token=token, message=text),
    APPEAL: lambda code, token, text, _key: actions.appeal(code=code, token=token, message=text),
}


def _record(report: Report, word: Word, changes: dict[str, str], *, is_private: bool) -> None:
    access.permit(KIND, SYSTEM, report)
    payload = {
        "partner": word.partner,
        "message": _cut(word.text),
        "status": _cut(word.status),
        "private": is_private or None,  # also of one that is private already: a release must not widen it
        "said_at": word.said_at.isoformat() if word.said_at else None,
        "key": word.key,
    }
    transitions.record(report, kind=KIND, by=SYSTEM, at=clock.now(), payload=payload, **changes)


def _cut(text: str) -> str:
    """Return as much of a text as a history keeps; all of it lies in the arrival that brought it."""
    tidy = said("message", text[: LONGEST_MESSAGE - 1])
    return tidy + "…" if len(text) >= LONGEST_MESSAGE else tidy
