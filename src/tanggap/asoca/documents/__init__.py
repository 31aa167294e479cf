"""A board as a paper."""
