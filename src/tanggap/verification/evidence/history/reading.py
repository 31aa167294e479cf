"""What the confined child reads in a file, asked look by look: one that kills the child is one failed look."""

import logging
from dataclasses import dataclass, field
from typing import Any

from tanggap.core.media import MOST_BYTES, frames
from tanggap.core.media.pool import KILLED_FROM_OUTSIDE, Died, pool

PROGRAM = "tanggap.verification.evidence.history.child"
SAYS, CREDENTIALS, PIXELS = "says", "credentials", "pixels"
LOOKS = (SAYS, CREDENTIALS, PIXELS)

logger = logging.getLogger("tanggap.evidence")


@dataclass(slots=True)
class Reading:
    """The facts of each look, and the looks that failed on this file."""

    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)


def read(original: bytes) -> Reading:
    """Return what can be read. Slow (0.1 to 1 s): never inside a transaction.

    Raises what is not the file's fault, so that it is tried again later: NoneFree, CannotStart, Late (a look has 2 seconds of CPU,
    so who is late after 20 was not let work), and Died of a child that somebody killed from outside, twice.
    """
    reading = Reading()
    for look in LOOKS:
        try:
            answer, _ = pool(PROGRAM).ask(look, original[:MOST_BYTES])
        except (Died, frames.BadFrame) as error:
            if isinstance(error, Died) and error.status in KILLED_FROM_OUTSIDE:
                raise
            answer = {"failed": str(error)}
        if "failed" in answer:
            logger.warning("the look at a photo's %s failed on %d bytes: %s", look, len(original), answer["failed"])
            reading.failed.append(look)
        else:
            reading.facts[look] = answer["facts"]
    return reading
