"""Tables of the map."""
