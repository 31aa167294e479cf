"""Queues in balance, by formula: what the simulation is checked against, and the naive model beside which it is validated.

Erlang (1917) for many servers, Pollaczek (1930) and Khinchine (1932) for one; all in one unit of time, first come first served.
"""

import math


def erlang_c(servers: int, load: float) -> float:
    """Return the probability that one who comes must wait, at an offered `load` (in servers) of M/M/c; 1 where it is not stable."""
    if servers <= 0 or load >= servers:
        return 1.0
    blocked = 1.0  # Erlang B, by its recursion
    for number in range(1, servers + 1):
        blocked = load * blocked / (number + load * blocked)
    return blocked / (1 - load / servers * (1 - blocked))


def mean_wait(rate: float, service: float, servers: int) -> float:
    """Return the mean wait in M/M/c: `rate` come in a unit of time, each takes `service`; infinite where it is not stable."""
    spare = servers - rate * service
    return math.inf if spare <= 0 else erlang_c(servers, rate * service) * service / spare


def share_within(limit: float, rate: float, service: float, servers: int) -> float:
    """Return the share that waits no longer than `limit` in M/M/c; 0 where it is not stable."""
    spare = servers - rate * service
    return 0.0 if spare <= 0 else 1 - erlang_c(servers, rate * service) * math.exp(-spare * limit / service)


def mean_wait_of_one(rate: float, service: float, cv: float) -> float:
    """Return the mean wait in M/G/1 where the service time has the coefficient of variation `cv` (0: M/D/1)."""
    used = rate * service
    return math.inf if used >= 1 else used * service * (1 + cv * cv) / 2 / (1 - used)
