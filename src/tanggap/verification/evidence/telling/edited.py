"""The words for "is it the reporter's own photo, changed?": how exactly the two lie upon each other, and what else does that."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.verification.evidence.words import Tone

MANY_PERCENT = 10  # of the picture


def title(facts: Mapping[str, Any], tone: str) -> str:
    """Return what was found, in a few words."""
    if tone == Tone.SILENT:
        return _("No sign of an edited copy found by these checks")
    if tone == Tone.QUESTION:
        return _("Lies exactly upon the reporter's photo")
    if facts.get("is_edit"):
        return _("Looks like the reporter's own photo with a part changed")
    if "stamped" in facts.get("how", ()):
        return _("Looks like the reporter's own photo under a new stamp")
    return _("Looks like the reporter's own photo, used again")


def detail(facts: Mapping[str, Any], tone: str) -> str:
    """Return the figures behind it and their limit."""
    if tone == Tone.SILENT:
        return _(
            "The two photos do not lie exactly upon each other, as a copy of the file would. Newly made pictures are not found."
        )
    return " ".join(part for part in (_figures(facts), *_ways(facts), _parts(facts, tone), _limit()) if part)


def _figures(facts: Mapping[str, Any]) -> str:
    return _(
        "Of %(matches)d matching points %(share)d %% lie on the same spot, %(error)s pixels apart in the middle."
    ) % {
        "matches": int(facts.get("matches", 0)),
        "share": int(100 * float(facts.get("share", 0))),
        "error": number_format(float(facts.get("error_px", 0)), 2),
    }


def _ways(facts: Mapping[str, Any]) -> list[str]:
    how = facts.get("how", ())
    told = {
        "mirrored": _("The picture was mirrored."),
        "turned": _("The picture was turned."),
        "cropped": _("The picture was cropped."),
        "framed": _("The picture stands inside a larger one, like a screenshot."),
    }
    return [words for way, words in told.items() if way in how]


def _parts(facts: Mapping[str, Any], tone: str) -> str:
    if tone == Tone.QUESTION:
        changed = round(100 * float(facts.get("changed", 0)))
        if changed >= MANY_PERCENT:
            return _("Yet %(changed)d %% of the picture differs.") % {"changed": changed}
        return _("Yet the fine texture differs, as between two moments.")
    parts = [region for region in facts.get("regions", ()) if not region.get("is_stamp")]
    if not parts:
        return (
            _("Apart from that no changed part was found.")
            if facts.get("how") != ["same"]
            else _("No changed part was found.")
        )
    return ngettext(
        "One part is different and outlined.", "%(count)d parts are different and outlined.", len(parts)
    ) % {"count": len(parts)}


def _limit() -> str:
    return _("Two photos by one person's hand hardly ever do that; a camera fixed to a pole or tripod does.")
