"""How long things take when some are not over yet: pure arithmetic on counts by bucket (`insight.buckets`). No database, no clock.

Kaplan and Meier, J. Am. Stat. Assoc. 53 (1958) 457-481; the variance after Greenwood (1926), its interval on the scale of log(-log)
(Kalbfleisch and Prentice 1980), so that it stays within 0 and 1; the interval of a quantile are the times at which that interval
does not exclude it (Brookmeyer and Crowley, Biometrics 38 (1982) 29-41). Buckets are a tenth wide, and so is what they leave unsaid.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from tanggap.insight.buckets import NEVER, STEP, bucket

Z: Final = 1.959963984540054
ROUNDING: Final = 1e-12  # what a product of shares may miss: half of an even number is a half


@dataclass(slots=True)  # not frozen: that takes three times as long, and a page of many curves makes ten thousands
class Jump:
    """What is over at the end of a bucket: all but the share `left`; `at_risk` were still waiting at its beginning.

    `scatter` is Greenwood's sum until then, of which the 95 % interval is made when it is asked for: of a curve few are.
    """

    bucket: int
    left: float
    scatter: float
    at_risk: int
    before: "Jump | None" = field(default=None, repr=False, compare=False)

    @property
    def share(self) -> float:
        """Return the share that is over."""
        return 1 - self.left

    @property
    def low(self) -> float:
        """Return the lower end of its interval."""
        return 1 - self.left ** (1 / self._width) if self.left else self._when_all_is_over()

    @property
    def high(self) -> float:
        """Return the upper end of its interval."""
        return 1 - self.left**self._width if self.left else 1.0

    @property
    def _width(self) -> float:
        """Return the power by which the ends of the interval differ from what is left."""
        return math.exp(Z * math.sqrt(self.scatter) / abs(math.log(self.left)))

    def _when_all_is_over(self) -> float:
        """Return the lower end where the last that were at risk are over, of which Greenwood says nothing: the exact one of n of n."""
        before = self.before.low if self.before else 0.0
        return float(1 - (1 - before) * (1 - 0.025 ** (1 / self.at_risk)))


@dataclass(frozen=True, slots=True)
class Estimate:
    """A time (minutes) or a share, None where the curve does not reach so far, with the ends of its interval where it has them."""

    value: float | None
    low: float | None = None
    high: float | None = None


def curve(over: Mapping[int, int], waiting: Mapping[int, int]) -> list[Jump]:
    """Return the curve of what is `over` after times by bucket, while others wait since times by bucket. `NEVER` waits for ever.

    What has waited as long as something took was still waiting when that was over (the usual rule for ties).
    """
    return list(steps(over, waiting))


def steps(over: Mapping[int, int], waiting: Mapping[int, int]) -> Iterator[Jump]:
    """Yield the same one by one, for who needs the first of them alone."""
    at_risk, left, scatter = sum(over.values()) + sum(waiting.values()), 1.0, 0.0
    last: Jump | None = None
    for number in sorted({*over, *waiting} - {NEVER}):
        done = over.get(number, 0)
        if done:
            left *= (at_risk - done) / at_risk
            scatter += done / (at_risk * (at_risk - done)) if done < at_risk else 0.0
            last = Jump(number, left, scatter, at_risk, last)
            yield last
        at_risk -= done + waiting.get(number, 0)


def last_steps(over: Mapping[int, int], waiting: Mapping[int, int], last: int) -> list[Jump]:
    """Return the last two of these until bucket `last`, on which alone the share depends that is over then: many are not made for it."""
    at_risk, left, scatter = sum(over.values()) + sum(waiting.values()), 1.0, 0.0
    before: tuple[int, float, float, int] | None = None
    at: tuple[int, float, float, int] | None = None
    for number in sorted({*over, *waiting} - {NEVER}):
        if number > last:
            break
        done = over.get(number, 0)
        if done:
            left *= (at_risk - done) / at_risk
            scatter += done / (at_risk * (at_risk - done)) if done < at_risk else 0.0
            before, at = at, (number, left, scatter, at_risk)
        at_risk -= done + waiting.get(number, 0)
    if at is None:
        return []
    first = None if before is None else Jump(*before)
    return [*([first] if first else []), Jump(*at, first)]


def quantile(jumps: Iterable[Jump], share: float) -> Estimate:
    """Return the time (minutes) after which `share` is over; within a bucket it is told as if evenly spread on the scale of logarithms.

    The interval begins at the beginning of the bucket in which its upper end reaches the share, and ends at the end of the one in which
    its lower end does. What comes behind that is not looked at: of `steps` it is not made.
    """
    goal, before = share - ROUNDING, 0.0
    low: float | None = None
    value: float | None = None
    for jump in jumps:
        if low is None and jump.high >= goal:
            low = STEP**jump.bucket
        if value is None:
            if jump.share >= goal:
                value = STEP ** (jump.bucket + min(1.0, (share - before) / (jump.share - before)))
            before = jump.share
        if value is not None and jump.low >= goal:
            return Estimate(value, low, STEP ** (jump.bucket + 1))
    return Estimate(value, low)


def until(jumps: Sequence[Jump], minutes: float, *, watched: int) -> Estimate:
    """Return the share that is over after `minutes`; behind the bucket `watched`, the last one seen, nothing is known."""
    last = bucket(minutes)
    if watched < last and not (jumps and jumps[-1].share >= 1):
        return Estimate(None)
    before: Jump | None = None
    for jump in jumps:
        if jump.bucket > last:
            break
        if jump.bucket == last:
            part = min(1.0, max(0.0, math.log(minutes, STEP) - last))
            ends = ((one + part * (two - one)) for one, two in zip(_ends(before), _ends(jump), strict=True))
            return Estimate(*ends)
        before = jump
    return Estimate(*_ends(before))


def _ends(jump: Jump | None) -> tuple[float, float, float]:
    """Return the share that is over and its ends; nothing before the first."""
    return (jump.share, jump.low, jump.high) if jump else (0.0, 0.0, 0.0)
