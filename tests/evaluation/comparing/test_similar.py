"""Which parts are alike."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tanggap.evaluation.comparing import similar

mixes = st.dictionaries(
    st.text("abcdefghijkl", min_size=1, max_size=2),
    st.dictionaries(st.sampled_from("xyz"), st.integers(0, 50), max_size=3),
    max_size=14,
)


def test_parts_of_one_mix_are_nearer_than_those_of_another():
    found = similar.nearest({f"{kind}{n}": {kind: 10 + n, "z": 1} for kind in "xy" for n in range(6)})
    assert set(found["x0"]) <= {f"x{n}" for n in range(1, 6)}
    assert len(found["x0"]) == similar.HOW_MANY


def test_of_one_mix_the_nearest_in_size_are_the_nearest():
    sizes = {f"p{n}": float(10**n) for n in range(8)}
    found = similar.nearest({code: {"x": 1} for code in sizes}, [sizes])
    assert set(found["p0"]) == {"p1", "p2", "p3", "p4"}
    assert found["p7"][0] == "p6"


def test_a_size_that_is_not_known_is_left_out():
    sizes = {f"p{n}": None if n == 3 else float(10**n) for n in range(8)}
    assert len(similar.nearest({code: {"x": 1, "y": int(code[1:])} for code in sizes}, [sizes])["p3"]) == 4
    assert similar.nearest({code: {"x": 1} for code in sizes}, [dict.fromkeys(sizes, None)])


@settings(max_examples=20)
@given(mixes)
def test_nobody_is_like_itself_and_few_have_none(found):
    known = [code for code, mix in found.items() if sum(mix.values())]
    near = similar.nearest(found)
    assert (set(near) == set(known)) if len(known) >= similar.FEWEST else near == {}
    assert all(code not in codes and len(set(codes)) == similar.HOW_MANY for code, codes in near.items())
