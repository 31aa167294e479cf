"""The public log: every event is a leaf of a Merkle tree (RFC 9162) whose signed heads nobody can take back.

A leaf holds a salted commitment, never words: whoever is shown the event and its salt can check it, and when the salt is gone nobody can
read anything out of it. Published as static tiles with signed checkpoints (C2SP tlog-tiles, tlog-checkpoint, tlog-cosignature).
"""
