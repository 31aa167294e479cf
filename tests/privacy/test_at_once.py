"""Erased while an officer acts and a message of the same person comes: each is wholly before or wholly after, and nobody waits for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from tests.channels import fake
from tests.channels.test_processing import WHOLE
from tests.factories import make

from tanggap.channels import processing, receiving
from tanggap.channels.models import Arrival, Thread
from tanggap.core.refusal import Stale
from tanggap.privacy import actions
from tanggap.privacy.models import Request
from tanggap.reports import actions as reports
from tanggap.reports.models import Event, Report
from tanggap.reports.models.identity import Identity

ADDED = "Tambahan: tiangnya juga miring"


@pytest.mark.django_db(transaction=True)
def test_an_officer_and_a_message_come_before_or_after():
    account = fake.account(fake.Fake())
    receiving.keep(account, fake.pieces(fake.event("m1", text=WHOLE, may_ask=False, sender="+6281200000007")))
    processing.work(account)
    report = Report.objects.get()
    officer, token = make.staff(of=report.unit_id), make.token(report)
    receiving.keep(account, fake.pieces(fake.event("m2", text=ADDED, sender="+6281200000007")))

    def at_once(act):
        try:
            return act()
        finally:
            connection.close()

    def started():
        try:
            reports.start(code=report.code, version=report.version, by=officer)
        except Stale:  # the message came first, which is loud; the officer looks and goes on
            reports.start(code=report.code, version=Report.objects.get().version, by=officer)

    acts = [
        lambda: actions.erase_own(code=report.code, token=token),
        started,
        lambda: processing.work(account),
    ]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(at_once, acts))

    assert Request.objects.get().done_at is not None
    assert {"reports.start", "privacy.erase"} <= set(make.events(report))
    assert not Identity.objects.filter(report=report).exists()
    assert not Event.objects.filter(payload__icontains="Tambahan").exists()
    assert Report.objects.count() == 1
    assert Arrival.objects.exclude(state="waiting").count() == 2
    assert not Thread.objects.filter(report=report).exists()
    assert {bytes(one.sealed) == b"" for one in Arrival.objects.filter(report=report)} == {True}
