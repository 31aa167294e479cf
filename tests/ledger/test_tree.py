"""The Merkle tree is the one of RFC 9162: known roots, another library's, and proofs of every leaf and every pair of sizes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

from tanggap.ledger import tree
from tanggap.ledger.tree import Frontier, Hashes, Node

ENTRIES = [
    bytes.fromhex(one)
    for one in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
"""The roots of the first 0 to 8 of these entries, as the vectors of Certificate Transparency have them."""


def leaves(count: int) -> list[bytes]:
    return [tree.leaf_hash(number.to_bytes(4, "big")) for number in range(count)]


def of(hashes: list[bytes]) -> Hashes:
    def hash_of(node: Node) -> bytes:
        end = (node.position + 1) << node.level
        assert end <= len(hashes), "only complete subtrees are asked for"
        return tree.root(hashes[node.position << node.level : end])

    return hash_of


@pytest.mark.parametrize(("count", "root"), list(enumerate(ROOTS)))
def test_known_roots(count: int, root: str):
    hashes = [tree.leaf_hash(entry) for entry in ENTRIES[:count]]
    grown = Frontier()
    for one in hashes:
        grown.push(one)
    assert {tree.root(hashes).hex(), grown.root().hex(), tree.root_of(count, of(hashes)).hex()} == {root}


def test_known_proofs():
    hashes = [tree.leaf_hash(entry) for entry in ENTRIES]
    assert [one.hex() for one in tree.inclusion(0, 8, of(hashes))] == [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]
    assert [one.hex() for one in tree.consistency(6, 8, of(hashes))] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_each_leaf_of_each_small_tree_is_proved_and_each_pair_of_sizes():
    for size in range(1, 40):
        hashes = leaves(size)
        head = tree.root(hashes)
        for index, leaf in enumerate(hashes):
            proof = tree.inclusion(index, size, of(hashes))
            assert tree.verify_inclusion(leaf=leaf, index=index, size=size, proof=proof, head=head)
        for old in range(size + 1):
            proof = tree.consistency(old, size, of(hashes))
            older = tree.root(hashes[:old])
            assert tree.verify_consistency(old=old, new=size, old_head=older, new_head=head, proof=proof)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 700), st.data())
def test_any_tree_is_the_same_in_another_library(size: int, data: st.DataObject):
    other = InmemoryTree(algorithm="sha256")
    for number in range(size):
        other.append_entry(number.to_bytes(4, "big"))
    hashes = leaves(size)
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    head, older = tree.root(hashes), tree.root(hashes[:old])

    assert (head, older) == (other.get_root(), other.get_root(old))
    theirs = other.prove_inclusion(index + 1, size)
    verify_inclusion(hashes[index], head, theirs)
    assert tree.inclusion(index, size, of(hashes)) == theirs.path[1:]
    verify_consistency(older, head, other.prove_consistency(old, size))


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 300), st.data())
def test_a_changed_proof_proves_nothing(size: int, data: st.DataObject):
    hashes = leaves(size)
    head, index = tree.root(hashes), data.draw(st.integers(0, size - 1))
    proof = tree.inclusion(index, size, of(hashes))
    leaf = hashes[index]
    change = data.draw(st.sampled_from(["leaf", "index", "size", "flip", "drop", "add", "head"]))
    if change == "leaf":
        leaf = hashes[index - 1] if size > 1 else bytes(32)
    elif change == "index":
        index = data.draw(st.integers(-1, size + 1).filter(lambda other: other != index))
    elif change == "head":
        head = tree.root(leaves(size + 1))
    elif change == "add":
        proof = [*proof, bytes(32)]
    elif change == "size":
        size = data.draw(st.integers(0, index))
    elif not proof:
        return
    elif change == "drop":
        proof = proof[:-1]
    else:
        place = data.draw(st.integers(0, len(proof) - 1))
        proof[place] = bytes([proof[place][0] ^ 1]) + proof[place][1:]
    assert not tree.verify_inclusion(leaf=leaf, index=index, size=size, proof=proof, head=head)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 300), st.data())
def test_two_histories_are_never_consistent(size: int, data: st.DataObject):
    hashes = leaves(size)
    old = data.draw(st.integers(1, size - 1))
    other = [*hashes[: old - 1], bytes(32)]
    proof = tree.consistency(old, size, of(hashes))
    head = tree.root(hashes)
    assert not tree.verify_consistency(old=old, new=size, old_head=tree.root(other), new_head=head, proof=proof)
    assert not tree.verify_consistency(
        old=old, new=size, old_head=tree.root(hashes[:old]), new_head=bytes(32), proof=proof
    )
    assert not tree.verify_consistency(old=size, new=old, old_head=head, new_head=tree.root(hashes[:old]), proof=proof)


def test_what_is_not_there_is_not_proved():
    hash_of = of(leaves(3))
    for index, size in ((3, 3), (-1, 3), (0, 0)):
        with pytest.raises(ValueError, match="no leaf"):
            tree.inclusion(index, size, hash_of)
    for old, new in ((4, 3), (-1, 3)):
        with pytest.raises(ValueError, match="does not begin"):
            tree.consistency(old, new, hash_of)
    with pytest.raises(ValueError, match="peaks"):
        Frontier(3, [bytes(32)])
