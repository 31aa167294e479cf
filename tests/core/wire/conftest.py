"""Peers for the tests of the one door out."""

from tests.core.wire.peers import canary, names, ours, tls_server  # noqa: F401  fixtures
