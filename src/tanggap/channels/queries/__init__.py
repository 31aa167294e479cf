"""How the channels are, what could not be read, and what was said in a thread: for the operator and the intake desk."""

from tanggap.channels.queries.conversations import Line, conversation_of, has_conversation, lines
from tanggap.channels.queries.health import AccountHealth, ChannelHealth, health
from tanggap.channels.queries.letters import DeadLetter, OpenLetter, dead_letter, dead_letters

__all__ = [
    "AccountHealth",
    "ChannelHealth",
    "DeadLetter",
    "Line",
    "OpenLetter",
    "conversation_of",
    "dead_letter",
    "dead_letters",
    "has_conversation",
    "health",
    "lines",
]
