"""Whatever link is guessed, forwarded in part or invented: without the reporter's token nothing about a closure changes."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories import LITTER, make

from tanggap.core.refusal import NotFound, Refusal
from tanggap.feedback import actions as feedback
from tanggap.feedback.models import Asker, Neighbour, Rating, Request
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Photo
from tanggap.reports.words import State

pytestmark = pytest.mark.django_db
ACTS: dict[str, Callable[..., Any]] = {
    "answer": lambda **own: feedback.answer(**own, answer="x"),
    "add": lambda **own: feedback.add(**own, message="x"),
    "rate": lambda **own: feedback.rate(**own, score=1),
    "detail": lambda **own: feedback.detail(**own, message="x"),
    "reopen": lambda **own: feedback.reopen(**own, message="x"),
    "request": lambda **own: feedback.request_reopen(**own, message="x"),
    "dispute": lambda **own: feedback.dispute(**own, message="x"),
    "appeal": lambda **own: feedback.appeal(**own, message="x"),
}
hexadecimal = st.text("0123456789abcdef", min_size=48, max_size=48)
spoilt = st.tuples(st.integers(0, 47), st.sampled_from("0123456789abcdefg\x00"))


@pytest.fixture
def scene():
    """Two solved reports of two people; a neighbour stands behind the first."""
    mine, other = (make.report(category=LITTER) for _ in range(2))
    reports.support(code=mine.code, person="ani")
    from tests.feedback.test_joined_and_neighbours import close

    for report in (mine, other):
        close(report)
        assert Event.objects.filter(report=report).last().state_after == State.RESOLVED
    return mine, other


def written() -> list[int]:
    return [model.objects.count() for model in (Event, Rating, Request, Asker, Neighbour, Photo)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    act=st.sampled_from(sorted(ACTS)),
    token=st.one_of(hexadecimal, spoilt, st.text(max_size=60), st.just("other"), st.just("half")),
)
def test_nothing_changes_without_the_reporters_token(scene, act, token):
    mine, other = scene
    right, before = make.token(mine), written()
    if isinstance(token, tuple):
        place, letter = token
        token = right[:place] + letter + right[place + 1 :]
    token = {"other": make.token(other), "half": right[:24]}.get(token, token)
    if token == right:
        return

    with pytest.raises(NotFound):
        ACTS[act](code=mine.code, token=token)

    assert written() == before


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(person=st.text(max_size=70).filter(lambda typed: typed != "ani"), is_solved=st.booleans())
def test_nobody_but_a_supporter_speaks_as_a_neighbour(scene, person, is_solved):
    mine, _other = scene
    before = written()

    with pytest.raises(Refusal):
        feedback.confirm(code=mine.code, person=person, is_solved=is_solved)

    assert written() == before
