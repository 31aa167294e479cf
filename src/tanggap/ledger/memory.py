"""What the data folder remembers beside the database: the last head that was signed. A database that is older than it cannot sign.

The note is on the disk before anybody can read it from the database, so a head that somebody saw is never forgotten.
"""

from django.conf import settings

from tanggap.ledger.notes import Checkpoint, Forged, Malformed, Note, Verifier, opened
from tanggap.ledger.recomputing import Halt
from tanggap.ledger.words import Trouble
from tanggap.starter.files import sync_folder, write_private

NAME = "head"


def note() -> str | None:
    """Return the note of the last signed head, None where none is remembered. Raises Halt when it cannot be read."""
    try:
        return (settings.LEDGER_FOLDER / NAME).read_text("utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise Halt(Trouble.MEMORY_BROKEN, type(error).__name__) from error


def remember(text: str) -> None:
    """Keep the note of a head that is about to be published; it survives a power cut from here on."""
    settings.LEDGER_FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(settings.LEDGER_FOLDER / NAME, text.encode())


def set_aside(number: int) -> None:
    """Put what is remembered of log `number` beside, for a new log begins; it is kept for whoever wants to look."""
    path = settings.LEDGER_FOLDER / NAME
    if path.exists():
        path.replace(settings.LEDGER_FOLDER / f"{NAME}-{number}")
        sync_folder(settings.LEDGER_FOLDER)


def checkpoint(text: str, verifier: Verifier) -> Checkpoint:
    """Return the head that a remembered note tells. Raises Halt for one that our key did not sign."""
    try:
        return opened(text, verifier)
    except (Malformed, Forged) as error:
        raise Halt(Trouble.MEMORY_BROKEN, str(error)) from error


def origin(text: str) -> str:
    """Return of which log a remembered note is, without asking who signed it. Raises Halt."""
    try:
        return Checkpoint.parse(Note.parse(text).text).origin
    except Malformed as error:
        raise Halt(Trouble.MEMORY_BROKEN, str(error)) from error
