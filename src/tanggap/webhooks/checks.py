"""What can be asked for: an address that the outgoing door would go to, types that exist, codes that the city knows."""

import ipaddress
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.agencies import queries as agencies
from tanggap.catalog import queries as catalog
from tanggap.core import wire
from tanggap.core.refusal import Invalid
from tanggap.places import queries as places
from tanggap.webhooks.words import OFFERED, TEST, WITHDRAWN

CHOICES: Final = frozenset({"types", "areas", "categories", "units", "channels"})
MOST_CODES = 100
LONGEST_LABEL = 120
LONGEST_URL = 1000
LEAST_OPEN_PORT = 1024  # below it only 443 speaks https
_KNOWN: Final[dict[str, Callable[[str], bool]]] = {
    "types": lambda code: code in OFFERED,
    "areas": lambda code: places.area(code) is not None,
    "categories": lambda code: catalog.category(code) is not None,
    "units": lambda code: agencies.unit(code) is not None,
    "channels": lambda code: catalog.channel(code) is not None,
}
ALWAYS: Final = frozenset({TEST, WITHDRAWN})
"""Types that come to everybody, and may be named all the same."""


def checked(*, label: str, url: str, wanted: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the fields of a subscription from what somebody typed. Raises Invalid, each field named."""
    errors: dict[str, str | Promise] = {}
    label = " ".join(label.replace("\x00", "").split())
    if not 0 < len(label) <= LONGEST_LABEL:
        errors["label"] = _("Give it a name of at most %(most)d characters.") % {"most": LONGEST_LABEL}
    if why := refused(url):
        errors["url"] = why
    codes = {name: sorted(set(wanted.get(name, ())) - ALWAYS) for name in CHOICES}
    for name, given in codes.items():
        unknown = [code for code in given if "\x00" in code or not _KNOWN[name](code)]
        if unknown or len(given) > MOST_CODES:
            errors[name] = _("At most %(most)d, each one that exists. Not known: %(codes)s.") % {
                "most": MOST_CODES,
                "codes": ", ".join(code[:60] for code in unknown[:5]) or "–",
            }
    if errors:
        raise Invalid(errors)
    return {"label": label, "url": url, **codes}


def refused(url: str) -> str | Promise:
    """Return why nothing is sent to an address; empty when it may be tried. The network is not asked: the door looks at each request."""
    try:
        target = wire.allowed(url, {wire.host_of(url)})
    except wire.Refused:
        return _("An address such as https://example.org/hook: https, no user name, no private network.")
    if len(url) > LONGEST_URL or "#" in url:
        return _("At most %(most)d characters, without a part after #.") % {"most": LONGEST_URL}
    if not target.is_peer and target.port != wire.DEFAULT_PORT["https"] and target.port < LEAST_OPEN_PORT:
        return _("The port must be 443, or 1024 and above.")
    if not target.is_peer and not _may_be_public(target.host):
        return _("An address such as https://example.org/hook: https, no user name, no private network.")
    return ""


def host(url: str) -> str:
    """Return the host that people know a receiver by; never the path, which may hold a secret of the receiver."""
    return urlsplit(url).hostname or ""


def _may_be_public(host: str) -> bool:
    """Return whether a host is a name, or a plain address of the open Internet; a bare word and an odd number are neither."""
    bare = host.strip("[]")
    try:
        ipaddress.ip_address(bare)
    except ValueError:
        last = bare.rstrip(".").rpartition(".")[2]
        return (
            "." in bare.strip(".")
            and not last.isdigit()
            and not last.startswith("0x")
            and last not in {"localhost", "internal", "local"}
        )
    return wire.is_reachable(bare)
