"""What a reporter would be told of an act that has not been done yet: the same words, from the same templates. It writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tanggap.catalog.pack.messages import Message
from tanggap.core import clock
from tanggap.notify.consumer import template
from tanggap.notify.rendering import Links, rendered
from tanggap.reports import outbox
from tanggap.reports.lifecycle import BACK, DOORS
from tanggap.reports.outbox import Fact

HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Preview:
    """A message as its reporter would read it, in the reporter's language; None when this act is not told to the reporter."""

    language: str
    message: Message | None


def of(report: int, *, kind: str, payload: Mapping[str, Any], base_url: str = "") -> Preview:
    """Return what the reporter of `report` (its key) would be told if `kind` happened now with `payload`. Two statements."""
    subject = outbox.about({report})[report]
    history = outbox.histories({report})[report]
    last, move = history[-1], DOORS.get(kind)
    fact = Fact(
        id=0,
        tx=0,
        report=report,
        version=last.version + 1,
        kind=kind,
        door=kind if move else None,
        state_before=last.state,
        state=move.to if move and move.to != BACK else last.state,
        unit=str(payload.get("unit") or last.unit),
        actor_kind="staff",
        actor_unit=None,
        at=clock.now(),
        payload=payload,
    )
    name = template(fact)
    if name is None:
        return Preview(subject.language, None)
    links = Links(track=f"{base_url}/laporan/{subject.code}/", private=HIDDEN)
    words = rendered(
        name, subject.language, fact=fact, history=[*history, fact], subject=subject, own=subject, links=links
    )
    return Preview(subject.language, words)
