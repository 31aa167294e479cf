"""The files of messages: fetched once, kept sealed until their report has them, and looked at one by one, so that a bad one harms none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tanggap.channels import registry
from tanggap.channels.contract import Account, Attachment, Later, Refused
from tanggap.channels.models import Arrival, Kept, Thread
from tanggap.core import crypto, media
from tanggap.reports.photos import MOST_PHOTOS, Taken, Upload

MOST_BYTES = 15 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Looked:
    """The photos among the attachments, examined and stored, and how many others there were that are none or cannot be read."""

    photos: tuple[Upload, ...]
    left_out: int


def fetched(account: Account, attachments: Iterable[Attachment]) -> list[Attachment]:
    """Return attachments with their bytes, those of the platform fetched. One that the platform will never give is left out.

    At most as many as a report may have. Raises Later.
    """
    found = []
    for one in list(attachments)[: 2 * MOST_PHOTOS]:
        try:
            data = one.data if one.data is not None else registry.adapter(account.adapter).fetch(account, one)
        except Refused:
            data = b""
        found.append(replace(one, data=data[: MOST_BYTES + 1]))
    return found


def keep(arrival: Arrival, attachments: Sequence[Attachment]) -> None:
    """Keep the bytes of a message that is no report yet. Done again: nothing."""
    Kept.objects.bulk_create(
        [
            Kept(
                arrival=arrival,
                position=position,
                name=one.name[:200].replace("\0", ""),
                sealed=crypto.seal_bytes(one.data or b"", context=f"kept:{arrival.pk}:{position}"),
            )
            for position, one in enumerate(attachments)
        ],
        ignore_conflicts=True,
    )


def kept_in(thread: Thread) -> list[Attachment]:
    """Return what was kept in a thread for what is begun, in the order in which it came."""
    rows = Kept.objects.filter(arrival__thread=thread).order_by("arrival", "position")[: 2 * MOST_PHOTOS]
    return [
        Attachment(
            data=crypto.unseal_bytes(bytes(row.sealed), context=f"kept:{row.arrival_id}:{row.position}"), name=row.name
        )
        for row in rows
    ]


def looked_at(attachments: Iterable[Attachment]) -> Looked:
    """Examine and store the photos among `attachments`. Slow, so never inside a transaction. Raises Later when there is no room now."""
    photos: list[Upload] = []
    left_out = 0
    for one in attachments:
        if not one.data or len(photos) == MOST_PHOTOS:
            left_out += 1
            continue
        try:
            picture = media.examine(one.data, filename=one.name)
            photos.append(Upload(data=one.data, name=one.name, taken=Taken(picture, media.keep(picture))))
        except (media.Busy, media.NoRoom) as refusal:
            raise Later(str(refusal)) from refusal
        except media.BadPhoto:
            left_out += 1
    return Looked(tuple(photos), left_out)
