"""The other ends of the wire: servers that speak a platform's protocol on real sockets of this machine."""
