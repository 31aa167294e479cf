"""OAuth 2.0 client credentials, as the specifications write them."""

import base64
from urllib.parse import quote_plus

import pytest
from tests.clients import making

from tanggap.api import limits
from tanggap.clients import actions, keys
from tanggap.clients.models import Token
from tanggap.clients.queries import BadKey, caller

pytestmark = pytest.mark.django_db
TOKEN, REVOKE = "/api/oauth/token", "/api/oauth/revoke"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def program():
    return making.program(scopes=["reports:write", "events:read"])


@pytest.fixture
def made(program):
    return making.key(program)


def basic(code, secret):
    return {"Authorization": "Basic " + base64.b64encode(f"{code}:{secret}".encode()).decode()}


def ask(client, made, **changes):
    given = {"grant_type": "client_credentials", "client_id": made.client, "client_secret": made.key, **changes}
    return client.post(TOKEN, {name: value for name, value in given.items() if value is not None})


def post(client, body, address=TOKEN, **more):
    return client.post(address, body, FORM, **more)


def opens(token):
    try:
        return caller(f"Bearer {token}").scopes
    except BadKey:
        return None


@pytest.fixture
def client(client):
    def send(address, data, kind=FORM, **more):
        from urllib.parse import urlencode

        body = urlencode(data, doseq=True) if isinstance(data, dict) else data
        return plain(address, body, kind, **more)

    plain = client.post
    client.post = send
    limits.forget()
    return client


def test_a_key_fetches_a_short_lived_token_in_both_ways(client, made):
    in_body = ask(client, made)
    in_header = post(client, "grant_type=client_credentials", headers=basic(made.client, made.key))

    for answer in (in_body, in_header):
        told = answer.json()
        assert (answer.status_code, answer["Cache-Control"], answer["Pragma"]) == (200, "no-store", "no-cache")
        assert (told["token_type"], told["expires_in"], told["scope"]) == ("Bearer", 900, "events:read reports:write")
        assert keys.is_one(told["access_token"])
        assert opens(told["access_token"]) == {"reports:write", "events:read"}


def test_id_and_secret_in_the_header_are_form_encoded(client, made):
    header = basic(quote_plus(made.client), quote_plus(made.key))

    assert post(client, "grant_type=client_credentials", headers=header).status_code == 200


def test_a_token_may_have_less_than_its_program_and_never_more(client, made):
    narrow, wide, unknown = (ask(client, made, scope=scope) for scope in ("events:read", "work:write", "x y"))

    assert (narrow.json()["scope"], opens(narrow.json()["access_token"])) == ("events:read", {"events:read"})
    assert [(one.status_code, one.json()) for one in (wide, unknown)] == [(400, {"error": "invalid_scope"})] * 2


def test_only_the_hash_of_a_token_is_kept(client, made):
    token = ask(client, made).json()["access_token"]

    assert bytes(Token.objects.get().digest) == keys.digest(token)


@pytest.mark.parametrize(
    ("changes", "status", "error"),
    [
        ({"grant_type": None}, 400, "invalid_request"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, 400, "unsupported_grant_type"),
        ({"client_secret": "wrong"}, 401, "invalid_client"),
        ({"client_secret": None}, 401, "invalid_client"),
        ({"client_secret": keys.make(keys.KEY)}, 401, "invalid_client"),
        ({"client_secret": "x" * 2000}, 401, "invalid_client"),
        ({"client_secret": "x" * 5000}, 413, "invalid_request"),
        ({"client_secret": "\x00"}, 400, "invalid_request"),
        ({"client_id": "another"}, 401, "invalid_client"),
        ({"client_id": None}, 401, "invalid_client"),
        ({"grant_type": ["client_credentials", "client_credentials"]}, 400, "invalid_request"),
    ],
)
def test_errors_are_those_of_the_specification(client, made, changes, status, error):
    answer = ask(client, made, **changes)

    assert (answer.status_code, answer.json()) == (status, {"error": error})
    assert ("WWW-Authenticate" in answer) == (status == 401)
    assert Token.objects.count() == 0


def test_both_ways_at_once_or_a_secret_in_the_address_are_refused(client, made):
    header = basic(made.client, made.key)
    twice = client.post(TOKEN, {"grant_type": "client_credentials", "client_secret": made.key}, headers=header)
    in_address = post(client, "grant_type=client_credentials", f"{TOKEN}?client_secret={made.key}", headers=header)
    as_json = client.post(TOKEN, "{}", "application/json", headers=header)

    assert [(one.status_code, one.json()["error"]) for one in (twice, in_address, as_json)] == [
        (400, "invalid_request")
    ] * 3


@pytest.mark.parametrize(
    "header", ["Basic", "Basic !!!", "Basic eA==", "Bearer x", "Basic " + "A" * 9000, "Basic /////w=="]
)
def test_a_broken_header_is_an_invalid_client(client, made, header):
    answer = post(client, "grant_type=client_credentials", headers={"Authorization": header})

    assert (answer.status_code, answer.json()) == (401, {"error": "invalid_client"})


def test_unknown_revoked_and_switched_off_are_answered_alike(client, program, made):
    other = making.key(program)
    unknown = ask(client, made, client_secret=keys.make(keys.KEY))
    actions.revoke_key(by=None, number=made.id)
    revoked = ask(client, made)
    actions.switch(by=None, code=program.code, is_active=False, reason="x")
    off = ask(client, other)

    assert {(one.status_code, one.content) for one in (unknown, revoked, off)} == {
        (401, b'{"error": "invalid_client"}')
    }


def test_a_token_is_given_back_by_its_own_program_alone(client, made):
    other = making.key(making.program())
    token = ask(client, made).json()["access_token"]

    foreign = post(client, f"token={token}", REVOKE, headers=basic(other.client, other.key))
    assert (foreign.status_code, opens(token) is not None) == (200, True)

    own = post(client, f"token={token}&token_type_hint=access_token", REVOKE, headers=basic(made.client, made.key))
    assert (own.status_code, own.content, opens(token)) == (200, b"", None)


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [("", 400, "invalid_request"), ("token=unknown", 200, None), ("token=tgp_live_x", 400, "unsupported_token_type")],
)
def test_what_else_is_given_back(client, made, body, status, error):
    answer = post(client, body, REVOKE, headers=basic(made.client, made.key))

    assert (answer.status_code, answer.json()["error"] if answer.content else None) == (status, error)


def test_tokens_die_with_the_key_that_fetched_them(client, made):
    token = ask(client, made).json()["access_token"]

    actions.revoke_key(by=None, number=made.id)

    assert opens(token) is None


def test_guessing_is_slowed_by_its_network(client, made, settings):
    settings.API_REPORTS_PER_MINUTE = 2

    found = [
        post(client, "grant_type=client_credentials", headers=basic("a", "b"), REMOTE_ADDR="203.0.113.7").status_code
        for _ in range(3)
    ]

    assert found == [401, 401, 429]


def test_the_server_says_where_and_how(client, settings):
    settings.PUBLIC_URL = "https://kota.example"

    told = client.get("/.well-known/oauth-authorization-server").json()

    assert told["issuer"] == "https://kota.example"
    assert told["token_endpoint"] == "https://kota.example/api/oauth/token"
    assert told["grant_types_supported"] == ["client_credentials"]
    assert set(told["token_endpoint_auth_methods_supported"]) == {"client_secret_basic", "client_secret_post"}
    assert "work:write" in told["scopes_supported"]
