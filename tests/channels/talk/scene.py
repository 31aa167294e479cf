"""A talk in a test: what was said, and what came of it in one line."""

from datetime import UTC, datetime

from tanggap.channels.contract import Attachment, Said
from tanggap.channels.talk import engine
from tanggap.channels.talk.turns import Current, Draft, File, Quiet, Turn
from tanggap.places.names import names

NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
PHOTO = Attachment(ref="media-1", mime="image/jpeg")


def said(text: str = "", **more: object) -> Said:
    """Return a message of a telephone."""
    return Said(sender="+6281200000001", text=text, **more)


def talk(*messages: str | Said, current: Current | None = None, language: str = "id") -> list[Turn]:
    """Return the turns of a talk from its beginning."""
    draft: Draft | None = None
    turns = []
    for message in messages:
        heard = said(message) if isinstance(message, str) else message
        turns.append(engine.hear(draft, heard, now=NOW, language=language, current=current))
        draft = turns[-1].draft
    return turns


def outcome(turn: Turn) -> str:
    """Return what came of a message: `file` or the question, with the area as far as known; else the act."""
    act = turn.act
    if isinstance(act, File):
        return _at("file", act.area)
    if isinstance(act, Quiet):
        return f"quiet {act.reason}"
    if act is not None:
        return type(act).__name__.lower()
    kind = " ".join(reply.kind for reply in turn.says) or "wait"
    if turn.draft is None:
        return kind
    return _at(kind, turn.draft.area or (turn.draft.options[0] if len(turn.draft.options) == 1 else None))


def _at(kind: str, area: str | None) -> str:
    return f"{kind} @ {names().spoken(area)}" if area else kind
