"""The door of the API: which operation asks for what, how often somebody may call, what is told and counted."""

import json
import re

import pytest
from django.core.cache import cache
from django.test import RequestFactory
from django.urls import get_resolver
from tests.clients import making

from tanggap.api import guard, limits, problems
from tanggap.api.v1 import api
from tanggap.clients import actions, keys, overview, usage
from tanggap.clients.models import Usage
from tanggap.clients.words import Scope

pytestmark = pytest.mark.django_db
LIST, POST = "/api/v1/categories", "/api/v1/reports"
ELSEWHERE = "203.0.113.7"


@pytest.fixture(autouse=True)
def _fresh():
    limits.forget()
    usage._counts.clear()
    yield
    limits.forget()
    usage._counts.clear()
    cache.clear()


def operations():
    """Yield (method, address, declared scopes) of every operation in the table of addresses and in the API's own."""
    for before, router in api._routers:
        for address, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, f"/api{before}{address}", guard.needed(operation.view_func)


def addresses(resolver, before=""):
    for one in resolver.url_patterns:
        here = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from addresses(one, here)
        else:
            yield here, one.callback


BY_OTHER_PROOF = ("api/jaki/",)  # each installation signs: tests/channels/jaki
NOT_OPERATIONS = {"api/docs", "api/openapi.json", "api/", "api/^.*$"}


def test_every_operation_declares_what_it_needs():
    undeclared = [f"{method} {address}" for method, address, scopes in operations() if scopes is None]

    assert undeclared == []


def test_no_address_of_the_api_goes_round_the_door():
    known = {re.sub(r"{(?:\w+:)?(\w+)}", r"<\1>", address)[1:] for _method, address, _scopes in operations()}
    loose = [
        address
        for address, view in addresses(get_resolver())
        if address.startswith(("api/", ".well-known/oauth"))
        and not address.startswith(BY_OTHER_PROOF)
        and address not in NOT_OPERATIONS
        and re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", address) not in known
        and guard.needed(view) is None
    ]

    assert loose == []


def test_only_known_scopes_are_asked_for_and_each_is_asked_for_somewhere_or_reading_is_open():
    asked = {scope for _method, _address, scopes in operations() for scope in scopes or ()}

    assert asked <= set(Scope.values)


def filled(address):
    return re.sub(r"{[^}]*}", "1", address)


def protected():
    return [(method, address, scopes) for method, address, scopes in operations() if scopes]


def test_without_a_key_what_needs_one_answers_401_and_with_another_scope_403(client):
    wrong, lacking_each = {}, {}
    for method, address, scopes in protected():
        others = tuple(scope for scope in Scope.values if scope not in scopes)
        key = lacking_each.get(others) or making.key(making.of_unit(scopes=others, rate="large"))
        lacking_each[others] = key
        without = client.generic(method, filled(address), b"{}", "application/json")
        lacking = client.generic(method, filled(address), b"{}", "application/json", headers=making.bearer(key))
        told = (without.status_code, without.get("WWW-Authenticate"), lacking.status_code)
        if (
            told != (401, 'Bearer realm="tanggap"', 403)
            or f'scope="{" ".join(scopes)}"' not in lacking["WWW-Authenticate"]
        ):
            wrong[f"{method} {address}"] = told

    assert wrong == {}


def test_with_its_scope_nothing_is_refused_for_want_of_it(client):
    key = making.key(making.of_unit())
    wrong = {}
    for method, address, _scopes in protected():
        answer = client.generic(method, filled(address), b"{}", "application/json", headers=making.bearer(key))
        if answer.status_code in {401, 403, 500} and answer.json().get("code") != "not_allowed":
            wrong[f"{method} {address}"] = (answer.status_code, answer.content)

    assert wrong == {}


@pytest.mark.parametrize("scope", Scope.values)
def test_the_decorator_lets_each_scope_through_to_its_own_alone(rf, scope):
    view = guard.entrance(problems.guarded(guard.needs(scope)(lambda request: problems.HttpResponse("in"))))
    able, unable = making.of_unit(scopes=[scope]), making.of_unit(scopes=[one for one in Scope.values if one != scope])

    found = [
        view(rf.get("/x", headers=headers)).status_code
        for headers in ({}, making.bearer(making.key(able)), making.bearer(making.key(unable)))
    ]

    assert found == [401, 200, 403]


def test_what_needs_a_scope_is_kept_by_nobody(rf):
    view = guard.needs("events:read")(lambda request: problems.HttpResponse("in", headers={"Cache-Control": "public"}))

    assert (
        view(rf.get("/x", headers=making.bearer(making.key(making.program()))))["Cache-Control"] == "private, no-store"
    )


@pytest.mark.parametrize("header", ["Bearer", "Bearer x", "Bearer {unknown}", "Basic eDp5", "nonsense"])
def test_a_key_that_opens_nothing_is_refused_where_none_is_needed_too(client, header):
    answer = client.get(LIST, headers={"Authorization": header.format(unknown=keys.make(keys.KEY))})

    assert (answer.status_code, answer.json()["code"], answer["Content-Type"]) == (
        401,
        "bad_key",
        problems.MEDIA_TYPE,
    )
    assert answer["WWW-Authenticate"] == 'Bearer realm="tanggap", error="invalid_token"'


