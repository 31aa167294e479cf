"""What posts and messages of X have in common: short links, pictures, points."""

import html
import re
from collections.abc import Sequence
from typing import Any

from tanggap.channels import native
from tanggap.channels.contract import Attachment
from tanggap.channels.native import Json, text, things

MOST_LINKS = 50
SHORT_LINK = re.compile(r"https://t\.co/[A-Za-z0-9]{1,20}")
OF_PICTURE = re.compile(r"https://(?:x|twitter)\.com/(?:[^/]+/status/[0-9]+/(?:photo|video)|messages/media)/[0-9]+")


def linked(words: str, links: Sequence[Json], spare: frozenset[str]) -> str:
    """Return words with each short link as what it leads to; those to the post's own pictures, and the `spare` ones, go."""
    leads_to = {text(each, "url", most=40): text(each, "expanded_url", most=300) for each in links[:MOST_LINKS]}
    shown = {short: "" if OF_PICTURE.fullmatch(long) else long for short, long in leads_to.items() if long}
    shown |= dict.fromkeys(spare, "")
    words = SHORT_LINK.sub(lambda found: shown.get(found.group(), found.group()), words)
    # X writes these three, and no others, as entities, in posts and messages alike.
    return html.unescape(re.sub(r"&(?!(?:amp|lt|gt);)", "&amp;", words)).strip()[: native.MOST_TEXT]


def photo(url: str) -> Attachment:
    """Return a picture that the worker fetches."""
    return Attachment(ref=url, mime="image/jpeg")


def point(pair: Any) -> tuple[float, float] | None:
    """Return a GeoJSON position, which names the longitude first."""
    return native.point(pair[0], pair[1]) if isinstance(pair, list) and len(pair) >= 2 else None


def polled_photos(packet: Json) -> tuple[Attachment, ...]:
    """Return the pictures beside a polled post or message; of a video, its still."""
    found = (
        text(each, "url", most=1000) or text(each, "preview_image_url", most=1000) for each in things(packet, "media")
    )
    return tuple(photo(url) for url in found if url)[:10]
