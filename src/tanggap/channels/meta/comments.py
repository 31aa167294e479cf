"""What stands on a page or under a picture on Instagram: comments and visitors' posts, edited and removed ones."""

from typing import Final

from tanggap.channels import native
from tanggap.channels.contract import Attachment, Changed, Heard, Ignored, Malformed, Said
from tanggap.channels.native import Json, ident, text

SAID: Final = frozenset({"status", "post", "photo", "video", "share", "link", "album", "note"})
GONE: Final = frozenset({"remove", "delete"})
EDITED: Final = frozenset({"edit", "edited", "update"})
MOST_FILES = 10


def number_of(packet: Json) -> str:
    """Return the name of what was written: `comment:<number>` or `post:<number>`, under which an answer hangs; empty for anything else."""
    event = packet["event"]
    if packet["field"] in ("comments", "live_comments") and (number := ident(event, "id")):
        return f"comment:{number}"
    if packet["field"] != "feed":
        return ""
    if text(event, "item") == "comment":
        return f"comment:{number}" if (number := ident(event, "comment_id")) else ""
    return f"post:{number}" if (number := ident(event, "post_id")) else ""


def is_words(event: Json) -> bool:
    """Return whether a change of a feed is something that was written, not a like or a cover picture."""
    return text(event, "item") == "comment" or text(event, "item") in SAID


def heard_feed(event: Json, place: str, own: str) -> Heard:
    """Read what stands on a page: a comment, or a visitor's post. What the page itself writes, and likes, are nothing for us."""
    item, verb = text(event, "item", most=40), text(event, "verb", most=20)
    if item in ("like", "reaction"):
        return Ignored("reaction")
    if not is_words(event):
        return Ignored("unknown_kind")
    author = ident(event, "from", "id") or ident(event, "sender_id")
    if author == own:
        return Ignored("own_post")
    number = number_of({"field": "feed", "event": event})
    if not number:
        raise Malformed("What is written on a page has a number.")
    if verb in GONE:
        return Changed(number, None)
    if verb in EDITED:
        return Changed(number, text(event, "message"))
    if verb not in ("add", ""):
        return Ignored("moderation")
    if not author:
        return Ignored("author_withheld")
    files = _pictures(event)
    if not text(event, "message") and not files:
        return Ignored("without_words")
    return Said(
        sender=f"{place}:{author}",
        name=text(event, "from", "name", most=120) or text(event, "sender_name", most=120),
        text=text(event, "message"),
        attachments=files,
        said_at=native.instant(event, "created_time"),
        thread=number,
        is_public=True,
        echoes=ident(event, "parent_id") if item == "comment" else "",
    )


def _pictures(event: Json) -> tuple[Attachment, ...]:
    """Return the pictures of a comment or post: one in `photo` or, for a photo, in `link`; several in `photos`."""
    urls = [text(event, "photo", most=2000)]
    if text(event, "item") == "photo":
        urls.append(text(event, "link", most=2000))
    several = event.get("photos")
    if isinstance(several, list):
        urls += [text(each, most=2000) for each in several[:MOST_FILES]]
    return tuple(Attachment(ref=url, mime="image/*") for url in dict.fromkeys(urls) if url)[:MOST_FILES]


def heard_comment(event: Json, place: str, own: str, packet: Json) -> Heard:
    """Read a comment on Instagram. Its author can be told, its picture cannot."""
    author, number = ident(event, "from", "id"), ident(event, "id")
    if not author or not number:
        raise Malformed("A comment has a number and an author.")
    if own in (author, ident(event, "from", "self_ig_scoped_id")):
        return Ignored("own_post")
    if not text(event, "text"):
        return Ignored("without_words")
    return Said(
        sender=f"{place}:{author}",
        name=text(event, "from", "username", most=120),
        text=text(event, "text"),
        said_at=native.instant(packet, "at"),
        thread=f"comment:{number}",
        is_public=True,
        echoes=ident(event, "parent_id"),
    )
