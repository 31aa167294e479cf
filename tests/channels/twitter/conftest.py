"""X on loopback, for the tests of this folder."""

from tests.peers.x import x

__all__ = ["x"]
