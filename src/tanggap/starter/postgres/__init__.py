"""The embedded PostgreSQL: the same server as in production, run by a small supervisor of our own (docs/adr)."""

from tanggap.starter.postgres.running import Running, address, ensure

__all__ = ["Running", "address", "ensure"]
