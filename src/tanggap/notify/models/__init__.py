"""What is to be said to whom, and what is known of the addresses it goes to. Rows only: channels deliver them."""

from tanggap.notify.models.message import OutboundMessage
from tanggap.notify.models.notice import StaffNotice
from tanggap.notify.models.paper import Paper
from tanggap.notify.models.reach import Contact, Wish
from tanggap.notify.models.subscription import Subscription
from tanggap.notify.models.wording import Wording

__all__ = ["Contact", "OutboundMessage", "Paper", "StaffNotice", "Subscription", "Wish", "Wording"]
