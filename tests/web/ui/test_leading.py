"""An old address of an area leads to what is there now, with all else that was asked."""

from datetime import date

import pytest

from tanggap.core import shelf
from tanggap.places import former
from tanggap.places.former import FormerName

pytestmark = pytest.mark.django_db
HEIR, OTHER = "31.75.06.1005", "31.75.06.1001"
ROWS = (
    FormerName("31.75.06.9001", "Rawa Lama", date(2025, 12, 31), (HEIR,)),
    FormerName("31.75.06.9002", "Rawa Besar", date(2025, 12, 31), (HEIR, OTHER)),
)


@pytest.fixture(autouse=True)
def _former(monkeypatch):
    monkeypatch.setattr(former, "read", lambda pack: ROWS)
    shelf.clear_all()
    yield
    monkeypatch.undo()
    shelf.clear_all()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("/wilayah/31.75.06.9001/", f"/wilayah/{HEIR}/"),
        ("/wilayah/31.75.06.9001/umpan.rss", f"/wilayah/{HEIR}/umpan.rss"),
        ("/peta/?area=31.75.06.9001&state=open", f"/peta/?area={HEIR}&state=open"),
    ],
)
def test_an_old_address_leads_to_the_only_heir(client, old, new):
    answer = client.get(old)

    assert (answer.status_code, answer["Location"]) == (301, new)


@pytest.mark.parametrize(
    ("old", "new"), [("/wilayah/31.75.06.9002/", "/wilayah/{}/"), ("/peta/?area=31.75.06.9002", "/peta/?area={}")]
)
def test_of_several_heirs_the_reader_chooses(client, old, new):
    answer = client.get(old)
    page = answer.content.decode()

    assert answer.status_code == 300
    assert "Rawa Besar" in page
    assert all(f'href="{new.format(code)}"' in page for code in (HEIR, OTHER))


def test_an_address_of_today_is_shown(client):
    assert client.get(f"/peta/?area={HEIR}").status_code == 200
