"""Tables of `asoca`."""
