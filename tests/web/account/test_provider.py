"""Signing in through the city's identity provider, played by a small server: who was joined gets in, nothing else does."""

import base64
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.factories import make
from tests.web.account.ways import PASSWORD, is_in
from tests.web.desk.pages import GEBANG, browser, words

from tanggap.agencies import provider
from tanggap.agencies.models import Audit
from tanggap.agencies.models_sign_in import External
from tanggap.agencies.words import Role

pytestmark = pytest.mark.django_db
CLIENT, SECRET = "tanggap", "between us"
KEY = ec.generate_private_key(ec.SECP256R1())
STRANGE = ec.generate_private_key(ec.SECP256R1())
PUBLIC = {**json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key())), "kid": "one", "alg": "ES256", "use": "sig"}


class Provider(BaseHTTPRequestHandler):
    """Answers as `plan` says: the claims and the key of the token, or something broken."""

    plan = SimpleNamespace()

    def do_GET(self) -> None:
        if self.path.endswith("/openid-configuration"):
            here = self.plan.issuer
            self.say({
                "issuer": self.plan.named or here,
                "authorization_endpoint": f"{here}/authorize",
                "token_endpoint": f"{here}/token",
                "jwks_uri": f"{here}/keys",
            })  # fmt: skip
        elif self.path == "/keys":
            self.say({"keys": [PUBLIC]})
        elif self.path == "/moved":
            self.say({"id_token": "x"})

    def do_POST(self) -> None:
        form = {
            key: values[0]
            for key, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()
        }
        self.plan.asked.append(form)
        if self.plan.redirects:
            self.send_response(302)
            self.send_header("Location", f"{self.plan.issuer}/moved")
            self.end_headers()
            return
        challenge = (
            base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        )
        if challenge != self.plan.challenge or form.get("client_secret") != SECRET:
            self.send_error(400)
            return
        self.say({"id_token": self.plan.token(), "access_token": "unused"})

    def say(self, body: dict) -> None:
        data = json.dumps(body).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_arguments) -> None:
        pass


def by_password(claims: dict, key: bytes) -> str:
    """Return a token that takes the public key for a shared password, which the library would not make."""
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=")
        for part in ({"alg": "HS256", "kid": "one"}, claims)
    ]
    sign = base64.urlsafe_b64encode(hmac.digest(key, b".".join(parts), "sha256")).rstrip(b"=")
    return b".".join([*parts, sign]).decode()


