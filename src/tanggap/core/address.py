"""Where a request comes from."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the sender's address: the last hop, or the one that the trusted proxies (TANGGAP_TRUSTED_PROXIES of them) wrote down."""
    hops: list[str] = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted: int = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted and parsed(hops[-trusted]):
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def parsed(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """Return the address that `address` writes, an IPv4 address in IPv6 dress as IPv4; None for anything else."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return None
    return found.ipv4_mapped or found if isinstance(found, ipaddress.IPv6Address) else found
