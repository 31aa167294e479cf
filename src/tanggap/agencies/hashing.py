"""How passwords are kept: argon2id at the cost that a small server bears when sixteen people sign in in the same second."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """46 MiB and one pass (the first of OWASP's equal choices) instead of Django's 100 MiB; older hashes change at the next sign-in."""

    time_cost = 1
    memory_cost = 47_104  # KiB
    parallelism = 1
