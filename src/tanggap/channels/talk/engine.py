"""The dialogue: a message and the draft so far in, the next draft, what to say and what to do out.

Only what is missing is asked, one thing a message. What is not understood is filed as it is, for a person to look at: nothing that
may be a complaint is lost, and nobody is asked without end.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from tanggap.catalog.pack.dialogue import LEAST_WAIT_MINUTES, Step, dialogue
from tanggap.channels.contract import Said
from tanggap.channels.talk import words
from tanggap.channels.talk.gazette import gazette
from tanggap.channels.talk.lexicon import without_links
from tanggap.channels.talk.place import Found
from tanggap.channels.talk.reading import Message, Spot
from tanggap.channels.talk.turns import (
    Act,
    Add,
    Cancel,
    Current,
    Draft,
    File,
    Mute,
    Object,
    Quiet,
    Rate,
    Reopen,
    Reply,
    Status,
    Turn,
)
from tanggap.intake.checks import LEAST_LETTERS, LONGEST_ADDRESS
from tanggap.intake.cleaning import LONGEST_TEXT, clean_text
from tanggap.reports.words import CLOSED, State
from tanggap.triage import suggest

SILENCE = timedelta(minutes=LEAST_WAIT_MINUTES)  # no pack lets go of a draft sooner
FRIENDLY = {"thanks": "thanks", "greeting": "greeting"}  # what is answered of chatter, and with what
PLACE_QUESTIONS = frozenset(
    {"ask_where", "ask_area", "ask_area_in", "ask_which", "ask_whether", "outside", "outside_town", "bad_location"}
)
OFFERS = frozenset({"ask_whether", "ask_which", "ask_area_in"})


def hear(
    draft: Draft | None,
    said: Said,
    *,
    now: datetime,
    language: str,
    current: Current | None = None,
    can_show: bool = True,
) -> Turn:
    """Return what follows from a message: `draft` is what the thread told before, `current` the report that it is about.

    Pure, and never raises. `now` is when it is heard, `language` the one of the thread (for the text of a report without words).
    Without `can_show` the channel carries no photos, and none is asked for.
    """
    message = Message(said)
    noticed = message.language()
    language = noticed or language
    if said.is_machine:
        turn = Turn(draft, act=Quiet("machine"))
    elif not said.may_ask:
        turn = _letter(message, now=now, language=language, current=current)
    elif (commanded := _command(message, draft, current)) is not None:
        turn = commanded
    elif draft is not None:
        turn = _go_on(draft, message, now=now, language=language)
    elif current is not None and not _is_new(message, current):
        turn = _about(current, message)
    elif reason := message.chatter() or _idle(message):
        turn = _chatter(None, message, reason)
    else:
        fresh = Draft(now, now, done=() if can_show else ("photo",))
        turn = _go_on(fresh, message, now=now, language=language)
    return replace(turn, language=noticed)


def time_out(draft: Draft, *, now: datetime) -> Turn | None:
    """Return how a draft that nobody goes on with ends, None as long as it is waited for. What tells of a problem is filed as it is."""
    if now - draft.touched_at < timedelta(minutes=dialogue(Path(settings.TANGGAP_PACK)).wait_minutes):
        return None
    if draft.elsewhere and not _has_place(draft):
        return Turn(act=Quiet("outside"))
    if draft.has_what or draft.photos:
        return _filed(draft, "")
    return Turn(act=Quiet("unfinished"))


# --- commands -----------------------------------------------------------------------------------------------------


def _command(message: Message, draft: Draft | None, current: Current | None) -> Turn | None:
    if message.photos or message.has_point():
        return None
    if message.is_all("mute"):
        return Turn(says=(Reply("muted"),), act=Mute())
    if message.is_all("cancel"):
        return _cancel(draft, current)
    if message.asks_status() and not (current and message.code() == current.code and message.has("unsolved")):
        return _status(message, draft, current)
    if message.is_all("help"):
        return Turn(draft, (Reply("help"),))
    return None


def _cancel(draft: Draft | None, current: Current | None) -> Turn:
    if draft is not None:
        return Turn(says=(Reply("cancelled"),), act=Cancel())
    if current is not None:
        return Turn(says=(Reply("withdraw_by_link", {"code": current.code}),), act=Quiet("withdraw"))
    return Turn(says=(Reply("nothing_to_cancel"),), act=Quiet("nothing_to_cancel"))


def _status(message: Message, draft: Draft | None, current: Current | None) -> Turn:
    if code := message.code():
        return Turn(draft, act=Status(code))
    if written := message.written_code():
        return Turn(draft, (Reply("wrong_code", {"code": written}),))
    if current is not None:
        return Turn(draft, act=Status(current.code))
    return Turn(draft, (Reply("ask_code"),))


# --- a new complaint ----------------------------------------------------------------------------------------------


def _letter(message: Message, *, now: datetime, language: str, current: Current | None) -> Turn:
    """A letter is complete in itself: it is filed or left alone, never asked back."""
    if current is not None:
        turn = _about(current, message)
        return replace(turn, says=())
    message = _titled(message)
    if reason := message.chatter():
        return Turn(act=Quiet(reason))
    draft, _ = _take(Draft(now, now), message)
    return _filed(draft, language)


def _titled(message: Message) -> Message:
    """Return a letter with its subject above its text: many say only there what and where. One that names a report is ours, answered."""
    said = message.said
    if (
        not said.title
        or said.title.casefold() in said.text.casefold()
        or Message(replace(said, text=said.title)).code()
    ):
        return message
    return Message(replace(said, text=f"{said.title}\n\n{said.text}".strip()))


def _idle(message: Message) -> str:
    is_idle = any(message.is_all(name) for name in ("yes", "no", "unknown"))
    return "small_talk" if is_idle and not message.photos and not message.has_point() else ""


def _chatter(draft: Draft | None, message: Message, reason: str) -> Turn:
    kind = FRIENDLY.get(reason)
    if draft is None and kind and not message.said.is_public:
        return Turn(None, (Reply(kind),), Quiet(reason), is_friendly=True)
    return Turn(draft, act=Quiet(reason))


def _go_on(draft: Draft, message: Message, *, now: datetime, language: str) -> Turn:
    before = draft
    draft = replace(draft, touched_at=now, turns=draft.turns + 1)
    reason = message.chatter() if before.turns else None
    if reason and reason != "greeting" and not _answers(before, message):
        return _chatter(draft, message, reason) if draft.turns < message.book.most_turns else _filed(draft, language)
    if _waits(before, message) and draft.turns < message.book.most_turns:
        return Turn(draft)
    draft, trouble = _take(draft, message)
    is_understood = _tells_more(before, draft) and trouble is None
    draft = replace(draft, puzzles=0 if is_understood else draft.puzzles + 1)
    if draft.turns >= message.book.most_turns or draft.puzzles >= message.book.most_puzzles:
        return _filed(draft, language)
    for step in message.book.steps:
        if _NEEDS[step.need](draft, step):
            question = trouble if trouble and step.need == "where" else _question(draft, step, message)
            return Turn(replace(draft, asked=question.kind), (question,))
    return _filed(draft, language)


def _waits(draft: Draft, message: Message) -> bool:
    """Return whether a photo was asked for and is announced: it is waited for, without a word."""
    is_announced = message.is_all("yes") or message.is_all("wait")
    return draft.asked == "ask_photo" and is_announced and not message.photos and not message.has_point()


def _answers(draft: Draft, message: Message) -> bool:
    """Return whether the message is an answer to the last question, although it would be chatter without it."""
    return bool(draft.asked) and any(message.is_all(name) for name in ("yes", "no", "unknown", "wait"))


def _tells_more(before: Draft, draft: Draft) -> bool:
    if not before.turns:
        return True
    return (
        replace(before, touched_at=draft.touched_at, turns=draft.turns, words=draft.words, asked=draft.asked) != draft
    )


# --- taking in what a message tells -------------------------------------------------------------------------------


def _take(draft: Draft, message: Message) -> tuple[Draft, Reply | None]:
    """Return the draft with what the message tells, and what is wrong with the location that it shared, if anything."""
    draft = replace(draft, photos=draft.photos + message.photos)
    if (answered := _closed_answer(draft, message)) is not None:
        return answered, None
    draft, trouble = _point(draft, message)
    is_answer = draft.asked in PLACE_QUESTIONS
    place = message.find(is_answer=is_answer, among=draft.options)
    tells_what = message.tells_what(place, is_answer=draft.asked in {"ask_what", "ask_what_at"})
    draft = _placed(draft, message, place, tells_what=tells_what)
    if message.text and (tells_what or not (place.covered or place.address) or not draft.turns):
        draft = replace(draft, words=(*draft.words, clean_text(message.text)))
    if draft.asked == "ask_photo":
        draft = replace(draft, done=(*draft.done, "photo"))
    return replace(draft, has_what=draft.has_what or tells_what), trouble


def _closed_answer(draft: Draft, message: Message) -> Draft | None:
    """Return the draft after a plain yes, no or don't know, None when the message is none of them."""
    if message.photos or message.has_point():
        return None
    if draft.asked == "ask_whether" and message.is_all("yes"):
        return replace(draft, area=draft.options[0], options=())
    if draft.asked in PLACE_QUESTIONS and message.is_all("unknown"):
        return replace(draft, done=(*draft.done, "where"))
    if draft.asked in OFFERS and message.is_all("no"):
        return replace(draft, options=())
    if draft.asked == "ask_photo" and (message.is_all("no") or message.is_all("unknown")):
        return replace(draft, done=(*draft.done, "photo"))
    return None


