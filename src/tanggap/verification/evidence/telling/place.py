"""The words for "same place?": what the matching points of two photos show, and what they cannot."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tanggap.verification.evidence.words import Tone


def title(facts: Mapping[str, Any], tone: str) -> str:
    """Return what was found, in a few words."""
    if tone == Tone.FOR:
        return _("Same place as in the reporter's photo")
    return _("Whether it is the same place cannot be told")


def detail(facts: Mapping[str, Any], tone: str) -> str:
    """Return the figures behind it and their limit."""
    if tone != Tone.FOR:
        return _(
            "Too few points of the two photos match. That proves nothing: the work done, light or another viewpoint can change "
            "a true place as much."
        )
    count = {"count": int(facts.get("inliers", 0))}
    if facts.get("is_flat"):
        return (
            _(
                "%(count)d matching points, all on one plane: a flat subject, the same standpoint, or a photo of a screen or print. "
                "Look at its edges."
            )
            % count
        )
    return _("%(count)d matching points, another viewpoint: natural for a new photo.") % count
