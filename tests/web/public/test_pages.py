"""Home, definitions, language, and what a browser asks for besides."""

import pytest
from tests.factories import make

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/lapor/", "/peta/", "/statistik/definisi/"]


def test_home_offers_one_primary_act(client):
    page = client.get("/").content.decode()

    assert page.split("<main")[1].split("</main")[0].count("button primary") == 1
    assert 'href="/lapor/"' in page
    assert 'action="/lacak/"' in page


def test_each_number_of_home_leads_to_its_definition(client):
    home, definitions = (client.get(path).content.decode() for path in ("/", "/statistik/definisi/"))
    anchors = [part.split('"')[0] for part in home.split('href="/statistik/definisi/#')[1:]]

    assert len(anchors) == 4
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in definitions] == []


@pytest.mark.parametrize("path", PUBLIC)
@pytest.mark.parametrize(("language", "word"), [("id", "Lapor"), ("en", "Report")])
def test_pages_speak_both_languages(client, path, language, word):
    client.cookies["bahasa"] = language
    page = client.get(path).content.decode()

    assert f'<html lang="{language}"' in page
    assert word in page


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_that_everybody_reads_need_no_cookie_but_for_their_forms(client, path):
    response = client.get(path)

    assert set(response.cookies) <= ({"csrftoken"} if path == "/lapor/" else set())


def test_the_language_is_kept_and_one_returns_to_the_page(client):
    response = client.post("/bahasa/", {"language": "en", "next": "/peta/?state=open"})

    assert (response["Location"], response.cookies["bahasa"].value) == ("/peta/?state=open", "en")
    assert '<html lang="en"' in client.get("/").content.decode()


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_language_switch_leads_nowhere_else(client, there):
    assert client.post("/bahasa/", {"language": "en", "next": there})["Location"] == "/"


def test_an_unknown_language_changes_nothing(client):
    assert "bahasa" not in client.post("/bahasa/", {"language": "xx"}).cookies


def test_the_language_does_not_change_by_get(client):
    response = client.get("/bahasa/?language=en")

    assert (response.status_code, dict(response.cookies)) == (405, {})


@pytest.mark.parametrize("path", PUBLIC)
def test_the_content_security_policy_permits_nothing_inline(client, path):
    policy = client.get(path)["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


def test_public_pages_have_a_canonical_address_and_a_description(client):
    page = client.get("/peta/?utm_source=x&state=open&area=").content.decode()

    assert '<link rel="canonical" href="http://testserver/peta/?state=open">' in page
    assert 'property="og:title"' in page


def test_the_manifest_and_the_robots_file(client):
    assert client.get("/manifest.webmanifest").json()["start_url"] == "/"
    assert "Disallow: /laporan/*/*/" in client.get("/robots.txt").content.decode()
    assert client.get("/favicon.ico").status_code == 301


def test_a_private_page_never_tells_its_address_to_others(client):
    made = make.report()
    response = client.get(f"/laporan/{made.code}/{make.token(made)}/")

    assert response["Referrer-Policy"] == "same-origin"
    assert "og:url" not in response.content.decode()
    assert "canonical" not in response.content.decode()
