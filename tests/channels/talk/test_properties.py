"""What holds for every talk, whatever is said in it."""

import json
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.channels.talk import messages
from tests.channels.talk.scene import NOW, PHOTO, said

from tanggap.catalog.pack.dialogue import dialogue, room
from tanggap.channels.talk import engine, words
from tanggap.channels.talk.engine import PLACE_QUESTIONS
from tanggap.channels.talk.turns import Current, Draft, File, Reply, Turn
from tanggap.intake.checks import LEAST_LETTERS
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
CODE = "JK-4KQ2-M9XT-1CS"
MOST_TURNS = 6
HELPED = {"help", "ask_code", "wrong_code"}  # what is told besides the report is no turn of it
known = st.sampled_from([text for text, _ in messages.FIRST] + [text for texts, _ in messages.TALKS for text in texts])
texts = st.one_of(known, known.flatmap(lambda text: st.builds(str.__add__, st.just(text), known)), st.text(max_size=80))
degrees = st.one_of(
    st.none(),
    st.floats(-400, 400),
    st.floats(106.7, 106.95),
    st.floats(-6.3, -6.1),
    st.just(float("nan")),
    st.just(0.0),
)
heard = st.builds(
    said,
    texts,
    lon=degrees,
    lat=degrees,
    attachments=st.sampled_from([(), (), (PHOTO,)]),
    address=st.sampled_from(["", "", "Warung Bu Tini"]),
    is_public=st.booleans(),
)
talks = st.lists(heard, min_size=1, max_size=10)
currents = st.one_of(
    st.none(),
    st.builds(Current, st.just(CODE), st.sampled_from(State.values), st.booleans(), st.booleans(), st.booleans()),
)
many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def played(talk, current=None):
    """Yield each message of a talk with the draft before it and its turn, as the frame plays it."""
    draft = None
    for message in talk:
        turn = engine.hear(draft, message, now=NOW, language="id", current=current)
        yield draft, message, turn
        draft = turn.draft


@many
@given(talks, currents)
def test_hearing_never_fails_and_what_it_says_fits_one_sms(talk, current):
    for _, _, turn in played(talk, current):
        assert isinstance(turn, Turn)
        assert len(turn.says) <= 1
        for reply in turn.says:
            for language in ("id", "en"):
                text = words.say(reply, language)
                assert 0 < len(text) <= room(text)


@many
@given(st.lists(heard.filter(lambda message: message.text), min_size=MOST_TURNS + 4, max_size=MOST_TURNS + 4))
def test_a_report_is_filed_or_let_go_within_six_messages(talk):
    open_for = 0
    for _, _, turn in played(talk):
        is_besides = (bool(turn.says) and turn.says[0].kind in HELPED) or type(turn.act).__name__ == "Status"
        open_for = 0 if turn.draft is None else open_for + (not is_besides)
        assert open_for < MOST_TURNS


@many
@given(talks)
def test_what_was_told_is_never_asked(talk):
    for _, _, turn in played(talk):
        draft = turn.draft
        if draft is None or not turn.says:
            continue
        asked = turn.says[0].kind
        if asked in PLACE_QUESTIONS - {"outside", "bad_location"}:
            assert (draft.area, draft.lon) == (None, None)
        if asked == "ask_where":
            assert not draft.address
        if asked in {"ask_what", "ask_what_at"}:
            assert not draft.has_what
        if asked == "ask_photo":
            assert not draft.photos


@many
@given(talks)
def test_a_draft_is_the_same_after_its_way_through_json(talk):
    for _, _, turn in played(talk):
        if turn.draft is not None:
            assert Draft.from_json(json.loads(json.dumps(turn.draft.as_json()))) == turn.draft


@many
@given(talks)
def test_what_is_filed_can_be_accepted(talk):
    for _, _, turn in played(talk):
        if isinstance(turn.act, File):
            act = turn.act
            assert sum(sign.isalnum() for sign in act.text) >= LEAST_LETTERS
            assert len(act.text) <= 10_000
            assert len(act.address) <= 300
            assert (act.lon is None) == (act.lat is None)
            assert turn.draft is None


@many
@given(talks, st.integers(0, 300))
def test_a_silent_draft_ends_when_its_time_is_over_and_not_before(talk, minutes):
    wait = dialogue(words.Path(words.settings.TANGGAP_PACK)).wait_minutes
    for _, _, turn in played(talk):
        if turn.draft is not None:
            ended = engine.time_out(turn.draft, now=NOW + timedelta(minutes=minutes))
            assert (ended is None) == (minutes < wait)
            assert ended is None or (ended.draft is None and ended.says == () and ended.act is not None)


@many
@given(
    st.sampled_from(sorted(engine_says := dialogue(words.Path("packs/jakarta")).says)),
    st.dictionaries(
        st.sampled_from(["place", "options", "town", "km", "code", "state", "unit", "due", "why"]),
        st.text(max_size=400),
    ),
    st.sampled_from(["id", "en", "fr"]),
)
def test_no_value_makes_a_text_longer_than_its_sms(kind, blanks, language):
    text = words.say(Reply(kind, blanks), language)

    assert len(text) <= room(text)
