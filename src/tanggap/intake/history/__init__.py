"""Taking over the history of an earlier system: a file, a map that says what its columns mean, and the rules of intake."""
