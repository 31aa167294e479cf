"""The signed interface of the mobile app (docs/jaki.md)."""
