"""Photos that a program sends ahead: examined at once, kept a day, named by a sealed word that only this program can use.

No table holds them. The word says which file it is and until when; files that no report took are swept after a day (`core.media`).
"""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from tanggap.api.guard import KeyNeeded
from tanggap.api.problems import Fault, InvalidFields
from tanggap.clients.queries import Caller
from tanggap.core import clock, crypto, media
from tanggap.core.refusal import NotFound
from tanggap.reports.photos import Upload

LIVES = timedelta(hours=20)  # shorter than the day after which files that no report has are swept


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo that waits for its report or act."""

    id: str
    width: int
    height: int
    size: int
    expires_at: datetime


def take(caller: Caller, data: bytes, *, name: str) -> Sent:
    """Examine a photo and keep its files. Raises the refusals of core.media."""
    picture = media.examine(data, filename=name)
    media.keep(picture)
    ends = clock.now() + LIVES
    sealed = crypto.seal([picture.sha256, name[:200], ends.isoformat()], context=_context(caller))
    word = base64.urlsafe_b64encode(sealed).decode().rstrip("=")
    return Sent(word, picture.width, picture.height, picture.size, ends)


def named(request: HttpRequest, ids: Sequence[str]) -> list[Upload]:
    """Return the photos that a program sent ahead. Raises KeyNeeded for nobody, InvalidFields for one that is not there (any more)."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    if ids and caller.is_anonymous:
        raise KeyNeeded(headers={"WWW-Authenticate": "Bearer"})
    found = [_opened(caller, one) for one in dict.fromkeys(ids)]
    if any(one is None for one in found):
        wrong = [f"media.{number}" for number, one in enumerate(found) if one is None]
        message = _("This photo is not there, or not any more. Send it again.")
        raise InvalidFields(errors=[Fault(field, message) for field in wrong])
    return [one for one in found if one is not None]


def _opened(caller: Caller, word: str) -> Upload | None:
    try:
        sealed = base64.b64decode(word + "=" * (-len(word) % 4), altchars=b"-_", validate=True)
        sha256, name, ends = crypto.unseal(sealed, context=_context(caller))
        if datetime.fromisoformat(ends) <= clock.now():
            return None
        with media.open_file("original", sha256) as file:
            return Upload(file.read(), name)
    except (ValueError, binascii.Error, crypto.Unreadable, NotFound):
        return None


def _context(caller: Caller) -> str:
    return f"api.media:{caller.client}"
