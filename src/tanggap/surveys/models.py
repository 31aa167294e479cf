"""Tables of `surveys`."""
