"""What the app sends, one thing at a time: the form of an item, and the one action behind each act."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tanggap.core import clock
from tanggap.reports import actions, capturing
from tanggap.reports.photos import Upload
from tanggap.verification import actions as verification

START, DONE, HOLDS, FAILS, NOTE = "start", "done", "holds", "fails", "note"


class Ticks(forms.MultipleChoiceField):
    """The points that hold, each by its own words. Which points count the category says, in the action."""

    def valid_value(self, value: str) -> bool:
        return True


class ItemForm(forms.Form):
    """One item of the queue. `item` is its key for good, `who` the person who made it, `now` the device's clock as it sends."""

    item = forms.UUIDField()
    who = forms.IntegerField()
    code = forms.CharField(max_length=40)
    act = forms.ChoiceField(choices=[(one, one) for one in (START, DONE, HOLDS, FAILS, NOTE)])
    version = forms.IntegerField(min_value=1)
    message = forms.CharField(required=False, max_length=20_000)
    materials = forms.CharField(required=False, max_length=20_000)
    findings = forms.CharField(required=False, max_length=20_000)
    points = Ticks(required=False)
    captured = forms.CharField(required=False, max_length=20_000)
    now = forms.CharField(required=False, max_length=40)

    def clean_captured(self) -> list[Mapping[str, Any]]:
        """Return what is told of each photo, in their order. What cannot be read is told of none."""
        try:
            told = json.loads(self.cleaned_data["captured"] or "[]")
        except (ValueError, RecursionError):
            return []
        return [one if isinstance(one, dict) else {} for one in told] if isinstance(told, list) else []

    def clean(self) -> dict[str, Any] | None:
        """Refuse a photo that the request lost: nothing is done with half of an item."""
        if len(self.files.getlist("photos")) != len(self.cleaned_data.get("captured", ())):
            self.add_error("captured", _("The photos did not arrive whole. They are sent again."))
        return self.cleaned_data

    def uploads(self, by: Any) -> list[Upload]:
        """Return the photos with what the app says of each."""
        skew = _skew(self.cleaned_data["now"])
        files = self.files.getlist("photos")
        return [
            Upload(file.read(), file.name or "", captured=capturing.read(told, by=by, skew_seconds=skew))
            for file, told in zip(files, self.cleaned_data["captured"], strict=True)
        ]

    def mark(self, uploads: list[Upload]) -> bytes:
        """Return the SHA-256 of what is asked for, whenever and against whichever version it arrives."""
        given = self.cleaned_data
        said = [given[name] for name in ("code", "act", "message", "materials", "findings")]
        shown = [hashlib.sha256(one.data).hexdigest() for one in uploads]
        return hashlib.sha256(json.dumps([said, sorted(given["points"]), shown]).encode()).digest()


def act(given: Mapping[str, Any], uploads: list[Upload], by: Any) -> Callable[[], object]:
    """Return the one action that an item asks for, ready to be done."""
    code, version, message = given["code"], given["version"], given["message"]
    checked = {"checklist": dict.fromkeys(given["points"], True), "findings": given["findings"], "photos": uploads}
    calls: dict[str, Callable[[], object]] = {
        START: lambda: actions.start(code=code, version=version, by=by, message=message, photos=uploads),
        DONE: lambda: actions.claim_done(
            code=code, version=version, by=by, message=message, materials=given["materials"], photos=uploads
        ),
        HOLDS: lambda: verification.accept(code=code, version=version, verifier=by, **checked),
        FAILS: lambda: verification.reject(code=code, version=version, verifier=by, message=message, **checked),
        NOTE: lambda: actions.note(code=code, by=by, note=message, photos=uploads, key=str(given["item"])),
    }
    return calls[given["act"]]


def _skew(now: str) -> int | None:
    """Return by how many seconds the device's clock is ahead of ours; None when it does not tell."""
    try:
        told = datetime.fromisoformat(now)
        return round((told - clock.now()).total_seconds()) if told.tzinfo else None
    except (ValueError, OverflowError):
        return None