@pytest.mark.parametrize("end", ["revoked", "unknown", "switched off"])
def test_whatever_is_wrong_with_a_key_the_answer_has_the_same_bytes(client, end):
    one = making.program()
    made = making.key(one)
    if end == "revoked":
        actions.revoke_key(by=None, number=made.id)
    if end == "switched off":
        actions.switch(by=None, code=one.code, is_active=False, reason="x")
    key = keys.make(keys.KEY) if end == "unknown" else made.key

    answer = client.get(LIST, headers=making.bearer(key))

    expected = client.get(LIST, headers={"Authorization": "Bearer nothing"})
    assert (answer.status_code, answer.content, dict(answer.headers)) == (
        401,
        expected.content,
        dict(expected.headers),
    )


class TestHowOften:
    """The budget is told on every answer and kept."""

    @pytest.fixture(autouse=True)
    def _five_a_minute(self, monkeypatch):
        monkeypatch.setitem(limits.leases.BUDGETS, "small", {"read": 5, "write": 2})

    @pytest.mark.parametrize("address", [LIST, POST, "/api/v1/nowhere", "/api/v1/reports/x"])
    def test_every_answer_tells_it(self, client, address):
        for headers in ({}, making.bearer(making.key(making.program())), {"Authorization": "Bearer x"}):
            answer = client.get(address, headers=headers, REMOTE_ADDR=ELSEWHERE)

            assert re.fullmatch(r'"read(-network)?";q=\d+;w=60', answer["RateLimit-Policy"])
            assert re.fullmatch(r'"read(-network)?";r=\d+;t=\d+', answer["RateLimit"])

    def test_a_program_that_has_spent_it_waits_for_the_next_minute(self, client, monkeypatch):
        monkeypatch.setattr(limits.leases.time, "time", lambda: 1_800_000_010.0)
        headers = making.bearer(making.key(making.program(rate="small")))

        answers = [client.get(LIST, headers=headers) for _ in range(6)]

        last = answers[-1]
        assert [one.status_code for one in answers] == [200] * 5 + [429]
        assert (last.json()["code"], last["Content-Type"]) == ("too_many_requests", problems.MEDIA_TYPE)
        assert (last["Retry-After"], last["RateLimit"]) == ("50", '"read";r=0;t=50')
        assert last["RateLimit-Policy"] == '"read";q=5;w=60'
        assert client.get(LIST).status_code == 200

    def test_two_programs_behind_one_address_have_a_budget_each(self, client):
        one, other = (making.bearer(making.key(making.program(rate="small"))) for _ in range(2))
        for _ in range(6):
            client.get(LIST, headers=one, REMOTE_ADDR=ELSEWHERE)

        assert client.get(LIST, headers=other, REMOTE_ADDR=ELSEWHERE).status_code == 200

    def test_a_network_has_one_for_reading_and_its_word_about_itself_is_not_believed(self, client, settings):
        settings.API_READS_PER_MINUTE = 3

        found = [
            client.get(LIST, REMOTE_ADDR=ELSEWHERE, headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
            for number in range(4)
        ]

        assert found == [200, 200, 200, 429]

    def test_guesses_spend_the_budget_of_their_network(self, client, settings):
        settings.API_READS_PER_MINUTE = 3

        found = [client.get(LIST, headers={"Authorization": "Bearer x"}, REMOTE_ADDR=ELSEWHERE) for _ in range(4)]

        assert [one.status_code for one in found] == [401, 401, 401, 429]

    def test_a_key_costs_one_statement_more(self, client, django_assert_num_queries):
        headers = making.bearer(making.key(making.program()))
        client.get(LIST, headers=headers)  # takes a share, reads the shelves

        with django_assert_num_queries(1):
            client.get(LIST, headers=headers)


class TestCounted:
    """What programs called, by operation and how it ended, without a word of what they asked."""

    def test_each_call_is_counted_by_its_operation_and_end(self, client):
        one = making.program()
        headers = making.bearer(making.key(one))
        for address in (LIST, LIST, "/api/v1/reports/JK-SECRET", "/api/v1/secret"):
            client.get(address, headers=headers)
        assert Usage.objects.count() == 0

        usage.flush()

        found = overview.usage(one.code)
        told = {row.operation: dict(row.outcomes) for row in found.operations}
        assert told["GET /api/v1/categories"] == {"2xx": 2}
        assert (told["GET /api/v1/reports/<code>"], told["GET other"]) == ({"4xx": 1}, {"4xx": 1})
        assert (found.calls, found.refused) == (4, 2)
        assert "secret" not in json.dumps(told).lower()

    def test_a_revoked_key_is_counted_for_its_program_and_an_unknown_one_for_nobody(self, client):
        one = making.program()
        made = making.key(one)
        actions.revoke_key(by=None, number=made.id)
        for key in (made.key, keys.make(keys.KEY)):
            client.get(LIST, headers=making.bearer(key))

        usage.flush()

        assert sorted(overview.today()) == [("", "401", 1), (one.code, "401", 1)]

    def test_nobodys_calls_are_not_counted(self, client):
        client.get(LIST)

        assert usage.flush() == 0

    def test_the_metrics_name_the_program_and_no_key(self, client):
        one = making.program()
        made = making.key(one)
        client.get(LIST, headers=making.bearer(made))
        usage.flush()

        told = client.get("/metrics").content.decode()

        assert f'tanggap_client_calls_total{{client="{one.code}",outcome="2xx"}} 1.0' in told
        assert made.key[:15] not in told


def test_a_request_is_entered_once(django_assert_num_queries):
    request = RequestFactory().get(LIST, headers=making.bearer(making.key(making.program())))
    first = guard.enter(request)

    with django_assert_num_queries(0):
        assert guard.enter(request) is first
