"""The only writers.

judging   notice, mute, unmute: what people decide about an alarm
looking   look: raise, carry on and end alarms, by the clock each minute
learning  learn: what is usual, by the clock each night; forget: what is too old to be needed
"""

from tanggap.anomalies.actions.judging import (
    LONGEST_MUTE_HOURS,
    Changed,
    IsOver,
    NoReason,
    TooLong,
    mute,
    notice,
    unmute,
)
from tanggap.anomalies.actions.learning import forget, learn
from tanggap.anomalies.actions.looking import look

__all__ = [
    "LONGEST_MUTE_HOURS", "Changed", "IsOver", "NoReason", "TooLong",
    "forget", "learn", "look", "mute", "notice", "unmute",
]  # fmt: skip
