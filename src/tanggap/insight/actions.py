"""The one thing that is written here by hand rather than counted: that, and how far, the city is a simulation."""

from datetime import datetime

from tanggap.core import clock
from tanggap.insight.models import Simulation


def begin_simulation(*, seed: int, days: int, reports: int, until: datetime) -> None:
    """Mark the city as simulated, before the first of its reports is there."""
    Simulation.objects.create(seed=seed, days=days, reports=reports, until=until)


def simulation_reached(*, steps: int) -> None:
    """Write down that the first `steps` steps of the simulation are done, in the transaction that did them."""
    Simulation.objects.update(steps=steps)


def finish_simulation() -> None:
    """Write down that the simulation is complete."""
    Simulation.objects.update(finished_at=clock.now())
