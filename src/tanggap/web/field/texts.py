"""Every word that the app's scripts say, in the active language. `{n}` and the like are filled on the device."""

from django.utils.translation import gettext as _


def texts() -> dict[str, str]:
    """Return the words by the names that the scripts use."""
    return {**_frame(), **_list(), **_visit(), **_camera(), **_queue()}


def _frame() -> dict[str, str]:
    return {
        "app": _("Tanggap Field"),
        "today": _("Today"),
        "back": _("Back to the list"),
        "close": _("Close"),
        "online": _("Online"),
        "offline": _("No line"),
        "sending": _("Sending…"),
        "all_sent": _("everything is sent"),
        "waiting_one": _("{n} item waits to be sent"),
        "waiting_many": _("{n} items wait to be sent"),
        "need_you_one": _("{n} item needs you"),
        "need_you_many": _("{n} items need you"),
        "sign_in_asked": _(
            "You are signed out. Everything that you made is kept on this device and is sent once you sign in again."
        ),
        "sign_in": _("Sign in"),
        "other_person": _(
            "{name} made items on this device that are not sent yet. They are sent when {name} signs in here."
        ),
        "someone": _("Another person"),
        "storage_full": _(
            "The storage of this device is full. This was not kept: make room, or send first what waits."
        ),
        "no_storage": _(
            "This browser keeps nothing on the device. Without a line nothing can be done here; use the desk."
        ),
        "old_list": _("List of {when}. It is read anew as soon as there is a line."),
    }


def _list() -> dict[str, str]:
    return {
        "no_visits": _("Nothing to visit"),
        "no_visits_text": _("Work that is given to you, and field checks of your unit, stand here."),
        "no_list": _("There is no list on this device yet"),
        "no_list_text": _("Open this page once with a line and signed in; from then on it works without."),
        "visits_one": _("{n} visit"),
        "visits_many": _("{n} visits"),
        "order_here": _("In visiting order from where you are"),
        "order_office": _("In visiting order from your office"),
        "work": _("Work"),
        "check": _("Field check"),
        "due": _("due {when}"),
        "waits": _("reported as done {when}"),
        "paused": _("the clock stands still"),
        "no_point": _("no exact place"),
        "map": _("Map"),
        "list": _("List"),
        "map_label": _("Map of the visits"),
        "map_failed": _("The map needs a line the first time that it is opened. The list holds the same places."),
        "not_sent": _("waits to be sent"),
        "needs_you": _("needs you"),
        "refresh": _("Read the list anew"),
    }


def _visit() -> dict[str, str]:
    return {
        "directions": _("Directions"),
        "in_browser": _("Map in the browser"),
        "reported": _("What was reported"),
        "photo_kept_back": _("The reporter's photo is not shown in the field: it could tell who reported."),
        "returned": _("Why it came back"),
        "claimed": _("What the unit says it did"),
        "before": _("Before the work"),
        "before_help": _("If you can: the same view again afterwards shows best what was done."),
        "after": _("The result"),
        "after_help": _("At least {n}. Take the first from the same spot as the photo before."),
        "on_the_spot": _("Photos taken on the spot"),
        "on_the_spot_help": _("At least one. The same view as the report, then what shows best whether it holds."),
        "take": _("Take a photo"),
        "other_camera": _("Use the phone's own camera"),
        "other_camera_help": _("Marked as not captured in our app."),
        "remove": _("Remove photo {n}"),
        "photo": _("Photo {n}"),
        "in_app": _("captured in our app"),
        "not_in_app": _("not captured in our app"),
        "start": _("Start the work"),
        "optional": _("(optional)"),
        "materials": _("Material used"),
        "materials_help": _("Internal: for your unit and the validator. For example: 2 LED lamps, 12 m cable."),
        "message": _("What was done"),
        "message_help": _("The public and the reporter read it."),
        "done": _("Done: send it to be checked"),
        "checklist": _("Checklist"),
        "checklist_help": _("Tick what you saw yourself. All must hold before the report can be closed."),
        "findings": _("What you found"),
        "findings_help": _("Internal: the units and later checks read it, the public does not."),
        "holds": _("It holds: close the report"),
        "fails": _("It does not hold…"),
        "fails_message": _("What is missing?"),
        "fails_help": _("The unit works by these words, and the public and the reporter read them."),
        "fails_send": _("Return it to the unit"),
        "note": _("Write a note"),
        "note_help": _("Internal: the public and the reporter never see it."),
        "note_send": _("Keep the note"),
        "full_page": _("Open the whole report"),
        "made": _("Kept on this device; it is sent as soon as there is a line."),
        "waits_here": _("You have done this visit. It waits to be sent."),
        "moved_on": _("This report is not in your list any more."),
        "write_something": _("Please write something here."),
        "photo_missing": _("Please take at least {n} photo(s)."),
        "tick_all": _("Every point must hold before the report can be closed. If one does not, return it to the unit."),
        "draft": _("What you fill in is kept on this device."),
    }


def _camera() -> dict[str, str]:
    return {
        "camera": _("Camera"),
        "shoot": _("Take the photo"),
        "again": _("Take it again"),
        "use": _("Use this photo"),
        "ghost": _("Photo before, laid over"),
        "no_ghost": _("No photo before"),
        "level": _("Held level"),
        "not_level": _("Tilted by {n}°"),
        "gps_wait": _("Looking for the place…"),
        "gps": _("GPS ±{n} m"),
        "gps_rough": _("GPS ±{n} m: rough, wait a moment under the open sky"),
        "gps_none": _("No place: allow this page to use it"),
        "code": _("Code {word}"),
        "code_write": _("Write {word} on paper and have it in the picture."),
        "no_code": _("No code left: read the list anew with a line"),
        "no_camera": _("The camera cannot be opened here. Allow this page to use it, or use the phone's own camera."),
    }


def _queue() -> dict[str, str]:
    return {
        "queue": _("To be sent"),
        "queue_empty": _("Nothing waits"),
        "queue_empty_text": _("Everything that you made has arrived."),
        "send_now": _("Send now"),
        "act_start": _("Work started"),
        "act_done": _("Reported as done"),
        "act_holds": _("Field check: it holds"),
        "act_fails": _("Field check: it does not hold"),
        "act_note": _("Internal note"),
        "photos_one": _("{n} photo"),
        "photos_many": _("{n} photos"),
        "made_at": _("made {when}"),
        "state_waiting": _("waits for a line"),
        "state_tried": _("did not arrive yet, tried {n} times; next try {when}"),
        "state_behind": _("waits for the item before it"),
        "state_other": _("made by {name}; sent when {name} signs in"),
        "state_conflict": _("Somebody was there before"),
        "state_refused": _("Not taken"),
        "happened": _("What happened meanwhile"),
        "now_state": _("The report is now “{state}”."),
        "option_discard": _("Throw it away"),
        "option_note": _("Keep it as an internal note"),
        "option_again": _("Try it anyway"),
        "option_mend": _("Change it"),
        "discard_sure": _("Discard this for good? Its photos are gone then."),
        "note_before": _("From the field app, not sent as meant ({act}):"),
        "wipe": _("Forget everything on this device"),
        "wipe_sure": _(
            "Everything of this app is removed from this device: list, photos, {n} unsent items, and the key of the device. "
            "Unsent items are lost."
        ),
        "wipe_do": _("Forget it all"),
        "cancel": _("Cancel"),
        "devices": _("My devices"),
        "arrived": _("{code}: arrived."),
    }
