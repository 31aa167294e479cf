"""What the dialogue says, in the pack's words: never longer than one SMS."""

from collections.abc import Mapping
from pathlib import Path
from string import Formatter

from django.conf import settings

from tanggap.catalog.pack.dialogue import ROOM, dialogue, room
from tanggap.channels.talk.turns import Reply

LEAST_VALUE = 4


def say(reply: Reply, language: str) -> str:
    """Return the text of a reply in `language`, else in the city's first; empty when the pack has none.

    It fits one SMS: where the values are too long for that, the longest is cut.
    """
    texts = dialogue(Path(settings.TANGGAP_PACK)).says.get(reply.kind, {})
    text = texts.get(language) or next(iter(texts.values()), "")
    values = {name: " ".join(str(value).split()) for name, value in reply.blanks.items()}
    told = _filled(text, values)
    while len(told) > room(told) and (longest := _longest(values)):
        over = len(told) - room(told)
        kept = max(LEAST_VALUE, len(values[longest]) - over - 3)
        values[longest] = values[longest][:kept].rstrip(" ,") + "..." if kept > LEAST_VALUE else ""
        told = _filled(text, values)
    return told[: room(told)]


def without_words(language: str) -> str:
    """Return the text of a report of which only a photo or a place came."""
    texts = dialogue(Path(settings.TANGGAP_PACK)).without_words
    return texts.get(language) or next(iter(texts.values()), "(…)")


def _longest(values: Mapping[str, str]) -> str | None:
    told = [name for name in values if values[name]]
    return max(told, key=lambda name: len(values[name]) - ROOM.get(name, 0), default=None)


def _filled(text: str, values: Mapping[str, str]) -> str:
    return Formatter().vformat(text, (), _Values(values)).strip()


class _Values(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return ""