def _point(draft: Draft, message: Message) -> tuple[Draft, Reply | None]:
    spot = message.spot()
    if spot is None:
        return draft, None
    if spot.lon is None:
        return draft, _trouble(spot)
    return replace(draft, lon=spot.lon, lat=spot.lat, area=spot.area, options=(), elsewhere=""), None


def _trouble(spot: Spot) -> Reply:
    return Reply("bad_location") if spot.is_broken else Reply("outside", {"km": spot.km, "place": spot.near})


def _placed(draft: Draft, message: Message, place: Found, *, tells_what: bool) -> Draft:
    """Return the draft with the place that the words tell; a point that the sender gave is never moved by words."""
    address = place.address or message.said.address
    if draft.asked in PLACE_QUESTIONS and not tells_what and len(message.plain) <= LONGEST_ADDRESS and address:
        address = " ".join(message.plain.split())
    if address and address.casefold() not in draft.address.casefold():
        draft = replace(draft, address=", ".join(filter(None, (draft.address, address)))[:LONGEST_ADDRESS])
    if draft.lon is not None:
        return draft
    if len(place.areas) == 1 and place.is_sure:
        return replace(draft, area=place.areas[0], options=(), elsewhere="")
    if place.areas and draft.area is None:
        return replace(draft, options=place.areas, hint=place.label, elsewhere="")
    return replace(draft, elsewhere=place.town) if place.town and draft.area is None else draft


