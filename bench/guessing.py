"""Whether the time of an answer betrays which codes exist: unknown, private and malformed ones compared (P18)."""

import random
import socket
import time
from collections.abc import Mapping
from itertools import combinations
from math import exp, sqrt

from bench.load import read_answer, request

SAMPLES = 2_000
LEAST_P = 0.01


def measure(port: int, codes: Mapping[str, list[str]]) -> dict[str, float]:
    """Ask for the codes of each kind in random order over one connection; return the KS test's p for each pair of kinds."""
    asked = [(kind, random.choice(found)) for kind, found in codes.items() for _ in range(SAMPLES)]
    random.shuffle(asked)
    times: dict[str, list[float]] = {kind: [] for kind in codes}
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        file = line.makefile("rb")
        for kind, code in asked:
            sent = request("GET", f"/laporan/{code}/")
            begun = time.perf_counter()
            line.sendall(sent)
            status = read_answer(file)
            times[kind].append(time.perf_counter() - begun)
            if status != 404:
                raise SystemExit(f"a {kind} code answered {status}")
    return {f"{one} / {other}": same(times[one], times[other]) for one, other in combinations(codes, 2)}


def same(one: list[float], other: list[float]) -> float:
    """Return the p of the two-sample Kolmogorov–Smirnov test (asymptotic, Kolmogorov 1933): small when the samples differ."""
    merged = sorted([(value, 0) for value in one] + [(value, 1) for value in other])
    seen, widest = [0, 0], 0.0
    for _value, which in merged:
        seen[which] += 1
        widest = max(widest, abs(seen[0] / len(one) - seen[1] / len(other)))
    root = sqrt(len(one) * len(other) / (len(one) + len(other)))
    scaled = (root + 0.12 + 0.11 / root) * widest
    if scaled < 0.2:
        return 1.0
    return min(1.0, 2 * sum((-1) ** (k - 1) * exp(-2 * k * k * scaled * scaled) for k in range(1, 101)))
