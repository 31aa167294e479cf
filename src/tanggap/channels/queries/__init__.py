"""How the channels are, what could not be read, and what was said in a thread: for the operator and the intake desk."""

from tanggap.channels.queries.conversations import Conversation, Line, conversation_of, may_read
from tanggap.channels.queries.deeds import DeedRow, deeds
from tanggap.channels.queries.forwards import ForwardRow, forwards
from tanggap.channels.queries.health import AccountHealth, ChannelHealth, health
from tanggap.channels.queries.letters import (
    Cause,
    DeadLetter,
    Fate,
    OpenLetter,
    causes,
    dead_letter,
    dead_letters,
    fates,
)
from tanggap.channels.queries.outages import OutageRow, broken, outages

__all__ = [
    "AccountHealth",
    "Cause",
    "ChannelHealth",
    "Conversation",
    "DeadLetter",
    "DeedRow",
    "Fate",
    "ForwardRow",
    "Line",
    "OpenLetter",
    "OutageRow",
    "broken",
    "causes",
    "conversation_of",
    "dead_letter",
    "dead_letters",
    "deeds",
    "fates",
    "forwards",
    "health",
    "may_read",
    "outages",
]
