"""The rules of checking in the city that this installation serves: `verification.toml` of its pack."""

from tanggap.catalog.pack.verification import Rules, rules

__all__ = ["Rules", "rules"]
