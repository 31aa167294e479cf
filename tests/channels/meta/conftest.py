"""Meta on loopback, for the tests of this folder."""

from tests.peers.meta import graph

__all__ = ["graph"]
