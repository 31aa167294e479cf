"""The words for "same place?": what the matching points of two photos show, and what they cannot."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tanggap.verification.evidence.words import Tone


def title(facts: Mapping[str, Any], tone: str) -> str:
    """Return what was found, in a few words."""
    if tone == Tone.FOR:
        return _("Same place as in the reporter's photo")
    if tone == Tone.QUESTION:
        return _("Could be a photo of the reporter's photo")
    return _("Whether it is the same place cannot be told")


def detail(facts: Mapping[str, Any], tone: str) -> str:
    """Return the figures behind it and their limit."""
    count = {"count": int(facts.get("inliers", 0))}
    if tone == Tone.FOR:
        return _("%(count)d matching points, another viewpoint: natural for a new photo.") % count
    if tone == Tone.QUESTION:
        return (
            _(
                "%(count)d matching points, all on one plane and alike in every detail, as when a screen or print is photographed. "
                "A second photo from the very spot, right after the first, can look the same. Look at the edges."
            )
            % count
        )
    return _(
        "Too few points of the two photos match. That proves nothing: the work done, light or another viewpoint can change a "
        "true place as much."
    )
