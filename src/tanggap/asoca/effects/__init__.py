"""What followed an action: estimated from the course of a number before and after a day, with every assumption said and, where it can be,
looked at. `its.estimate(points, at=…)` and `did.estimate(points, elsewhere, at=…)` return an `Effect`; nothing here reads the database.
"""

from tanggap.asoca.effects.results import Assumption, Effect, Estimate, Mark

__all__ = ["Assumption", "Effect", "Estimate", "Mark"]
