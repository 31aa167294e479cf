"""The pages of the city's numbers."""
