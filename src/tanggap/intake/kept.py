"""Which report came of something that was sent: for senders who did not hear the answer."""

from tanggap.intake.actions import GUESSABLE_BELOW as GUESSABLE_BELOW
from tanggap.intake.checks import is_key
from tanggap.intake.models import Inbound


def code_of(channel: str, external_id: str) -> str | None:
    """Return the code of the report that came by a channel under an id of its sender's, None when none did. One statement.

    Whoever asks must be who gave the id, or it must be one that nobody guesses: `GUESSABLE_BELOW` characters at least.
    """
    if not is_key(external_id):
        return None
    found = Inbound.objects.filter(channel=channel, external_id=external_id)
    return found.values_list("report__code", flat=True).first()
