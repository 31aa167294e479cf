"""Looking at what a citizen wrote is written down, too."""

from tanggap.agencies.models import Staff
from tanggap.channels import deeds
from tanggap.channels.queries import OpenLetter, dead_letter
from tanggap.channels.words import Act


def open_letter(number: int, *, by: Staff) -> OpenLetter:
    """Return a dead letter with its payload and write down who opened it. Raises NotAllowed, NotFound."""
    found = dead_letter(number, by=by)
    deeds.note(Act.OPENED, account=found.letter.account, by=by, letter=number)
    return found
