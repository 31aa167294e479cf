"""The plan depends on the seed alone and asks nothing impossible of anybody."""

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from tests.demo.conftest import UNTIL, known, planned

from tanggap.agencies import queries as agencies
from tanggap.agencies.words import UnitKind
from tanggap.catalog import queries as catalog
from tanggap.config.demo import figures
from tanggap.config.demo.figures import NothingToSimulate
from tanggap.config.demo.lives import HOUR
from tanggap.config.demo.playing import turns
from tanggap.config.demo.texts import is_english
from tanggap.places import locate

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("plan")]  # the plan of the full size is made once


def test_the_same_seed_plans_the_same_city_and_another_another():
    first, again, other = (planned(seed=seed, reports=60) for seed in (7, 7, 8))
    assert first == again
    assert [life.text for life in first] != [life.text for life in other]


def test_everything_happens_in_one_order_of_time_until_now(lives):
    story = turns(lives, UNTIL)
    assert all(sooner.at <= later.at for sooner, later in pairwise(story))
    assert story[-1].at <= UNTIL
    begun: set[int] = set()
    for turn in story:
        if turn.step is None:
            begun.add(turn.life.number)
        assert turn.life.number in begun


def test_reports_come_in_within_the_days_asked_for(lives):
    assert UNTIL - timedelta(days=90) <= min(life.at for life in lives)
    assert max(life.at for life in lives) <= UNTIL


def test_every_report_lies_in_the_area_that_it_names(lives):
    for life in lives[::25]:
        assert locate.locate(life.lon, life.lat).area == life.area


def test_a_report_joins_an_older_open_one_of_its_kind_nearby(lives):
    by_number = {life.number: life for life in lives}
    joined = [(life, step) for life in lives for step in life.steps if step.act == "merge"]
    assert len(joined) > 50
    for life, step in joined:
        parent = by_number[step.facts["parent"]]
        assert parent.at < life.at
        assert parent.category == life.category
        assert parent.open_until is None or parent.open_until > step.at
        assert not parent.is_joined
        assert locate.distance_m(life.lon, life.lat, parent.lon, parent.lat) <= parent.category.near_metres


def test_every_kind_of_end_is_there(lives):
    acts = {step.act for life in lives for step in life.steps}
    assert acts == {
        "complete", "coordinate", "disposition", "start", "ask", "answer", "resume", "claim", "send_to_field", "fail",
        "accept", "reject", "refer", "hand_back", "appeal", "merge", "support", "rate", "reopen", "help", "take_on", "turn_down", "do_part",
    }  # fmt: skip


def test_some_results_are_faked_with_photos_that_show_no_work_and_most_are_found(lives):
    faked = [life for life in lives if life.is_faked]
    claims = sum(step.act == "claim" for life in lives for step in life.steps)
    found = sum(any(step.act == "fail" for step in life.steps) for life in faked)
    assert 0.006 <= len(faked) / claims <= 0.022
    assert 0.5 <= found / len(faked) <= 0.9
    shown = {shot for life in lives if not life.is_faked for step in life.steps for shot in step.photos}
    ways = {"own": 0, "edited": 0, "borrowed": 0}
    for life in faked:
        [photo] = next(step for step in life.steps if step.act == "claim").photos
        ways["own"] += photo == life.photo
        ways["edited"] += photo == replace(life.photo, is_solved=True)
        ways["borrowed"] += replace(photo, stamp="") in shown and bool(photo.stamp)
    assert sum(ways.values()) == len(faked)
    assert min(ways.values()) >= len(faked) // 3


def test_claims_bring_the_photos_that_the_category_asks_for(lives):
    for life in lives:
        needed = int(life.category.evidence.get("photos_after", 1))
        assert all(len(step.photos) >= needed for step in life.steps if step.act == "claim")


def test_a_field_check_closes_where_the_category_asks_for_one(lives):
    for life in lives:
        accepted = [step for step in life.steps if step.act == "accept"]
        sent = [step for step in life.steps if step.act == "send_to_field"]
        assert len(sent) >= len(accepted) if life.category.needs_field_check else not sent


def test_late_answers_and_late_solutions_are_there(lives):
    late = sum(min((s.at for s in life.steps), default=UNTIL) - life.at > 6 * HOUR for life in lives)
    assert 0.4 < late / len(lives) < 0.65


def test_both_languages_are_spoken(lives):
    english = [life for life in lives if life.language == "en"]
    assert 5 < len(english) < len(lives) * 0.1
    assert all(is_english(life.text) for life in english)


def test_no_address_of_the_simulation_can_belong_to_anybody(lives):
    """example.org is kept free for examples (RFC 2606)."""
    assert all(life.email.endswith("@example.org") for life in lives)


def test_the_figures_name_only_what_the_pack_has():
    given = known()
    assert set(given.categories) <= {row.code for row in catalog.leaves()}
    assert set(given.channels) == {row.code for row in catalog.channels()}
    assert {account.unit for account in given.accounts} <= {unit.code for unit in agencies.units()}
    roles = {role for account in given.accounts for role in account.roles}
    assert roles == {"intake", "officer", "supervisor", "validator", "leader", "analyst", "operator", "partner"}
    validators = [account for account in given.accounts if "validator" in account.roles]
    assert all(agencies.unit(account.unit).kind == UnitKind.VERIFIER for account in validators)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "has no seed-figures.toml"),
        ("channels = ", "cannot be read"),
        ("[channels]\njaki = 1", "lacks or misspells"),
    ],
)
def test_a_pack_without_sound_figures_says_what_it_lacks(tmp_path, content, said):
    if content is not None:
        (tmp_path / figures.FILE).write_text(content)
    with pytest.raises(NothingToSimulate, match=said):
        figures.read(tmp_path)
