"""The words for "was this photo used before?": when and as what, what was done to it since, how sure that is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tanggap.core import clock
from tanggap.reports.words import PhotoRole
from tanggap.verification.evidence.words import Tone

DONE = {
    "mirrored": gettext_lazy("mirrored"),
    "turned": gettext_lazy("turned"),
    "cropped": gettext_lazy("cropped"),
    "framed": gettext_lazy("inside another picture, such as a screenshot"),
    "photographed": gettext_lazy("photographed off a screen or print, or once more from the very spot"),
    "stamped": gettext_lazy("with another stamp"),
    "edited": gettext_lazy("with a part changed"),
    "resaved": gettext_lazy("saved anew"),
    "moment": gettext_lazy("with other light and texture, as of a camera fixed in its place"),
}
USES = {
    PhotoRole.BEFORE: gettext_lazy("as a photo of the problem"),
    PhotoRole.AFTER: gettext_lazy("as a photo of work done"),
    PhotoRole.CHECK: gettext_lazy("as a photo of a field check"),
    PhotoRole.TASK: gettext_lazy("as a photo of another unit's part"),
    PhotoRole.NOTE: gettext_lazy("with an internal note"),
}


def title(facts: Mapping[str, Any], tone: str) -> str:
    """Return what was found, in a few words."""
    if tone == Tone.SILENT:
        return _("No earlier use found by these checks")
    how = set(facts.get("how", ()))
    own = facts.get("own") and facts.get("role") == PhotoRole.BEFORE
    if "exact" in how:
        return _("The reporter's own file, sent again") if own else _("The same file was used before")
    if "alike" in how:
        return _("Very like the reporter's own photo") if own else _("Very like a photo that was used before")
    return _("The same photo was used before")


def detail(facts: Mapping[str, Any], tone: str) -> str:
    """Return the earlier use, what was done to the photo since, and the figures behind it with their limit."""
    if tone == Tone.SILENT:
        return _(
            "It was looked for among every photo that was ever received here. A photo from elsewhere is not found."
        )
    parts = [_use(facts), _done(facts), _figures(facts)]
    return " ".join(part for part in parts if part)


def _use(facts: Mapping[str, Any]) -> str:
    use = {"use": USES.get(PhotoRole(facts["role"]), "") if facts.get("role") else "", "day": _day(facts)}
    if facts.get("own"):
        return _("It came on %(day)s with this report itself, %(use)s.") % use
    return _("It came on %(day)s with another report, %(use)s.") % use


def _done(facts: Mapping[str, Any]) -> str:
    done = [str(DONE[part]) for part in facts.get("how", ()) if part in DONE]
    return _("Here it is %(done)s.") % {"done": ", ".join(done)} if done else ""


def _figures(facts: Mapping[str, Any]) -> str:
    how = set(facts.get("how", ()))
    if "exact" in how:
        return _("The files are the same to the last byte.")
    if "alike" in how:
        return _(
            "Their fingerprints differ in %(bits)d of 64 bits. Look closely: two photos of one scene can be as alike."
        ) % {"bits": int(facts.get("bits") or 0)}
    return _(
        "%(share)d %% of %(matches)d matched points lie exactly upon each other, %(error)s pixels apart in the middle."
    ) % {
        "share": round(100 * float(facts.get("share", 0))),
        "matches": int(facts.get("matches", 0)),
        "error": f"{float(facts.get('error_px', 0)):.2f}",
    }


def _day(facts: Mapping[str, Any]) -> str:
    written = facts.get("used_at")
    return date_format(clock.local(datetime.fromisoformat(written)), "j M Y") if written else ""
