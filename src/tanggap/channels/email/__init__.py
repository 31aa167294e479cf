"""The channel `email`."""

from typing import Final

from tanggap.channels.email.adapter import Email

ADAPTER: Final = Email()
