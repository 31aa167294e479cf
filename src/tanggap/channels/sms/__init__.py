"""SMS: messages in and out by a gateway."""

from tanggap.channels.sms.adapter import Sms

ADAPTER = Sms()
