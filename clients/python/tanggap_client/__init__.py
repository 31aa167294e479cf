"""The API of a Tanggap city, typed. `City` is the short way; `tanggap_client.generated` has every operation and form."""

from tanggap_client.city import City, Refused, Work

__all__ = ["City", "Refused", "Work"]
