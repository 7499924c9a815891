"""The Merkle tree of RFC 9162 (section 2.1) over any row of leaves: root, proof of inclusion, proof of consistency.

Leaves are numbered from 0. A *part* is the half-open range of leaves `(begin, end)` under one node; `hash_of(begin,
end)` gives the hash of a part. Proofs are lists of hashes, 32 bytes each, in the order of the RFC.
"""

import hashlib
from collections.abc import Callable, Iterable

HashOf = Callable[[int, int], bytes]
EMPTY = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Hash of a leaf."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash of an inner node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def split(size: int) -> int:
    """How many of `size` ≥ 2 leaves stand on the left: the greatest power of two below it."""
    return 1 << (size - 1).bit_length() - 1


def folded(hashes: Iterable[bytes]) -> bytes:
    """Root over the hashes of neighbouring nodes of one level, the last of which may be smaller."""
    row = list(hashes)
    if not row:
        return EMPTY
    while len(row) > 1:
        pairs = [node_hash(*row[n : n + 2]) for n in range(0, len(row) - 1, 2)]
        row = pairs + row[len(row) - len(row) % 2 :]
    return row[0]


def inclusion_proof(index: int, size: int, hash_of: HashOf) -> list[bytes]:
    """Proof that leaf `index` is among the first `size`. Raises ValueError where it cannot be."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not among {size}")
    proof, begin, end = [], 0, size
    while end - begin > 1:
        middle = begin + split(end - begin)
        if index < middle:
            proof.append(hash_of(middle, end))
            end = middle
        else:
            proof.append(hash_of(begin, middle))
            begin = middle
    return proof[::-1]


def consistency_proof(older: int, newer: int, hash_of: HashOf) -> list[bytes]:
    """Proof that the first `older` leaves are the same in the tree of `newer`. Raises ValueError if 0 or more."""
    if not 0 < older <= newer:
        raise ValueError(f"no proof from {older} to {newer} leaves")
    proof, begin, end, is_whole = [], 0, newer, True
    while older != end:
        middle = begin + split(end - begin)
        if older <= middle:
            proof.append(hash_of(middle, end))
            end = middle
        else:
            proof.append(hash_of(begin, middle))
            begin, is_whole = middle, False
    if not is_whole:
        proof.append(hash_of(begin, end))
    return proof[::-1]


def is_included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether the proof shows this leaf's hash at `index` under the root of `size` leaves (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    sides, found = list(_sides(index, size - 1)), leaf
    if len(sides) != len(proof):
        return False
    for is_left, one in zip(sides, proof, strict=True):
        found = node_hash(one, found) if is_left else node_hash(found, one)
    return found == root


def is_consistent(older: int, newer: int, older_root: bytes, newer_root: bytes, proof: list[bytes]) -> bool:
    """Whether the proof shows that the newer tree begins with the older one (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not proof and older_root == newer_root
    if older & (older - 1) == 0:
        proof = [older_root, *proof]
    index, last = older - 1, newer - 1
    while index % 2:
        index, last = index // 2, last // 2
    sides = list(_sides(index, last))
    if len(proof) != len(sides) + 1:
        return False
    former = latter = proof[0]
    for is_left, one in zip(sides, proof[1:], strict=True):
        former = node_hash(one, former) if is_left else former
        latter = node_hash(one, latter) if is_left else node_hash(latter, one)
    return former == older_root and latter == newer_root


def _sides(index: int, last: int):
    """For each hash of a proof, from the bottom up, whether it stands on the left of node `index` among 0 … `last`."""
    while last:
        is_left = index % 2 == 1 or index == last
        yield is_left
        while is_left and index % 2 == 0 and index:
            index, last = index // 2, last // 2
        index, last = index // 2, last // 2
