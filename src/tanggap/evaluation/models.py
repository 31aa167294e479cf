"""Tables of `evaluation`."""
