"""The validator's queue as a page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.factories import LAMP, LITTER, make

from tanggap.agencies.words import Role
from tanggap.reports.models import Event, Report
from tanggap.reports.words import State
from tanggap.verification import actions

pytestmark = pytest.mark.django_db
EAST = "bagian-pemerintahan-31.75"


@pytest.fixture
def person():
    return make.staff(of=EAST, role=Role.VALIDATOR)


@pytest.fixture
def signed_in(client, person):
    client.force_login(person)
    return client


def claimed(**how):
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LITTER, **how})


def text(answer):
    return " ".join(answer.content.decode().split())


def test_who_is_not_signed_in_is_led_to_the_sign_in_page(client):
    answer = client.get("/verify/")

    assert (answer.status_code, answer["Location"]) == (302, "/masuk/?next=%2Fverify%2F")


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SUPERVISOR, Role.INTAKE, Role.ANALYST, Role.OPERATOR])
def test_other_roles_are_told_that_this_is_not_theirs(client, role):
    client.force_login(make.staff(of="jsc-intake", role=role))

    assert client.get("/verify/").status_code == 403


def test_a_row_leads_to_its_case_and_says_whose_work_it_is(signed_in):
    report = claimed()

    answer = text(signed_in.get("/verify/"))

    assert f'href="/verify/{report.code}/"' in answer
    assert "Kelurahan Pulo Gebang" in answer


def test_an_empty_queue_says_so(signed_in):
    assert "Tidak ada klaim yang menunggu pemeriksaan Anda" in text(signed_in.get("/verify/"))


def test_an_empty_kind_leads_to_the_others(signed_in):
    claimed()

    assert "Tampilkan semua" in text(signed_in.get("/verify/?due=field"))


def test_the_kind_of_check_is_part_of_the_address(signed_in, person):
    papers, field = claimed(), claimed(category=LAMP)
    actions.send_to_field(code=field.code, version=field.version, verifier=person)

    answer = text(signed_in.get("/verify/?due=field"))

    assert (field.code in answer, papers.code in answer) == (True, False)


def test_an_address_that_was_tampered_with_is_refused(signed_in):
    assert [signed_in.get(f"/verify/?{query}").status_code for query in ("due=ghost", "after=ghost")] == [422, 422]


def test_a_typed_code_opens_the_case(signed_in):
    report = claimed()

    answer = signed_in.get("/verify/", {"q": report.code.lower()})

    assert (answer.status_code, answer["Location"]) == (302, f"/verify/{report.code}/")


def test_a_code_that_is_not_there_is_said_and_the_queue_stays(signed_in):
    report = claimed()

    answer = text(signed_in.get("/verify/", {"q": "JK-<b>"}))

    assert ("JK-&lt;b&gt;" in answer, report.code in answer) == (True, True)


def test_a_page_of_fifty_and_the_way_to_the_next(signed_in, monkeypatch):
    made = [claimed().code for _ in range(3)]
    queue = actions_page(monkeypatch, limit=2)

    first = signed_in.get("/verify/")
    second = signed_in.get(first.context["page"].next and f"/verify/?after={first.context['page'].next}")

    assert queue
    assert [row.code for answer in (first, second) for row in answer.context["page"].rows] == made


def actions_page(monkeypatch, *, limit):
    """Let the queue's pages hold `limit` rows."""
    from tanggap.verification import queries

    plain = queries.queue
    monkeypatch.setattr(queries, "queue", lambda staff, **how: plain(staff, **how, limit=limit))
    return plain


def test_no_cache_keeps_the_page(signed_in):
    assert signed_in.get("/verify/")["Cache-Control"] == "private, no-store"


def test_the_page_takes_the_same_statements_for_one_row_and_for_a_thousand(signed_in):
    claimed()
    signed_in.get("/verify/")  # fills the shelves
    few = statements(signed_in)
    grow(1000)
    many = statements(signed_in)

    assert few == many
    assert many <= 6


def statements(client):
    with CaptureQueriesContext(connection) as caught:
        assert client.get("/verify/").status_code == 200
    return len(caught)


def grow(rows):
    """Copy the newest report `rows` times, event by event, as the database demands."""
    made = Report.objects.latest("id")
    columns = ", ".join(
        field.column
        for field in Report._meta.concrete_fields
        if field.name not in {"id", "code", "version", "state", "unit", "due_at"}
    )
    copy = f"INSERT INTO reports_report (code, version, state, unit_id, {columns}) SELECT 'COPY-' || n, 1, %s, %s, {columns}"
    told = [field.column for field in Event._meta.concrete_fields if field.name not in {"id", "report", "tx"}]
    with connection.cursor() as cursor:
        for event in Event.objects.filter(report=made).order_by("version"):
            if event.version == 1:
                cursor.execute(
                    f"{copy} FROM reports_report, generate_series(1, %s) n WHERE id = %s",
                    [event.state_after, event.unit_id, rows, made.pk],
                )
            else:
                cursor.execute(
                    "UPDATE reports_report SET version = %s, state = %s, unit_id = %s WHERE code LIKE 'COPY-%%'",
                    [event.version, event.state_after, event.unit_id],
                )
            cursor.execute(
                f"INSERT INTO reports_event (report_id, {', '.join(told)}) SELECT copy.id, e.{', e.'.join(told)}"
                " FROM reports_event e, reports_report copy WHERE e.id = %s AND copy.code LIKE 'COPY-%%'",
                [event.pk],
            )
