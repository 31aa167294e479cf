"""What each check of a photo can see and what it cannot, for the person who decides (threats.md §5; measured in docs/evidence.md)."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.verification.evidence.words import Kind


@dataclass(frozen=True, slots=True)
class Limit:
    """`can` and `cannot`: whole sentences."""

    can: str | Promise
    cannot: str | Promise


LIMITS: Final[dict[str, Limit]] = {
    Kind.REUSED: Limit(
        _(
            "It compares with every photo that ever came in, and also finds one that was mirrored, turned, cropped, made smaller, "
            "saved again or stamped with a date."
        ),
        _("It cannot know photos that never came in here. A heavily painted or generated picture can pass."),
    ),
    Kind.EDITED: Limit(
        _(
            "Two photos that a person takes never cover each other exactly. When they do, and only a part differs, the later one was "
            "probably made from the earlier one; that part is outlined."
        ),
        _("A camera that stands still, a fixed one or on a tripod, looks the same. Small edits can pass."),
    ),
    Kind.PLACE: Limit(
        _(
            "It looks for the same corners, edges and marks in both photos and checks that they fit together as one place."
        ),
        _(
            "No match proves nothing: night and day, another side of the road or a place that was rebuilt look different."
        ),
    ),
    Kind.HISTORY: Limit(
        _(
            "It reads what the file says of its time, place, camera and editing, and its signature where it carries one."
        ),
        _(
            "Most messengers remove all this, and everybody can change it. A valid signature says who signed, not that the scene is true."
        ),
    ),
    Kind.CAPTURED: Limit(
        _(
            "It checks that our own app took the photo, with a code that we gave out shortly before, and when and where."
        ),
        _("A phone's place can be forged, and a screen can be photographed. It makes cheating dear, not impossible."),
    ),
}
