"""`/ledger/`: the public log for people and for machines, and its proofs."""
