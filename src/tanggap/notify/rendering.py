"""The words of a message, made from the event that it tells of: what held then, in the reader's language, with the pack's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import override

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.catalog.pack.messages import Message
from tanggap.core.words import say
from tanggap.deadlines.promises import Promise
from tanggap.notify import promised, wordings
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.events import PLACING
from tanggap.reports.outbox import About, Fact
from tanggap.reports.queries.timeline import said_when
from tanggap.reports.words import RejectReason, UnsolvedReason


@dataclass(frozen=True, slots=True)
class Links:
    """The addresses that a message may name. `private` opens the report as its reporter: it is left empty for anybody else."""

    track: str
    private: str = ""
    confirm: str = ""
    stop: str = ""
    questionnaire: str = ""

    @property
    def survey(self) -> str:
        """Return the address at which a closure is judged; opening it changes nothing."""
        return f"{self.private}nilai/" if self.private.endswith("/") else self.private


def rendered(
    template: str,
    language: str,
    *,
    fact: Fact,
    history: Sequence[Fact],
    subject: About,
    own: About,
    links: Links,
    channel: str = "",
) -> Message:
    """Return the message `template` in `language` about `fact`, in the words for `channel`.

    `history` are all events of `subject`, the report that the fact is about; `own` is the report whose reporter is addressed: the same,
    or one that is joined to it.
    """
    promise = promised.by_version(history, subject)[fact.version]
    with override(language):
        return wordings.message(template, language, channel).filled(
            **_values(fact, history, subject, own, promise, links)
        )


def _values(
    fact: Fact, history: Sequence[Fact], subject: About, own: About, promise: Promise, links: Links
) -> Mapping[str, str]:
    category, area = _place_then(fact, history, subject)
    row = catalog.category(category)
    payload = fact.payload
    return {
        "city": say(city().name),
        "code": own.code,
        "category": row.label if row else "",
        "area": places.full_name(area),
        "unit": agencies.unit_label(fact.unit),
        "track_url": links.track,
        "private_url": links.private,
        "survey_url": links.survey,
        "questionnaire_url": links.questionnaire,
        "confirm_url": links.confirm,
        "stop_url": links.stop,
        "due": said_when(promise.resolve_due_at),
        "answer_due": said_when(_answer_due(fact, promise)),
        "note": str(payload.get("message", "")),
        "question": str(payload.get("question", "")),
        "reason": _reason(payload),
        "body": str(payload.get("body", "")),
        "contact": str(payload.get("contact", "")),
        "parent_code": str(payload.get("parent", "")),
        "year": str(payload.get("year", "")),
        "days": str(city().feedback_days),
    }


def _answer_due(fact: Fact, promise: Promise) -> datetime:
    if fact.kind == "reports.ask":
        return fact.at + timedelta(days=city().answer_wait_days)
    return promise.answer_due_at


def _reason(payload: Mapping[str, object]) -> str:
    code, message = str(payload.get("reason", "")), str(payload.get("message", ""))
    label = next((str(kind(code).label) for kind in (RejectReason, UnsolvedReason) if code in kind.values), "")
    return ". ".join(part.rstrip(".") for part in (label, message) if part) + ("." if label or message else "")


def _place_then(fact: Fact, history: Sequence[Fact], subject: About) -> tuple[str | None, str | None]:
    """Return category and area as they were after `fact`: a later correction had not been made yet."""
    later = [one for one in history if one.kind in PLACING]
    past = [one for one in later if one.version <= fact.version]
    if past:
        return past[-1].payload.get("category"), past[-1].payload.get("area")
    if later:
        before = later[0].payload.get("before", {})
        return before.get("category"), before.get("area")
    return subject.category, subject.area
