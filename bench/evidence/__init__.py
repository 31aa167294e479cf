"""The photo checks held against labelled pairs: which manipulations are found, how often a sound photo is suspected (README.md)."""