# --- what is missing ----------------------------------------------------------------------------------------------


def _has_place(draft: Draft) -> bool:
    return draft.area is not None or draft.lon is not None


def _lacks_what(draft: Draft, step: Step) -> bool:
    return not draft.has_what


def _lacks_where(draft: Draft, step: Step) -> bool:
    return not _has_place(draft) and "where" not in draft.done


def _lacks_photo(draft: Draft, step: Step) -> bool:
    if draft.photos or "photo" in draft.done:
        return False
    return not step.categories or _likely(_text(draft)) in step.categories


def _likely(text: str) -> str | None:
    """Return the category of which a text speaks most, None where two are even: enough to ask for a photo, too little to file it under."""
    best, *others = [*suggest.suggest(without_links(text), limit=2), None]
    if best is None or (others and others[0] and others[0].score == best.score):
        return None
    return best.category


_NEEDS: dict[str, Callable[[Draft, Step], bool]] = {"what": _lacks_what, "where": _lacks_where, "photo": _lacks_photo}


def _question(draft: Draft, step: Step, message: Message) -> Reply:
    """Return the question for a step; one about the place begins with what is known of it."""
    spoken = gazette(Path(settings.TANGGAP_PACK)).spoken
    if step.need == "what" and draft.area:
        return Reply("ask_what_at", {"place": spoken(draft.area)})
    if step.need != "where":
        return Reply(step.ask)
    if draft.elsewhere:
        return Reply("outside_town", {"town": draft.elsewhere})
    if len(draft.options) == 1:
        return Reply("ask_whether", {"place": spoken(draft.options[0])})
    if 1 < len(draft.options) <= message.book.most_options:
        return Reply("ask_which", {"options": _listed(draft.options)})
    if draft.options:
        return Reply("ask_area_in", {"place": draft.hint})
    return Reply("ask_area" if draft.address or draft.asked in PLACE_QUESTIONS else step.ask)


