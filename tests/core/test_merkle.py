"""The tree of RFC 9162 against a slow one written from its definitions, and every proof against every change."""

import hashlib
import random

import pytest

from core.merkle import (
    EMPTY,
    consistency_proof,
    folded,
    inclusion_proof,
    is_consistent,
    is_included,
    leaf_hash,
)

TREES = 10_000


def slow_root(leaves):
    """MTH of the RFC, section 2.1.1, from the leaves' data."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    k = max(2**n for n in range(20) if 2**n < len(leaves))
    return hashlib.sha256(b"\1" + slow_root(leaves[:k]) + slow_root(leaves[k:])).digest()


def slow_path(m, leaves):
    """PATH of section 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = max(2**n for n in range(20) if 2**n < len(leaves))
    if m < k:
        return [*slow_path(m, leaves[:k]), slow_root(leaves[k:])]
    return [*slow_path(m - k, leaves[k:]), slow_root(leaves[:k])]


def slow_subproof(m, leaves, whole):
    """SUBPROOF of section 2.1.4.1."""
    if m == len(leaves):
        return [] if whole else [slow_root(leaves)]
    k = max(2**n for n in range(20) if 2**n < len(leaves))
    if m <= k:
        return [*slow_subproof(m, leaves[:k], whole), slow_root(leaves[k:])]
    return [*slow_subproof(m - k, leaves[k:], False), slow_root(leaves[:k])]


def hash_of(leaves):
    hashes = [leaf_hash(one) for one in leaves]
    return lambda begin, end: folded(hashes[begin:end])


def drawn_tree(seed, most=70):
    drawn = random.Random(seed)  # noqa: S311  reproducible, no secrets
    return drawn, [drawn.randbytes(drawn.randrange(4)) for _ in range(drawn.randrange(1, most))]


def test_roots_and_proofs_equal_the_definitions():
    for seed in range(TREES):
        drawn, leaves = drawn_tree(seed, 40)
        size, parts = len(leaves), hash_of(leaves)
        index, older = drawn.randrange(size), drawn.randrange(1, size + 1)
        assert parts(0, size) == slow_root(leaves)
        proof = inclusion_proof(index, size, parts)
        assert proof == slow_path(index, leaves)
        assert is_included(leaf_hash(leaves[index]), index, size, proof, parts(0, size))
        proof = consistency_proof(older, size, parts)
        assert proof == slow_subproof(older, leaves, True)
        assert is_consistent(older, size, parts(0, older), parts(0, size), proof)


def changed(drawn, proof):
    """The proof with one bit, one hash more, or one hash fewer."""
    proof, at = list(proof), drawn.randrange(len(proof) + 1)
    kind = drawn.choice(["bit", "more", "fewer"]) if proof else "more"
    if kind == "more":
        proof.insert(at, drawn.randbytes(32))
    else:
        one = proof.pop(at % len(proof))
        if kind == "bit":
            flipped = bytearray(one)
            flipped[drawn.randrange(32)] ^= 1 << drawn.randrange(8)
            proof.insert(at % (len(proof) + 1), bytes(flipped))
    return proof


def test_no_other_proof_leaf_place_or_size_holds():
    for seed in range(500):
        drawn, leaves = drawn_tree(seed)
        size, parts = len(leaves), hash_of(leaves)
        index, root = drawn.randrange(size), parts(0, size)
        leaf, proof = leaf_hash(leaves[index]), inclusion_proof(index, size, parts)
        assert not is_included(leaf, index, size, changed(drawn, proof), root)
        assert not is_included(leaf_hash(b"other leaf"), index, size, proof, root)
        assert not is_included(leaf, index, size, proof, drawn.randbytes(32))
        places = [n for n in range(size) if is_included(leaf, n, size, proof, root)]
        assert all(leaves[n] == leaves[index] for n in places)
        assert not is_included(leaf, size, size, proof, root)


def test_a_history_that_was_rewritten_has_no_proof():
    for seed in range(500):
        drawn, leaves = drawn_tree(seed)
        older = drawn.randrange(1, len(leaves) + 1)
        rewritten = list(leaves)
        rewritten[drawn.randrange(older)] += b"!"
        size, parts, others = len(leaves), hash_of(leaves), hash_of(rewritten)
        for proof in (consistency_proof(older, size, parts), consistency_proof(older, size, others)):
            assert not is_consistent(older, size, parts(0, older), others(0, size), proof)
        proof = consistency_proof(older, size, parts)
        assert not is_consistent(older, size, parts(0, older), parts(0, size), changed(drawn, proof))


def test_an_empty_tree_and_impossible_proofs():
    assert folded([]) == EMPTY == slow_root([])
    for index, size in ((0, 0), (3, 3), (-1, 3)):
        with pytest.raises(ValueError, match="is not among"):
            inclusion_proof(index, size, hash_of([b""] * size))
        assert not is_included(EMPTY, index, size, [], EMPTY)
    for older, newer in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no proof"):
            consistency_proof(older, newer, hash_of([b""] * 4))
        assert not is_consistent(older, newer, EMPTY, EMPTY, [])
