"""Each list comes from an index in its own order: a page costs what it shows, however many reports there are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make
from tests.api.open311.making import V2

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("", "reports_public_recent"),
        ("?status=open", "reports_state_recent"),
        (f"?service_code={make.LAMP},{make.LITTER}&status=closed", "reports_category_recent"),
        ("?updated_after=2026-11-20T00:00:00Z", "reports_updated_last"),
    ],
)
def test_a_list_walks_along_its_index(client, query, index):
    client.get(f"{V2}/requests.json")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{V2}/requests.json{query}").status_code == 200

    with connection.cursor() as cursor:
        if index != "reports_public_recent":  # the one of all reports would do for a table that is empty
            cursor.execute("DROP INDEX reports_public_recent")
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off")
        (listed, *_rest) = [one["sql"] for one in asked.captured_queries if "FROM reports_report" in one["sql"]]
        cursor.execute("EXPLAIN " + listed)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert index in plan, plan
