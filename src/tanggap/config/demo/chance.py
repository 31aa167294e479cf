"""Luck that comes out the same every time."""

from random import Random


def luck(*seed: object) -> Random:
    """Return a generator whose luck depends on `seed` alone."""
    return Random(":".join(map(str, seed)))  # noqa: S311 – a simulation, no secrets
