"""Reports that are not ours: handed back, left to a decider, referred to another body.

Drawn with a luck of their own, so that nothing else of the story changes by them.
"""

from tanggap.catalog.bodies import bodies
from tanggap.config.demo.chance import luck
from tanggap.config.demo.lives import Life

HANDED_BACK, DOUBTED, ELSEWHERE = 0.15, 0.25, 0.3
"""Of what an agency is asked for; of what waits for its beginning and was passed on; of what is not done at all."""


def goes_back(life: Life) -> bool:
    """Return whether an agency hands the report back, naming its branch, rather than instructing it."""
    return luck(f"{life.name}-back").random() < HANDED_BACK


def is_doubted(life: Life) -> bool:
    """Return whether the unit that was asked does not know whose it is, so that the decider has to say."""
    return luck(f"{life.name}-doubt").random() < DOUBTED


def body(life: Life) -> str:
    """Return the code of an outside body that is responsible, empty for a report that is refused for another reason."""
    random, known = luck(f"{life.name}-elsewhere"), bodies()
    return random.choice(known).code if known and random.random() < ELSEWHERE else ""
