"""What the field app says of a photo, in sentences for a validator: what holds, what is off, and what it cannot show."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tanggap.core.clock import local
from tanggap.verification.evidence.words import Tone

Facts = Mapping[str, Any]


def title(facts: Facts, tone: str) -> str:
    """Return what was found, in a few words."""
    if not facts.get("in_app"):
        return _("Sent by the field app, but not captured in it")
    if tone == Tone.FOR:
        return _("Captured in our app")
    return _("Captured in our app, but something is off")


def detail(facts: Facts, tone: str) -> str:
    """Return when, where and by whose device, then what is off, then the limit."""
    said = [
        one for one in (_when_and_where(facts), *(_problem(name, facts) for name in facts.get("problems", ()))) if one
    ]
    if word := facts.get("word"):
        said.append(_("Code shown on the screen: %(word)s.") % {"word": word})
    return " ".join((*said, _("This proves the app's browser, not the scene: a screen can be photographed.")))


def _when_and_where(facts: Facts) -> str:
    """Return the first sentence: "Taken in our app at 14:02, 12 m from the place, device of the handling officer."."""
    parts = [_("Taken in our app") if facts.get("in_app") else _("Taken with the phone's own camera or gallery")]
    if at := _instant(facts.get("at")):
        parts[0] = _("%(how)s on %(at)s") % {"how": parts[0], "at": at}
    if (metres := facts.get("distance_m")) is not None:
        parts.append(
            _("%(metres)d m from the place (GPS ±%(accuracy)d m)")
            % {"metres": round(metres), "accuracy": round(facts.get("accuracy_m") or 0)}
        )
    device = {
        "handler": _("device of the handling officer"),
        "validator": _("device of the validator"),
        "sender": _("device of the person who sent it"),
    }.get(str(facts.get("device", "")))
    return ", ".join([*parts, *([device] if device else [])]) + "."


def _problem(name: str, facts: Facts) -> str:
    words = PROBLEMS.get(name)
    return words(facts) if words else ""


def _far(facts: Facts) -> str:
    return _("That is far from the reported place; a wrong pin or a wrong satellite fix can be why, too.")


def _clock(facts: Facts) -> str:
    minutes = round(abs(facts.get("skew_seconds") or 0) / 60)
    if not minutes:
        return _("The time that the device tells does not fit.")
    return _("The device's clock was %(minutes)d min off; the time above is corrected by it.") % {"minutes": minutes}


PROBLEMS: dict[str, Callable[[Facts], str]] = {
    "outside": lambda facts: _("It was chosen on the phone, so nothing shows when and where it was taken."),
    "no_challenge": lambda facts: _("No one-time code came with it: the app had none left for this visit."),
    "challenge": lambda facts: _("Its one-time code was not given to this person for this report."),
    "used": lambda facts: _("Its one-time code came with an earlier photo already."),
    "late": lambda facts: _("Its one-time code was more than 24 hours old when the photo was taken."),
    "unsigned": lambda facts: _("The device did not sign it."),
    "unknown_key": lambda facts: _("The device that signed it is not registered."),
    "foreign_key": lambda facts: _(
        "The device that signed it is registered for another person: phones may have been swapped."
    ),
    "revoked_key": lambda facts: _("The device that signed it had been revoked."),
    "signature": lambda facts: _("The signature does not fit: picture, time or place were changed after it was taken."),
    "clock": _clock,
    "future": lambda facts: _("The time that the device tells lies in the future."),
    "no_place": lambda facts: _("No place came with it: the phone had none, or was not allowed to tell."),
    "away": _far,
    "apart": lambda facts: _("That is some way from the reported place; the pin may be rough."),
    "vague": lambda facts: _("The place is too rough to say more."),
}


def _instant(written: Any) -> str:
    try:
        wall = local(datetime.fromisoformat(str(written)))
    except ValueError:
        return ""
    return f"{date_format(wall, 'j F Y, H.i')} {wall.tzname()}"
