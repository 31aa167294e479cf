"""How an account is: each rule, where it begins to hold, and which one is told first."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tanggap.channels.judging import RULES, Level, Pulse, judge, worst

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
GOOD = Pulse(is_active=True, is_polled=False, made_at=NOW - timedelta(days=90), heard_at=NOW - timedelta(minutes=9))
POLLED = replace(GOOD, is_polled=True, heard_at=None, polled_at=NOW - timedelta(minutes=1))


def ago(**length: float) -> datetime:
    return NOW - timedelta(**length)


def told(pulse: Pulse) -> tuple[Level, str]:
    verdict = judge(pulse, now=NOW)
    return verdict.level, verdict.key


@pytest.mark.parametrize(
    "pulse", [GOOD, POLLED, replace(POLLED, heard_at=ago(days=9))], ids=["called", "polled", "quiet"]
)
def test_an_account_that_hears_and_is_heard_works(pulse):
    assert told(pulse) == (Level.WELL, "well")


@pytest.mark.parametrize(
    ("changes", "before", "then"),
    [
        ({"failing_since": ago(minutes=2)}, "hiccup", "failing"),
        ({"waiting": 3, "oldest_at": ago(minutes=5)}, "well", "stuck"),
        ({"unsent": 3, "unsent_since": ago(minutes=30)}, "well", "unsent"),
        ({"heard_at": ago(hours=24)}, "well", "silent"),
    ],
)
def test_what_lasts_is_told_when_it_has_lasted(changes, before, then):
    early, late = (
        judge(replace(GOOD, **changes), now=NOW),
        judge(replace(GOOD, **changes), now=NOW + timedelta(seconds=1)),
    )

    assert (early.key, late.key) == (before, then)


def test_a_mailbox_that_nobody_looks_into_is_broken_also_when_it_never_was():
    assert told(replace(POLLED, polled_at=ago(minutes=16))) == (Level.BROKEN, "unpolled")
    assert told(replace(POLLED, polled_at=None)) == (Level.BROKEN, "unpolled")
    assert told(replace(POLLED, polled_at=None, made_at=ago(minutes=3))) == (Level.WELL, "well")


def test_calls_that_are_all_refused_are_another_secret_some_are_somebody_who_tries():
    assert told(replace(GOOD, refused_at=ago(minutes=1))) == (Level.BROKEN, "unproven")
    assert told(replace(GOOD, heard_at=None, refused_at=ago(minutes=1))) == (Level.BROKEN, "unproven")
    assert told(replace(GOOD, refused_at=ago(minutes=10))) == (Level.WATCH, "refused")
    assert told(replace(GOOD, heard_at=ago(hours=2), refused_at=ago(hours=1))) == (Level.WATCH, "refused")
    assert told(replace(GOOD, refused_at=ago(hours=25))) == (Level.WELL, "well")


@pytest.mark.parametrize(
    ("sent", "failed", "key"), [(2, 2, "well"), (3, 2, "well"), (3, 3, "failed"), (0, 5, "failed")]
)
def test_half_of_the_answers_that_fail_are_told_when_there_were_a_few(sent, failed, key):
    assert told(replace(GOOD, sent=sent, failed=failed))[1] == key


def test_a_letter_that_could_not_be_read_wants_a_look_half_of_an_hour_is_a_broken_channel():
    assert told(replace(GOOD, dead=1)) == (Level.WATCH, "dead")
    assert told(replace(GOOD, dead=3, came=7, died=3)) == (Level.WATCH, "dead")
    assert told(replace(GOOD, dead=3, came=6, died=3)) == (Level.BROKEN, "unreadable")
    assert told(replace(GOOD, dead=3, came=4, died=3)) == (Level.WATCH, "dead")


def test_an_account_that_was_never_called_is_new_and_one_that_is_off_is_off_whatever_else():
    assert told(replace(GOOD, heard_at=None)) == (Level.NEW, "new")
    assert told(replace(GOOD, is_active=False, dead=9, failing_since=ago(days=1))) == (Level.OFF, "off")


def test_the_worst_is_told_first():
    everything = replace(GOOD, failing_since=ago(hours=1), dead=9, oldest_at=ago(hours=1), refused_at=ago(minutes=1))

    assert judge(everything, now=NOW).key == "failing"
    levels = [Level.BROKEN, Level.WATCH, Level.NEW, Level.WELL, Level.OFF]
    pulses = [replace(GOOD, failing_since=ago(hours=1)), replace(GOOD, dead=1), replace(GOOD, heard_at=None), GOOD]
    verdicts = [judge(one, now=NOW) for one in (*pulses, replace(GOOD, is_active=False))]
    assert [worst(verdicts[nth:]).level for nth in range(5)] == levels
    assert worst([]) is None


def test_each_rule_says_what_is_wrong_and_what_to_do():
    assert all(str(rule.what).strip() and str(rule.advice).strip() for rule in RULES)
    assert len({rule.key for rule in RULES}) == len(RULES)
