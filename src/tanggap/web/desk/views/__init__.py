"""The desk's pages: the list, one report, an act on it, the counter."""
