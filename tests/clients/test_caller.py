"""From what a request shows to who calls: one answer and one statement for everything that opens nothing."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.clients import making

from tanggap.agencies import units
from tanggap.clients import actions, keys, tokens, usage
from tanggap.clients.models import Key
from tanggap.clients.queries import ANONYMOUS, BadKey, caller
from tanggap.core import clock, shelf

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return making.program(scopes=["reports:write", "events:read"])


@pytest.fixture
def made(client):
    return making.key(client)


def shown(key: str) -> str:
    return f"Bearer {key}"


def refused(header: str, api_key: str = "") -> tuple[str, int]:
    """Return the sentence of a refusal and what it cost."""
    with CaptureQueriesContext(connection) as statements, pytest.raises(BadKey) as caught:
        caller(header, api_key)
    return str(caught.value), len(statements)


def test_nobody_reads_what_is_public_and_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert caller("") == ANONYMOUS

    assert (ANONYMOUS.client, ANONYMOUS.scopes) == (None, frozenset())


def test_a_key_says_who_calls_in_one_statement(client, made, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = caller(shown(made.key))

    assert (found.client, found.name, found.unit) == (client.code, "Peta Warga", None)
    assert found.scopes == {"reports:write", "events:read"}


def test_the_scheme_is_read_in_any_case_and_open311_shows_the_key_by_itself(client, made):
    for header, api_key in (("bearer " + made.key, ""), ("BEARER   " + made.key, ""), ("", made.key)):
        assert caller(header, api_key).client == client.code


def test_a_program_of_a_unit_brings_its_unit():
    made = making.key(making.of_unit())

    found = caller(shown(made.key))

    assert (found.unit, "work:write" in found.scopes) == (making.GEBANG, True)


BROKEN = {
    "blank": "   ",
    "scheme alone": "Bearer",
    "scheme and blank": "Bearer ",
    "no scheme": "{key}",
    "no blank": "Bearer{key}",
    "tab": "Bearer\t{key}",
    "blank before": " Bearer {key}",
    "blank after": "Bearer {key} ",
    "line after": "Bearer {key}\n",
    "two": "Bearer {key} {key}",
    "two with comma": "Bearer {key}, Bearer {key}",
    "another scheme": "Token {key}",
    "basic": "Basic {key}",
    "parameter": "Bearer key={key}",
    "quoted": 'Bearer "{key}"',
    "NUL": "Bearer {key}\x00",
    "not ASCII": "Bearer {key}é",
    "surrogate": "Bearer \udcff",
    "wrong case": "Bearer {swapped}",
    "cut short": "Bearer {short}",
    "longer": "Bearer {key}0",
    "very long": "Bearer " + "a" * 100_000,
    "the hash": "Bearer {digest}",
    "SQL": "Bearer ' or 1=1 --",
    "token of the same letters": "Bearer {token}",
}


@pytest.mark.parametrize("form", BROKEN.values(), ids=BROKEN)
def test_every_broken_header_is_refused_like_an_unknown_key(made, form):
    unknown = refused(shown(keys.make(keys.KEY)))
    words = {
        "key": made.key,
        "swapped": made.key.swapcase(),
        "short": made.key[:-1],
        "digest": keys.digest(made.key).hex(),
        "token": made.key.replace(keys.KEY, keys.TOKEN),
    }

    assert refused(form.format(**words)) == unknown
    assert unknown[1] == 1


def test_a_key_in_two_places_is_refused(made):
    assert refused(shown(made.key), made.key)[1] == 1


def test_a_token_is_no_api_key(made):
    issued = tokens.issue(caller=caller(shown(made.key)))

    assert caller(shown(issued.token)).token is not None
    refused("", issued.token)


def end_by_revoking(client, made):
    actions.revoke_key(by=None, number=made.id)


def end_by_time(client, made):
    Key.objects.filter(pk=made.id).update(expires_at=clock.now())


def end_by_switching_off(client, made):
    actions.switch(by=None, code=client.code, is_active=False, reason="test")


def end_by_the_programs_time(client, made):
    client.expires_at = clock.now()
    client.save(update_fields=["expires_at"])


def end_by_the_unit(client, made):
    units.close_unit(by=None, unit=making.GEBANG, into="kel-31.75.06.1004", reason="test")
    shelf.clear_all()


@pytest.mark.parametrize(
    "end", [end_by_revoking, end_by_time, end_by_switching_off, end_by_the_programs_time, end_by_the_unit]
)
def test_whatever_ends_it_ends_it_at_once_with_its_tokens_and_looks_like_an_unknown_key(end):
    client = making.of_unit()
    made = making.key(client)
    issued = tokens.issue(caller=caller(shown(made.key)))
    unknown = refused(shown(keys.make(keys.KEY)))

    end(client, made)

    assert refused(shown(made.key)) == refused(shown(issued.token)) == refused("", made.key) == unknown


def test_a_key_ends_at_its_instant_and_not_before(client):
    ends = clock.now() + timedelta(days=30)
    made = making.key(client, expires_at=ends)

    with clock.at(ends - timedelta(seconds=1)):
        assert caller(shown(made.key)).client == client.code
    with clock.at(ends), pytest.raises(BadKey):
        caller(shown(made.key))


def test_a_token_lives_a_quarter_of_an_hour(made):
    issued = tokens.issue(caller=caller(shown(made.key)))
    at = clock.now()

    with clock.at(at + timedelta(minutes=14, seconds=59)):
        assert caller(shown(issued.token)).token is not None
    with clock.at(at + timedelta(minutes=15)), pytest.raises(BadKey):
        caller(shown(issued.token))


def test_a_scope_that_is_taken_away_is_gone_from_tokens_too(client, made):
    issued = tokens.issue(caller=caller(shown(made.key)))

    actions.change(by=None, code=client.code, name="x", owner="x", contact="x", scopes=["events:read"], rate="standard")

    assert caller(shown(issued.token)).scopes == {"events:read"}


def test_guesses_hit_nothing(made):
    for _ in range(50):
        with pytest.raises(BadKey):
            caller(shown(keys.make(keys.KEY)))


def test_only_the_day_of_the_last_use_is_kept_and_written_apart(made, django_assert_num_queries):
    usage.flush()
    caller(shown(made.key))
    assert Key.objects.get(pk=made.id).last_used_on is None

    usage.flush()

    today = clock.local(clock.now()).date()
    assert Key.objects.get(pk=made.id).last_used_on == today
    caller(shown(made.key))
    with django_assert_num_queries(0):
        usage.flush()
