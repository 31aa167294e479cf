"""Musrenbang: problems too big for one unit become proposals, are decided on, funded, built, and checked."""
