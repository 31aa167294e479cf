"""The words for "is it the reporter's own photo, changed?": how well the two lie upon each other, and what that can also mean."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tanggap.verification.evidence.words import Tone


def title(facts: Mapping[str, Any], tone: str) -> str:
    """Return what was found, in a few words."""
    if tone == Tone.SILENT:
        return _("No sign of an edited copy found by these checks")
    if facts.get("is_edit"):
        return _("Looks like the reporter's own photo with a part changed")
    return _("Looks like the reporter's own photo, used again")


def detail(facts: Mapping[str, Any], tone: str) -> str:
    """Return the figures behind it and their limit."""
    if tone == Tone.SILENT:
        return _("The two photos do not lie exactly upon each other, as a copy would.")
    figures = _(
        "%(share)d %% of %(matches)d matched points lie exactly upon each other, %(error)s pixels apart in the middle."
    ) % {
        "share": round(100 * float(facts.get("share", 0))),
        "matches": int(facts.get("matches", 0)),
        "error": f"{float(facts.get('error_px', 0)):.2f}",
    }
    return " ".join((figures, _changed(facts), _("A camera fixed in its place can look the same.")))


def _changed(facts: Mapping[str, Any]) -> str:
    count = len(facts.get("regions", ()))
    if not count:
        return _("No changed part was found.")
    return ngettext("%(count)d changed part is outlined.", "%(count)d changed parts are outlined.", count) % {
        "count": count
    }
