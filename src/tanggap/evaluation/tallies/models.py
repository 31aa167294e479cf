"""Tables of `evaluation.tallies`."""
