"""The same twice at the same moment, by threads with connections of their own: once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from tests.channels.jaki.app import BASE, App, account
from tests.factories import make

from tanggap.channels.models import Arrival
from tanggap.channels.models_jaki import Part, Transfer
from tanggap.reports.models import Photo, Report

pytestmark = pytest.mark.django_db(transaction=True)
AT_ONCE = 4


@pytest.fixture
def app():
    account()
    made = App()
    made.register()
    return made


def at_once(task):
    """Return the sorted statuses of `task`, done by each thread when all are ready."""
    ready = Barrier(AT_ONCE)

    def one(_number):
        ready.wait(timeout=10)
        try:
            return task().status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sorted(threads.map(one, range(AT_ONCE)))


def test_one_signature_opens_once(app):
    signed = app.headers("GET", f"{BASE}/devices/self", b"")

    assert at_once(lambda: App().client.get(f"{BASE}/devices/self", headers=signed)) == [200, 401, 401, 401]


def test_one_part_is_kept_once(app):
    upload = app.call("POST", "/uploads", {"size": 50_000}).json()["upload"]

    assert at_once(lambda: app.part(upload, 0, b"x" * 10_000)) == [200, 409, 409, 409]
    assert (Part.objects.count(), Transfer.objects.get().offset) == (1, 10_000)


def test_one_key_is_one_report(app):
    key, upload = str(uuid4()), app.photo(make.photo())

    found = at_once(lambda: app.report(key=key, uploads=[upload]))

    assert set(found) <= {200, 201}
    assert (Arrival.objects.count(), Report.objects.count(), Photo.objects.count()) == (1, 1, 1)
    assert app.report(key=key, uploads=[upload]).status_code == 200


def test_one_photo_is_in_one_report(app):
    upload = app.photo(make.photo())

    found = at_once(lambda: app.report(uploads=[upload]))

    assert (found, Report.objects.count()) == ([201, 422, 422, 422], 1)


def test_one_key_pair_is_one_installation(app):
    made = App()

    found = at_once(lambda: App(made.key).register())

    assert found == [200, 200, 200, 201]
