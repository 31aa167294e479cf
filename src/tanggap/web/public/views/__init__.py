"""The citizen's views, split by what they show."""
