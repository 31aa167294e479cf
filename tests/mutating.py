"""Samples bent out of shape for property tests: a value replaced, a field dropped or added, somewhere deep inside."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=20),
    st.just("\ud800"),
    st.just("9" * 400),
    st.lists(st.one_of(st.none(), st.integers(), st.text(max_size=3), st.just({})), max_size=3),
    st.dictionaries(st.text(max_size=3), st.one_of(st.none(), st.integers(), st.text(max_size=3)), max_size=3),
)


@st.composite
def bent(draw: st.DrawFn, samples: Sequence[Any]) -> Any:
    """Return one of the samples with one to five of its places changed."""
    found = deepcopy(draw(st.sampled_from(samples)))
    for _time in range(draw(st.integers(1, 5))):
        holders = list(_holders(found))
        if not holders:
            return found
        holder = draw(st.sampled_from(holders))
        if isinstance(holder, list):
            holder[draw(st.integers(0, len(holder) - 1))] = draw(ODD)
        elif draw(st.booleans()):
            holder[draw(st.sampled_from(sorted(holder)))] = draw(ODD)
        else:
            del holder[draw(st.sampled_from(sorted(holder)))]
    return found


def _holders(value: Any) -> Iterator[Any]:
    if isinstance(value, dict | list) and value:
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _holders(each)
