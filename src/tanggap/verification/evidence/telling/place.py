"""The words for "same place?": what the matched points of two photos show, and what they cannot."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.verification.evidence.words import Tone


def title(facts: Mapping[str, Any], tone: str) -> str:
    """Return what was found, in a few words."""
    return (
        _("Same place as the reporter's photo")
        if tone == Tone.FOR
        else _("Whether it is the same place cannot be told")
    )


def detail(facts: Mapping[str, Any], tone: str) -> str:
    """Return the figures behind it and their limit."""
    count = int(facts.get("inliers", 0))
    if tone == Tone.FOR:
        return ngettext(
            "%(count)d point matches from another viewpoint: natural for a new photo of the same place.",
            "%(count)d points match from another viewpoint: natural for a new photo of the same place.",
            count,
        ) % {"count": count}
    return _(
        "Too few points of the two photos match. That proves nothing: work, light or another viewpoint can change a true place as much."
    )
