"""`POST requests`: what is taken, in which forms, from whom, and how what is not taken is refused."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests import factories as make
from tests.api.open311 import making
from tests.api.open311.making import LAT, LON, V2, faults, fields
from tests.clients import making as programs

from tanggap.api import limits
from tanggap.api.open311 import filing, terms
from tanggap.catalog.models import Category
from tanggap.clients import actions as clients
from tanggap.clients.models import Key
from tanggap.core import crypto, shelf
from tanggap.intake.models import Inbound
from tanggap.reports.models import Report
from tanggap.reports.models.identity import Identity

pytestmark = pytest.mark.django_db
URL = f"{V2}/requests.json"
FORM = "application/x-www-form-urlencoded"
PRIVATE = {"attribute[fault]": "", "attribute[office]": "Loket 3"}


@pytest.fixture
def key():
    return making.key()


def sent(answer):
    """Return the report that an answer tells of."""
    assert answer.status_code in {200, 201}, answer.content
    (told,) = answer.json()
    return Report.objects.get(code=told["service_request_id"])


def form(client, body, *, charset="", url=URL, **headers):
    """Post bytes as a form."""
    kind = FORM + (f"; charset={charset}" if charset else "")
    return client.post(url, body, content_type=kind, headers=headers)


def test_a_form_makes_a_report_with_point_and_address_both(client, key):
    from urllib.parse import urlencode

    answer = form(client, urlencode(fields(api_key=key, address_string="Depan pasar")).encode())

    report = sent(answer)
    assert (report.lat, report.lon, report.address, report.area_id) == (LAT, LON, "Depan pasar", "31.75.06.1005")
    assert (report.category_id, report.details) == (make.LAMP, {"fault": "out"})
    told = answer.json()[0]
    assert (answer.status_code, answer["Location"]) == (201, f"{V2}/requests/{report.code}.json")
    assert (told["account_id"], told["service_notice"] != "") == (None, True)
    assert told["extended_attributes"]["receipt"].startswith("tanggap-receipt/1\n")
    assert report.code in told["extended_attributes"]["private_url"]


def test_the_reporter_is_sealed_and_no_answer_names_them(client, key):
    who = {"first_name": "Siti", "last_name": "Canary", "email": "siti@example.org", "phone": "0812 3456 7890"}

    report = sent(client.post(URL, fields(api_key=key, device_id="d-1", account_id="a-1", **who)))

    identity = Identity.objects.get(report=report)
    assert crypto.unseal(bytes(identity.sealed), context=f"identity:{report.pk}") == {
        "name": "Siti Canary", "email": "siti@example.org", "phone": "+6281234567890", "channel": "",
    }  # fmt: skip
    kept = Inbound.objects.get(report=report)
    raw = crypto.unseal(bytes(kept.sealed), context=f"inbound:{report.pk}")
    assert (raw["device_id"], raw["account_id"], "api_key" in raw) == (["d-1"], ["a-1"], False)
    assert "Canary" not in client.get(f"{V2}/requests/{report.code}.json?extensions=true").content.decode()


def test_a_place_may_be_an_address_or_an_areas_id_alone(client, key):
    nowhere = {"lat": "", "long": ""}

    by_words = sent(client.post(URL, fields(api_key=key, address_string="Jalan Raya Penggilingan 9", **nowhere)))
    by_id = sent(client.post(URL, fields(api_key=key, address_id="31.75.06.1005", **nowhere)))

    assert (by_words.address, by_words.lat) == ("Jalan Raya Penggilingan 9", None)
    assert by_id.area_id == "31.75.06.1005"
    assert faults(client.post(URL, fields(api_key=key, **nowhere)), 400)[0].startswith("lat, long: ")


def test_a_description_may_be_left_out(client, key):
    assert sent(client.post(URL, fields(api_key=key, description=""))).text == "Lampu Jalan (PJU)"


def test_pictures_come_along(client, key):
    media = [
        SimpleUploadedFile("a.jpg", make.photo(), "image/jpeg"),
        SimpleUploadedFile("b.jpg", make.photo(), "image/jpeg"),
    ]

    report = sent(client.post(URL, fields(api_key=key, media=media)))

    assert client.get(f"{V2}/requests/{report.code}.json").json()[0]["media_url"].endswith("/shown.jpg")
    strange = client.post(URL, fields(api_key=key, upload=SimpleUploadedFile("a.jpg", make.photo())))
    assert faults(strange, 400)[0].startswith("upload: ")
    broken = client.post(URL, fields(api_key=key, media=SimpleUploadedFile("a.jpg", b"<svg onload=alert(1)>")))
    assert faults(broken, broken.status_code)
    assert 400 <= broken.status_code < 500


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.jpg", "file:///etc/passwd", "https://example.org/a.jpg"])
def test_a_pictures_address_is_kept_sealed_and_never_fetched_nor_shown(client, key, address, monkeypatch):
    monkeypatch.setattr("tanggap.core.wire.call", lambda *_args, **_named: pytest.fail("it was fetched"))

    report = sent(client.post(URL, fields(api_key=key, media_url=address)))

    assert address not in client.get(f"{V2}/requests/{report.code}.json?extensions=true").content.decode()


def test_json_says_the_same(client, key):
    body = {
        "api_key": key, "service_code": make.LAMP, "lat": LAT, "long": LON, "description": "Lampu mati total",
        "attribute": {"fault": ["out"]}, "email": None,
    }  # fmt: skip

    assert sent(client.post(URL, json.dumps(body), content_type="application/json")).details == {"fault": "out"}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"lat": 1, "lat": 2}', 400),
        (b"[" * 100_000, 400),
        (b'{"description": {"a": 1}}', 400),
        (b'{"description": "\\ud800"}', 400),
        (b'{"description": "\xff"}', 400),
        (b"[]", 400),
        (b'{"description": "' + b"a" * 5_000_000 + b'"}', 413),
    ],
)
def test_json_without_one_meaning_is_refused(client, body, status):
    assert faults(client.post(URL, body, content_type="application/json"), status)
    assert not Report.objects.exists()


def test_xml_is_never_read(client):
    bomb = b'<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><service_request>&c;</service_request>'

    assert faults(client.post(URL, bomb, content_type="text/xml"), 415)


@pytest.mark.parametrize("charset", ["", "utf-8", "UTF-8"])
def test_text_is_utf8_with_or_without_its_mark(client, key, charset):
    body = f"\ufeffapi_key={key}&service_code={make.LAMP}&lat={LAT}&long={LON}&attribute[fault]=out&description=Lampu “mati” é"

    assert sent(form(client, body.encode(), charset=charset)).text == "Lampu “mati” é"


def test_text_in_latin_1_is_taken_when_it_says_so_and_else_refused(client, key):
    body = f"api_key={key}&service_code={make.LAMP}&lat={LAT}&long={LON}&attribute[fault]=out&description=Caf%E9 gelap".encode()

    assert "UTF-8" in faults(form(client, body), 400)[0]
    assert sent(form(client, body, charset="iso-8859-1")).text == "Café gelap"
    assert faults(form(client, body, charset="utf-16"), 415)


def test_five_megabytes_are_refused_before_they_are_read(client, key):
    body = f"api_key={key}&description=".encode() + b"a" * 5_000_000

    assert faults(form(client, body), 413)
    assert faults(client.post(URL, fields(api_key=key, description="a" * 5_000_000)), 413)
    assert faults(client.post(URL, fields(api_key=key, description="a" * 10_001)), 400)[0].startswith("description: ")


def test_a_long_description_is_kept_whole_and_told_to_4000_signs(client, key):
    report = sent(client.post(URL, fields(api_key=key, description="lampu " * 1500)))

    told = client.get(f"{V2}/requests/{report.code}.json").json()[0]["description"]
    assert (len(report.text), len(told), told[-1]) == (8999, 4000, "…")


@pytest.mark.parametrize(
    ("changes", "status", "named"),
    [
        ({"service_code": ""}, 400, "service_code"),
        ({"service_code": "nope"}, 404, "service_code"),
        ({"service_code": "jalan-jembatan"}, 404, "service_code"),
        ({"jurisdiction_id": "bekasi.go.id"}, 404, "jurisdiction_id"),
        ({"lat": "utara"}, 400, "lat"),
        ({"long": ""}, 400, "lat, long"),
        ({"lat": str(LON), "long": str(LAT)}, 400, "lat, long"),
        ({"lat": "0", "long": "0"}, 400, "lat, long"),
        ({"lat": "-6.9", "long": "107.6"}, 400, "lat, long"),
        ({"address_id": "99.99", "lat": "", "long": ""}, 400, "lat, long"),
        ({"email": "no address"}, 400, "email"),
        ({"phone": "12"}, 400, "phone"),
        ({"description": "?!"}, 400, "description"),
        ({"attribute[fault]": ""}, 400, "attribute[fault]"),
        ({"attribute[fault]": "burnt"}, 400, "attribute[fault]"),
        ({"attribute[fault]": ["out", "day"]}, 400, "attribute[fault]"),
        ({"attribute[colour]": "red"}, 400, "attribute[colour]"),
        ({"description": ["Lampu mati", "Lampu hidup"]}, 400, "description"),
    ],
)
def test_what_cannot_be_used_is_refused_by_its_name_and_writes_nothing(client, key, changes, status, named):
    told = faults(client.post(URL, fields(api_key=key, **changes)), status)

    assert told[0].startswith(f"{named}: ") or (status == 400 and "lat" in named), told
    assert not Report.objects.exists()


def test_every_fault_is_told_at_once(client, key):
    told = faults(client.post(URL, fields(api_key=key, email="x", phone="y", **{"attribute[fault]": "z"})), 400)

    assert sorted(one.partition(":")[0] for one in told) == ["attribute[fault]", "email", "phone"]


@pytest.mark.parametrize(
    "written",
    [
        [("attribute[marks][]", "a"), ("attribute[marks][]", "b")],
        [("attribute[marks]", "a"), ("attribute[marks]", "b")],
        [("attribute[marks][0][]", "a"), ("attribute[marks][1][]", "b")],
        [("attribute[marks]", "a,b")],
        [("attribute[marks][]", "a"), ("attribute[marks][]", "b"), ("attribute[marks][]", "a")],
    ],
)
def test_several_values_come_in_every_way_that_programs_write_them(client, key, written):
    from urllib.parse import urlencode

    options = [{"code": code, "label": {"id": code, "en": code}} for code in "abc"]
    question = {"code": "marks", "label": {"id": "Tanda", "en": "Marks"}, "kind": "choices", "options": options}
    Category.objects.filter(code=make.LAMP).update(questions=[question])
    shelf.clear_all()
    given = {name: value for name, value in fields(api_key=key).items() if not name.startswith("attribute")}

    assert sent(form(client, urlencode([*given.items(), *written]).encode())).details == {"marks": "a,b"}


def test_a_time_is_answered_with_a_time(client, key):
    question = {"code": "since", "label": {"id": "Sejak", "en": "Since"}, "kind": "moment"}
    Category.objects.filter(code=make.LAMP).update(questions=[question])
    shelf.clear_all()

    good = client.post(
        URL, fields(api_key=key, **{"attribute[since]": "2026-11-20T08:00:00+07:00", "attribute[fault]": ""})
    )
    bad = client.post(URL, fields(api_key=key, **{"attribute[since]": "last week", "attribute[fault]": ""}))

    assert sent(good).details == {"since": "2026-11-20T08:00:00+07:00"}
    assert faults(bad, 400)[0].startswith("attribute[since]: ")


# --- from whom ----------------------------------------------------------------------------------------------------


def test_without_a_key_that_opens_this_nothing_is_taken(client):
    reader = programs.key(programs.program(scopes=["statistics:read"])).key

    assert faults(client.post(URL, fields()), 403)
    assert faults(client.post(URL, fields(api_key="nope")), 403)
    assert faults(client.post(URL, fields(api_key=reader)), 403)
    assert not Report.objects.exists()


def test_a_key_may_stand_in_the_header_or_in_the_address(client, key):
    assert sent(client.post(URL, fields(), headers={"Authorization": f"Bearer {key}"}))
    assert sent(client.post(f"{URL}?api_key={key}", fields(description="Yang lain lagi")))


def test_a_city_may_take_reports_without_keys(client, monkeypatch):
    monkeypatch.setattr(terms, "terms", lambda: terms.Terms(("jakarta.go.id",), is_open=True))

    assert sent(client.post(URL, fields()))
    assert faults(client.post(URL, fields(api_key="nope")), 403)


def test_a_key_that_is_revoked_meanwhile_writes_nothing(client, key, monkeypatch):
    real = filing.accept

    def revoked_first(*args, **named):
        clients.revoke_key(by=None, number=Key.objects.get().pk, reason="leaked")
        return real(*args, **named)

    monkeypatch.setattr(filing, "accept", revoked_first)

    assert faults(client.post(URL, fields(api_key=key)), 403)
    assert not Report.objects.exists()


def test_the_budget_is_told_and_its_end_is_429(client, key, monkeypatch):
    from tanggap.clients import leases

    limits.forget()
    monkeypatch.setitem(leases.BUDGETS["standard"], leases.WRITE, 1)

    first = client.post(URL, fields(api_key=key))
    second = client.post(URL, fields(api_key=key))

    assert "RateLimit" in first.headers
    assert faults(second, 429)
    assert int(second["Retry-After"]) > 0
    limits.forget()


# --- once ---------------------------------------------------------------------------------------------------------


def test_the_same_key_is_one_report_and_the_token_finds_it(client, key):
    once = {"Idempotency-Key": "partner-report-000017"}

    first = client.post(URL, fields(api_key=key), headers=once)
    again = client.post(URL, fields(api_key=key), headers=once)
    found = client.get(f"{V2}/tokens/partner-report-000017.json?api_key={key}")

    assert (first.status_code, again.status_code, again["Idempotent-Replay"]) == (201, 200, "true")
    code = first.json()[0]["service_request_id"]
    assert again.json()[0]["service_request_id"] == code
    assert found.json() == [{"service_request_id": code, "token": "partner-report-000017"}]
    assert faults(client.post(URL, fields(api_key=key, description="Lain sama sekali"), headers=once), 409)


def test_no_other_program_finds_or_takes_a_token(client, key):
    once = {"Idempotency-Key": "partner-report-000017"}
    first = sent(client.post(URL, fields(api_key=key), headers=once))
    other = making.key()

    assert faults(client.get(f"{V2}/tokens/partner-report-000017.json?api_key={other}"), 404)
    assert faults(client.get(f"{V2}/tokens/partner-report-000017.json"), 404)
    assert sent(client.post(URL, fields(api_key=other), headers=once)).code != first.code


@pytest.mark.parametrize("strange", ["a b", "é", "x" * 121])
def test_a_strange_idempotency_key_is_refused(client, key, strange):
    assert faults(client.post(URL, fields(api_key=key), headers={"Idempotency-Key": strange}), 400)


def test_a_private_category_makes_a_report_that_nobody_reads(client, key):
    answer = client.post(URL, fields(api_key=key, service_code="perilaku-aparatur", **PRIVATE))

    code = answer.json()[0]["service_request_id"]
    assert answer.json()[0]["extended_attributes"]["visibility"] == "private"
    assert faults(client.get(f"{V2}/requests/{code}.json"), 404)


def test_an_answer_that_was_lost_is_told_again_after_a_day(client, key):
    once = {"Idempotency-Key": "partner-report-000018"}
    first = client.post(URL, fields(api_key=key), headers=once)
    from tanggap.core import clock

    with clock.at(clock.now() + timedelta(days=1)):
        again = client.post(URL, fields(api_key=key), headers=once)

    assert (
        again.json()[0]["extended_attributes"]["private_url"] == first.json()[0]["extended_attributes"]["private_url"]
    )
