"""What the city writes to a reporter on each event: `messages/<language>.toml`, read by `notify`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter

from tanggap.catalog.pack.faults import Faults, instead
from tanggap.catalog.pack.files import Document, Folder
from tanggap.catalog.pack.shapes import Table

ALWAYS = frozenset({"city", "code", "track_url", "category", "area", "unit"})
PRIVATE = ALWAYS | {"private_url"}
MESSAGES: Mapping[str, frozenset[str]] = {
    "received": PRIVATE | {"due", "answer_due"},
    "received_without_place": PRIVATE,
    "coordinated": ALWAYS | {"due", "note"},
    "changed": ALWAYS | {"due", "note"},
    "handed_back": ALWAYS | {"due", "note"},
    "decided": ALWAYS | {"due", "note"},
    "dispositioned": ALWAYS | {"due", "note"},
    "started": ALWAYS | {"due", "note"},
    "asked": PRIVATE | {"question", "answer_due"},
    "answered": ALWAYS | {"due"},
    "claimed_done": ALWAYS | {"note"},
    "follow_up_rejected": ALWAYS | {"reason", "due"},
    "resolved": PRIVATE | {"note", "days", "survey_url"},
    "survey_reminder": PRIVATE | {"days", "survey_url"},
    "survey_invitation": PRIVATE | {"questionnaire_url"},
    "reopen_refused": PRIVATE | {"note"},
    "rejected": PRIVATE | {"reason", "days"},
    "referred": PRIVATE | {"body", "contact", "note", "days"},
    "unsolved": PRIVATE | {"reason", "days"},
    "reopened": ALWAYS | {"due"},
    "appeal_received": ALWAYS | {"due"},
    "proposed": ALWAYS | {"note"},
    "planned": PRIVATE | {"reason", "due", "note", "year", "days"},
    "plan_moved": ALWAYS | {"note", "year"},
    "plan_returned": ALWAYS | {"note", "due"},
    "built": ALWAYS | {"note"},
    "merged": ALWAYS | {"parent_code"},
    "unmerged": ALWAYS | {"due"},
    "extended": ALWAYS | {"due", "reason"},
    "overdue": ALWAYS | {"due"},
    "archived": ALWAYS,
    "discreet": frozenset({"city", "code", "private_url"}),
    "still_you": frozenset({"city", "confirm_url"}),
    "confirm": frozenset({"city", "confirm_url"}),
    "news": frozenset({"city", "date", "news", "stop_url"}),
}
LINKS = frozenset({"track_url", "private_url", "survey_url", "questionnaire_url", "confirm_url", "stop_url"})
NEEDED: Mapping[str, str] = {
    "still_you": "confirm_url",
    "confirm": "confirm_url",
    "news": "news",
    "survey_invitation": "questionnaire_url",
}
"""The blank without which a message is of no use."""
PARTS = ("subject", "text", "short")
BY = "by"
LONGEST_SHORT = 160  # one SMS of GSM letters, before its names are filled in


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its blanks. `subject` for e-mail, `text` for letters of any length, `short` for an SMS."""

    subject: str
    text: str
    short: str

    def filled(self, **values: str) -> "Message":
        """Return the message with each `{name}` replaced; a name without a value becomes an empty text."""
        known = _Blanks(values)
        return Message(
            *(Formatter().vformat(part, (), known).strip() for part in (self.subject, self.text, self.short))
        )


class _Blanks(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""


@lru_cache(maxsize=8)
def messages(folder: Path, language: str) -> dict[str, Message]:
    """Return the messages of the pack in `folder` in `language`, by name. Raises OSError, TOMLDecodeError, TypeError on a broken file."""
    found = tomllib.loads((folder / file(language)).read_text("utf-8"))
    return {name: Message(**{part: parts[part] for part in PARTS}) for name, parts in found.items()}


@lru_cache(maxsize=8)
def by_channel(folder: Path, language: str) -> dict[tuple[str, str], Message]:
    """Return the messages that read otherwise by a channel (`[received.by.sms]`), by name and channel; what it leaves out is as ever."""
    found = tomllib.loads((folder / file(language)).read_text("utf-8"))
    return {
        (name, channel): Message(**{part: own.get(part, parts[part]) for part in PARTS})
        for name, parts in found.items()
        for channel, own in parts.get(BY, {}).items()
    }


def file(language: str) -> str:
    """Return where the messages of a language stand in a pack."""
    return f"messages/{language}.toml"


def blanks(text: str) -> list[str]:
    """Return the names of the blanks in `text`. Raises ValueError on an unpaired brace.

    A blank with a format or a conversion is returned with it, so that no message has it: `{code:>99999999}` is a bomb.
    """
    return [
        name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, name, spec, conversion in Formatter().parse(text)
        if name is not None
    ]


def unknown(name: str, text: str) -> list[str]:
    """Return the blanks of `text` that the message `name` has no value for. Raises ValueError on an unpaired brace."""
    return [blank for blank in blanks(text) if blank not in MESSAGES[name]]


def check(folder: Folder, languages: Iterable[str], faults: Faults) -> None:
    """Note every fault of the messages: each language must have all of them, and fill only blanks that have a value."""
    for language in languages:
        document = folder.toml(file(language))
        if document is None:
            continue
        for name in MESSAGES:
            if name not in document.values:
                faults.add(document.file, 0, f'the message "{name}" is missing')
        for name, parts in document.values.items():
            if name not in MESSAGES:
                faults.add(document.file, document.lines.of(name), f'"{name}" is no message{instead(name, MESSAGES)}')
            else:
                _check_message(document, name, parts, faults)


def _check_message(document: Document, name: str, parts: object, faults: Faults) -> None:
    table = Table(document, (name,), parts, faults)
    for part in PARTS:
        _check_part(table, name, part, table.text(part))
    if (needed := NEEDED.get(name)) and f"{{{needed}}}" not in table.text("text"):
        table.fault(f'"text" must have {{{needed}}}', "text")
    if table.has(BY):
        channels = table.table(BY)
        for channel in channels:
            own = channels.table(channel)
            for part in PARTS:
                if own.has(part):
                    _check_part(own, name, part, own.text(part))
            own.finish()
        channels.finish()
    table.finish()


def _check_part(table: Table, name: str, part: str, text: str) -> None:
    try:
        strange = unknown(name, text)
    except ValueError:
        table.fault(f'"{part}" has an unpaired brace; write a literal one twice', part)
        return
    for blank in strange:
        known = ", ".join(sorted(MESSAGES[name]))
        table.fault(f'"{part}" asks for {{{blank}}}, which "{name}" does not have; it has {known}', part)
    if part == "short" and len(text) > LONGEST_SHORT:
        table.fault(f'"short" has {len(text)} characters; at most {LONGEST_SHORT} fit in an SMS', part)
