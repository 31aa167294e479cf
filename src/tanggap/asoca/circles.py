"""Who waits for whom: pure arithmetic on numbers."""

from collections.abc import Collection, Mapping


def find(needs: Mapping[int, Collection[int]], start: int) -> list[int]:
    """Return a way from `start` over what each needs back to `start`, both ends included; empty when there is none."""
    way: list[int] = [start]
    waiting = [iter(sorted(needs.get(start, ())))]
    seen = {start}
    while waiting:
        following = next(waiting[-1], None)
        if following is None:
            waiting.pop()
            way.pop()
            continue
        if following == start:
            return [*way, start]
        if following not in seen:
            seen.add(following)
            way.append(following)
            waiting.append(iter(sorted(needs.get(following, ()))))
    return []