def _listed(codes: tuple[str, ...]) -> str:
    names = gazette(Path(settings.TANGGAP_PACK)).names
    return ", ".join(f"{number} {names.by_code[code].name}" for number, code in enumerate(codes, 1))


# --- filing -------------------------------------------------------------------------------------------------------


def _text(draft: Draft) -> str:
    return "\n".join(draft.words)


def _filed(draft: Draft, language: str) -> Turn:
    text = _text(draft)[:LONGEST_TEXT].strip()
    if sum(sign.isalnum() for sign in text) < LEAST_LETTERS:
        text = f"{words.without_words(language)} {text}".strip()
    category = suggest.confident(without_links(text))
    act = File(text, lon=draft.lon, lat=draft.lat, area=draft.area, address=draft.address, category=category)
    return Turn(act=act)


# --- about a report that there is ---------------------------------------------------------------------------------


def _is_new(message: Message, current: Current) -> bool:
    """Return whether the message tells of something else than the current report: it says so, or is a whole complaint by itself."""
    if message.is_led_by("new"):
        return True
    if current.is_asked or message.chatter() or message.tells_unsolved() or _objects(current, message):
        return False
    place = message.find(is_answer=False)
    if not message.tells_what(place, is_answer=False):
        return False
    spot = message.spot()
    area = spot.area if spot else place.areas[0] if len(place.areas) == 1 and place.is_sure else None
    if area is not None and (kind := _likely(message.plain)) is not None:
        return (area, kind) != (current.area, current.category)
    return current.state in CLOSED and not (current.may_rate or current.may_reopen)


def _about(current: Current, message: Message) -> Turn:
    text = clean_text(message.text)
    reason = message.chatter()
    if _objects(current, message):
        return Turn(act=Object(text))
    if reason in {"wordless", "ad"} or (reason == "abuse" and not message.tells_unsolved()):
        return Turn(act=Quiet(reason))
    if current.is_asked and reason not in FRIENDLY:
        return Turn(act=Add(text))
    if (current.may_rate or current.may_reopen) and (turn := _judged(current, message, text)):
        return turn
    if reason:
        return _chatter(None, message, reason)
    return _acted(Add(text), Reply("added_planned" if current.may_object else "added", {"code": current.code}))


def _objects(current: Current, message: Message) -> bool:
    """Return whether the sender does not want to wait for the planning; whether it is too late for that the action says."""
    return current.state == State.PLANNED and message.objects()


def _judged(current: Current, message: Message, text: str) -> Turn | None:
    """Return the turn of words about a closure: disputed, rated, or asked for a score that is one."""
    if message.tells_unsolved():
        if current.may_reopen:
            return Turn(act=Reopen(text))
        return Turn(act=Rate(1, text)) if current.may_rate else None
    score = message.score() if current.may_rate else None
    if score is None:
        return None
    if not score:
        return Turn(says=(Reply("ask_score", {"code": current.code}),), act=Quiet("no_score"))
    return Turn(act=Rate(score, "" if len(message.tokens) == 1 else text))


def _acted(act: Act, reply: Reply) -> Turn:
    return Turn(says=(reply,), act=act)
