"""The leaders' screen: on a wall, and on a phone in a car."""
