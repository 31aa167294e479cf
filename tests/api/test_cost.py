"""What a report costs the database: at most twelve statements and exactly one commit, with everything that follows from it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.api.sending import KEY, document, send

from tanggap.reports.models import Event, Report

pytestmark = pytest.mark.django_db(transaction=True)
RECEIPT = 2  # statements for the signed one


def statements(client, body, **headers):
    with CaptureQueriesContext(connection) as log:
        answer = send(client, body, **headers)
    return answer.status_code, [query["sql"].split()[0].upper() for query in log.captured_queries]


@pytest.mark.parametrize(
    ("body", "most"),
    [
        (document(), 5 + RECEIPT),
        (document(reporter={"name": "Ratna", "phone": "0812 3456 7890"}), 6 + RECEIPT),
    ],
    ids=["anonymous", "with contacts"],
)
def test_a_new_report(client, body, most):
    send(client, document(text="Lampu lain yang mati"))

    status, said = statements(client, body)

    assert status == 201
    assert said.count("COMMIT") == 1
    assert len(said) <= most <= 12, said
    assert (Report.objects.count(), Event.objects.count()) == (2, 2)


def test_a_replay_reads_one_row_and_signs_the_same_receipt(client):
    send(client, document(), **{"Idempotency-Key": KEY})

    status, said = statements(client, document(), **{"Idempotency-Key": KEY})

    assert (status, said[0], len(said)) == (200, "SELECT", 1 + RECEIPT)
    assert Report.objects.count() == 1


def test_a_refusal_of_the_form_asks_the_database_nothing(client):
    send(client, document())

    assert statements(client, document(text="")) == (422, [])