@pytest.fixture
def plan(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    issuer = f"http://127.0.0.1:{server.server_port}"
    told = SimpleNamespace(
        issuer=issuer,
        named="",
        asked=[],
        redirects=False,
        challenge="",
        nonce="",
        changes={},
        key=KEY,
        algorithm="ES256",
    )

    def token() -> str:
        claims = {
            "iss": issuer, "aud": CLIENT, "sub": "subject-7", "nonce": told.nonce, "email": "Sari@kota.go.id",
            "email_verified": True, "iat": int(time.time()), "exp": int(time.time()) + 300, **told.changes,
        }  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        if told.algorithm == "HS256":
            return by_password(claims, told.key)
        return jwt.encode(claims, told.key, algorithm=told.algorithm, headers={"kid": "one"})

    told.token = token
    Provider.plan = told
    settings.OIDC_ISSUER, settings.OIDC_CLIENT, settings.OIDC_SECRET, settings.OIDC_NAME = (
        issuer,
        CLIENT,
        SECRET,
        "SSO Kota",
    )
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()
    provider._kept.clear()


@pytest.fixture
def sari():
    return make.staff(of=GEBANG, password=PASSWORD)


def go(client, plan, **more):
    """Go to the provider and come back."""
    asked = client.post("/masuk/penyedia/", more)
    query = {key: values[0] for key, values in parse_qs(urlsplit(asked["Location"]).query).items()}
    plan.challenge, plan.nonce = query["code_challenge"], query["nonce"]
    return client.get("/masuk/penyedia/kembali/", {"state": query["state"], "code": "granted"})


def test_who_was_joined_by_the_subject_gets_in(plan, sari):
    provider.link(by=None, username=sari.username, identity="subject-7")
    client = browser()

    assert "Sign in with SSO Kota" in words(client.get("/masuk/"))
    assert go(client, plan, next="/desk/?view=mine")["Location"] == "/desk/?view=mine"
    assert is_in(client)


def test_a_confirmed_address_joins_once_and_the_subject_counts_from_then_on(plan, sari):
    provider.link(by=None, username=sari.username, identity="sari@KOTA.go.id")
    client = browser()
    go(client, plan)
    assert is_in(client)
    assert External.objects.get().subject == "subject-7"

    plan.changes = {"sub": "subject-8"}  # somebody else got the address
    other = browser()
    assert go(other, plan).status_code == 403
    assert not is_in(other)


@pytest.mark.parametrize(
    "changes", [{"email_verified": False}, {"email_verified": None}, {"email_verified": "true"}, {"email": None}]
)
def test_an_unconfirmed_address_joins_nobody(plan, sari, changes):
    provider.link(by=None, username=sari.username, identity="sari@kota.go.id")
    plan.changes = changes
    client = browser()

    assert go(client, plan).status_code == 403
    assert not is_in(client)


def test_nobody_is_signed_up(plan):
    client = browser()
    said = go(client, plan)

    assert (said.status_code, "Nobody has joined your identity" in words(said), is_in(client)) == (403, True, False)
    assert not External.objects.exists()


def test_a_closed_account_stays_closed(plan, sari):
    provider.link(by=None, username=sari.username, identity="subject-7")
    sari.is_active = False
    sari.save()

    assert go(browser(), plan).status_code == 403


def test_the_second_factor_is_asked_for_here_unless_the_provider_has_seen_one(plan):
    validator = make.staff(of="biro-pemerintahan", role=Role.VALIDATOR)
    provider.link(by=None, username=validator.username, identity="subject-7")

    assert go(browser(), plan)["Location"] == "/masuk/pasang/"
    plan.changes = {"amr": ["pwd", "mfa"]}
    client = browser()
    assert go(client, plan)["Location"] == "/masuk/ke/"
    assert is_in(client)


@pytest.mark.parametrize(
    "changes",
    [
        {"aud": "another"},
        {"aud": [CLIENT], "azp": "another"},
        {"iss": "https://example.org"},
        {"nonce": "replayed"},
        {"nonce": None},
        {"exp": 1},
        {"exp": None},
        {"sub": None},
        {"iat": 4_000_000_000},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_claim_opens_nothing(plan, sari, changes):
    provider.link(by=None, username=sari.username, identity="subject-7")
    plan.changes = changes
    client = browser()

    assert go(client, plan).status_code == 422
    assert not is_in(client)


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (STRANGE, "ES256"),
        (None, "none"),
        (json.dumps(PUBLIC).encode(), "HS256"),
        (rsa.generate_private_key(65537, 2048), "RS256"),
    ],
    ids=["another key", "unsigned", "the public key as a password", "another kind of key"],
)
def test_a_token_that_the_provider_did_not_sign_opens_nothing(plan, sari, key, algorithm):
    provider.link(by=None, username=sari.username, identity="subject-7")
    plan.key, plan.algorithm = key, algorithm
    client = browser()

    assert go(client, plan).status_code == 422
    assert not is_in(client)


def test_an_answer_that_was_not_asked_for_opens_nothing(plan, sari):
    provider.link(by=None, username=sari.username, identity="subject-7")
    client = browser()

    assert client.get("/masuk/penyedia/kembali/", {"state": "x", "code": "granted"})["Location"] == "/masuk/"
    client.post("/masuk/penyedia/")
    assert client.get("/masuk/penyedia/kembali/", {"state": "x", "code": "granted"}).status_code == 422
    assert plan.asked == []


def test_an_answer_is_taken_once(plan, sari):
    provider.link(by=None, username=sari.username, identity="subject-7")
    client = browser()
    go(client, plan)
    client.post("/keluar/")

    assert client.get("/masuk/penyedia/kembali/", {"state": "x", "code": "granted"})["Location"] == "/masuk/"


def test_a_redirect_is_not_followed(plan, sari):
    plan.redirects = True

    assert go(browser(), plan).status_code == 503


def test_a_configuration_of_another_issuer_is_not_believed(plan):
    plan.named = "https://example.org"

    assert browser().post("/masuk/penyedia/").status_code == 503


def test_an_absent_provider_leaves_the_password(settings, sari):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT = "http://127.0.0.1:9", CLIENT
    said = browser().post("/masuk/penyedia/")

    assert (said.status_code, "Sign in with your password" in words(said)) == (503, True)


def test_plain_http_to_elsewhere_is_never_spoken(settings):
    settings.OIDC_ISSUER, settings.OIDC_CLIENT = "http://sso.example.org", CLIENT

    with pytest.raises(provider.ProviderAway):
        provider.ask("http://testserver/")


def test_without_a_provider_there_is_no_such_page():
    client = browser()

    assert client.post("/masuk/penyedia/").status_code == 404
    assert "Sign in with" not in words(client.get("/masuk/"))


def test_an_operator_joins_and_separates_on_the_page(plan, sari):
    operator = browser(make.staff(of="jsc-intake", role=Role.OPERATOR))
    other = make.staff(of=GEBANG)

    operator.post(f"/admin/orang/{sari.username}/identitas/", {"identity": "subject-7"})
    assert 'value="subject-7"' in operator.get(f"/admin/orang/{sari.username}/").content.decode()
    refused = operator.post(f"/admin/orang/{other.username}/identitas/", {"identity": "subject-7"}, follow=True)
    assert "belongs to another account" in words(refused)
    operator.post(f"/admin/orang/{sari.username}/identitas/", {"identity": ""})

    assert not External.objects.exists()
    assert list(Audit.objects.filter(subject=sari).order_by("id").values_list("act", flat=True)) == [
        "linked",
        "unlinked",
    ]
