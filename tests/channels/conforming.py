"""What the tests of the adapters' contract share."""

from typing import Any

from tests.channels.natives import PLATFORMS, Message, Platform
from tests.factories import PULO_GEBANG, make

from tanggap.channels.contract import Piece

WORDS = "Lampu jalan mati canary-words-77 di depan pasar"
NAMES = sorted(PLATFORMS)


def message(number: int = 1, **more: Any) -> Message:
    """Return what the first person says."""
    return Message(**{"text": WORDS, "number": number, **more})


def whole(platform: Platform) -> list[Piece]:
    """Return the pieces of a message with all that the platform can bring."""
    return list(platform.pieces(message(place=PULO_GEBANG, photo=make.photo(1))))


def hidden_in(platform: Platform) -> list[str]:
    """Return what no log, error or page may hold by accident. A partner's number of a ticket or post names nobody."""
    secrets = [platform.values().get(one.key, "") for one in platform.does.settings if one.is_secret]
    people = [] if platform.is_whole and platform.name != "jaki" else [platform.person(1)]
    return [*people, "canary-words-77", str(PULO_GEBANG[1]), "Ratna", *filter(None, secrets)]


def assert_hidden(platform: Platform, shown: object) -> None:
    told = f"{shown!r} {shown}"
    assert [one for one in hidden_in(platform) if one in told] == [], told
