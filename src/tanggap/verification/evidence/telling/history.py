"""What the file says of itself, in sentences for a validator: what was read, what else explains it, what it cannot show."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from tanggap.verification.evidence.history.tools import BY_KEY

Facts = Mapping[str, Any]
_EDITABLE = gettext_lazy("What a file says of itself is easily changed: a reason to ask, not a proof.")


@dataclass(frozen=True, slots=True)
class Words:
    """How one check is told: `title` in a few words, `detail` with the figures and the limit."""

    title: Callable[[Facts], str]
    detail: Callable[[Facts], str]


def title(facts: Facts, tone: str) -> str:
    """Return what was found, in a few words."""
    return _words(facts).title(facts)


def detail(facts: Facts, tone: str) -> str:
    """Return what it means, with its figures and its limit."""
    return _words(facts).detail(facts)


def _words(facts: Facts) -> Words:
    return WORDS.get(str(facts.get("check")), WORDS["nothing"])


def _future(facts: Facts) -> str:
    return (
        _("The file's date lies %(span)s after the claim. A clock set wrongly does this too.")
        % {"span": _span(facts.get("hours", 0))}
        + " "
        + str(_EDITABLE)
    )


def _old(facts: Facts) -> str:
    return (
        _("The file is dated %(year)s, %(span)s before the claim. A camera whose clock was never set does this too.")
        % {"year": facts.get("year", ""), "span": _span(24 * facts.get("days", 0))}
        + " "
        + str(_EDITABLE)
    )


def _before(facts: Facts) -> str:
    return (
        _("The file's date lies %(span)s before the report came, in whatever time zone the camera was.")
        % {"span": _span(facts.get("hours", 0))}
        + " "
        + str(_EDITABLE)
    )


def _disagree(facts: Facts) -> str:
    return (
        _(
            "The camera's date and the satellites' date in the same file are %(span)s apart. One of them was changed, or set wrongly."
        )
        % {"span": _span(24 * facts.get("days", 0))}
        + " "
        + str(_EDITABLE)
    )


def _fits(facts: Facts) -> str:
    if facts.get("is_exact"):
        return _("The file's date lies between the report and the claim. This is easily changed and shows little.")
    return _(
        "The file's date lies between the report and the claim, read in the city's time: the file names no zone. "
        "This is easily changed and shows little."
    )


def _away(facts: Facts) -> str:
    return (
        _(
            "The position in the file is %(distance)s from the report's point. A telephone may have kept an old position."
        )
        % {"distance": distance(facts.get("metres", 0))}
        + " "
        + str(_EDITABLE)
    )


def _near(facts: Facts) -> str:
    return _(
        "The position in the file is %(distance)s from the report's point. Positions can be invented: it shows little."
    ) % {"distance": distance(facts.get("metres", 0))}


def _generator(facts: Facts) -> str:
    return _(
        "The file names %(tools)s, which makes or changes pictures with AI. The picture may be invented or changed in parts."
    ) % {"tools": _tools(facts)}


def _editor(facts: Facts) -> str:
    return _(
        "The file names %(tools)s. Brightening and cropping are done with it as well as removing things: look closely, and ask."
    ) % {"tools": _tools(facts)}


def _keeper(facts: Facts) -> str:
    return _("The file names %(tools)s, with which pictures are mostly turned, sorted or made smaller.") % {
        "tools": _tools(facts)
    }


def _declared_title(facts: Facts) -> str:
    return {
        "generated": _("Declared as made by AI"),
        "ai_edited": _("Declared as changed with AI"),
        "drawn": _("Declared as drawn by a computer"),
        "screen": _("Declared as a picture of a screen"),
        "edited": _("Declared as edited"),
    }.get(str(facts.get("origin")), _("Declared as edited"))


def _declared(facts: Facts) -> str:
    if facts.get("origin") in ("generated", "ai_edited"):
        return _(
            "The file itself says so, in the words of the IPTC standard or a generator's own mark. Some telephones also mark "
            "a photo that they made clearer with AI: ask what was done."
        )
    if facts.get("origin") == "screen":
        return _("The file itself says that it is a screenshot. Ask for the photo as the camera took it.")
    return _("The file itself says so, in the words of the IPTC standard. Ask what was done.")


def _device(facts: Facts) -> str:
    return (
        _(
            "The file names the camera %(model)s, but the photo was sent from another device. Colleagues do share photos."
        )
        % {"model": facts.get("model", "")}
        + " "
        + str(_EDITABLE)
    )


def _unread(facts: Facts) -> str:
    return _(
        "One of the checks of the file did not come to its end: damaged files do this, and files made to disturb. "
        "Nothing is known from it."
    )


def _screen(facts: Facts) -> str:
    return _(
        "The picture is as large as a telephone's screen (%(width)s × %(height)s) and names no camera: it may be a screenshot. "
        "Ask for the photo as the camera took it."
    ) % {"width": facts.get("width", ""), "height": facts.get("height", "")}


def _invalid(facts: Facts) -> str:
    what = {
        "content": _("The file carries a signature, but it was changed after it was signed."),
        "signature": _("The file carries a signature that does not hold."),
        "certificate": _("The file carries a signature whose certificate was not valid."),
    }.get(str(facts.get("why")), _("The file carries a signature that cannot be read."))
    return what + " " + _("Programs that know nothing of signatures do this too, without any ill will.")


def _credentials_title(facts: Facts) -> str:
    return {
        "generated": _("Its signed history declares AI"),
        "ai_edited": _("Its signed history declares a change with AI"),
        "drawn": _("Its signed history declares a drawing"),
        "screen": _("Its signed history declares a screenshot"),
    }.get(str(facts.get("origin")), _("Its signed history declares changes"))


def _credentials(facts: Facts) -> str:
    holds = (
        _("The signature holds; nobody is likely to sign this against himself.")
        if facts.get("holds")
        else _("The signature does not hold, so the file was changed again since.")
    )
    tools = _tools(facts)
    return " ".join(
        (
            _("The file's Content Credentials say how it was made: %(origin)s.") % {"origin": _origin(facts)},
            *([_("They name %(tools)s.") % {"tools": tools}] if tools else []),
            holds,
        )
    )


def _origin(facts: Facts) -> str:
    return {
        "generated": _("made by AI"),
        "ai_edited": _("changed in part with AI"),
        "drawn": _("drawn by a computer"),
        "screen": _("taken from a screen"),
    }.get(str(facts.get("origin")), _("edited"))


def _part(facts: Facts) -> str:
    return _(
        "Cameras keep a small picture inside the file, and programs that change a photo often leave it. In the %(where)s of the photo "
        "it shows something else. Look closely there, and ask what was removed or added."
    ) % {"where": _where(facts)}


def _where(facts: Facts) -> str:
    """Return in which part of the picture the middle of the first region lies."""
    try:
        left, top, right, bottom = map(float, facts["regions"][0]["box"])
    except (KeyError, IndexError, TypeError, ValueError):
        return _("outlined part")
    places = (
        (_("upper left"), _("upper middle"), _("upper right")),
        (_("left"), _("middle"), _("right")),
        (_("lower left"), _("lower middle"), _("lower right")),
    )
    row, column = (min(2, max(0, int(3 * (start + end) / 2))) for start, end in ((top, bottom), (left, right)))
    return places[row][column]


def _other(facts: Facts) -> str:
    return _(
        "Cameras keep a small picture inside the file, and programs that change a photo often leave it. It shows another view than "
        "the photo: a crop does this, and another picture under the camera data of this one."
    )


def distance(metres: int) -> str:
    """Return a distance as people read it: `300 m`, `2.1 km`."""
    if metres < 1_000:
        return f"{metres} m"
    kilometres = metres / 1_000
    return f"{number_format(kilometres, 1 if kilometres < 10 else 0)} km"


def _span(hours: int) -> str:
    if hours < 48:
        return ngettext("%(number)d hour", "%(number)d hours", hours) % {"number": hours}
    days = round(hours / 24)
    return ngettext("%(number)d day", "%(number)d days", days) % {"number": days}


def _tools(facts: Facts) -> str:
    names = [BY_KEY[key].name for key in facts.get("tools", ()) if key in BY_KEY]
    return ", ".join(names)


WORDS = {
    "future": Words(lambda facts: _("Dated after the claim"), _future),
    "old": Words(lambda facts: _("Dated in another year"), _old),
    "before_report": Words(lambda facts: _("Dated before the report"), _before),
    "dates_disagree": Words(lambda facts: _("Two dates in the file disagree"), _disagree),
    "time_fits": Words(lambda facts: _("The date fits"), _fits),
    "place_away": Words(lambda facts: _("Position away from the report"), _away),
    "place_fits": Words(lambda facts: _("The position fits"), _near),
    "declared": Words(_declared_title, _declared),
    "generator": Words(lambda facts: _("The file names an AI program"), _generator),
    "editor": Words(lambda facts: _("The file names an editing program"), _editor),
    "keeper": Words(lambda facts: _("The file was saved by another program"), _keeper),
    "device": Words(lambda facts: _("Another camera than the sender's device"), _device),
    "screen_size": Words(lambda facts: _("As large as a telephone's screen"), _screen),
    "credentials_invalid": Words(lambda facts: _("Its signature does not hold"), _invalid),
    "credentials_declare": Words(_credentials_title, _credentials),
    "credentials_edited": Words(_credentials_title, _credentials),
    "credentials_captured": Words(
        lambda facts: _("Signed by a camera that is known to us"),
        lambda facts: _(
            "The file is unchanged since a camera signed it. Whether the scene is a true one, a signature cannot say."
        ),
    ),
    "credentials_unknown": Words(
        lambda facts: _("Signed by somebody unknown to us"),
        lambda facts: _(
            "The file is unchanged since it was signed, but anybody can make such a signature. It says nothing of the scene."
        ),
    ),
    "credentials_elsewhere": Words(
        lambda facts: _("Its signed history lies elsewhere"),
        lambda facts: _(
            "The file names an address of its signed history. We fetch nothing from addresses in files, so it says nothing."
        ),
    ),
    "thumbnail_other": Words(lambda facts: _("The small picture inside shows another view"), _other),
    "thumbnail_part": Words(lambda facts: _("The small picture inside differs in part"), _part),
    "saved_twice": Words(
        lambda facts: _("Saved again after the camera"),
        lambda facts: _(
            "The file names a camera, but its pixels were compressed twice, the first time more coarsely. Any program that opens and "
            "saves a photo does this, so alone it means little."
        ),
    ),
    "unread": Words(lambda facts: _("A check of the file failed"), _unread),
    "no_camera": Words(
        lambda facts: _("No camera data"),
        lambda facts: _(
            "The file says nothing of its camera, time or place. Messengers remove this, so it means nothing."
        ),
    ),
    "nothing": Words(
        lambda facts: _("No sign found in the file"),
        lambda facts: _("These checks found no sign in what the file says of itself. That does not make it genuine."),
    ),
}
