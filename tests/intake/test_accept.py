"""`intake.actions.accept`: the one door, once for each report."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from tests.factories import LAMP, PULO_GEBANG, make

from tanggap.core import clock, crypto
from tanggap.core.refusal import Invalid
from tanggap.intake import actions
from tanggap.intake.models import Inbound
from tanggap.reports.models import Event, Report
from tanggap.reports.models.identity import Identity, PhotoOrigin
from tanggap.reports.photos import Upload

pytestmark = pytest.mark.django_db
KEY = "3a0b7e9c-5f6d-4b9e-8f6e-0f8a6c1d2e3f"


def counts():
    return Report.objects.count(), Event.objects.count(), Inbound.objects.count(), Identity.objects.count()


def test_a_report_its_event_and_its_payload_are_written_together():
    receipt = actions.accept(make.inbound())

    report = Report.objects.get(code=receipt.code)
    event = Event.objects.get(report=report)
    assert (report.state, report.version, event.kind, event.version) == ("received", 1, "intake.accept", 1)
    assert (event.unit_id, event.actor_kind, event.actor_staff) == (report.unit_id, "citizen", None)
    assert Inbound.objects.get(report=report).channel_id == "website"


def test_a_point_goes_to_the_office_of_its_kelurahan_and_says_why():
    report = Report.objects.get(code=actions.accept(make.inbound()).code)

    payload = Event.objects.get(report=report).payload
    assert (report.area_id, report.unit_id) == ("31.75.06.1005", "kel-31.75.06.1005")
    assert payload["route"]["area"] == "31.75.06.1005"
    assert payload["unit"] == report.unit_id


@pytest.mark.parametrize(
    "missing",
    [{"lon": None, "lat": None}, {"category": None, "text": "Sesuatu yang aneh terjadi"}],
    ids=["no place", "no category"],
)
def test_without_place_or_category_it_goes_to_a_person(missing):
    assert actions.accept(make.inbound(**missing)).unit_code == "jsc-intake"


def test_the_promise_is_that_of_the_category():
    at = datetime(2026, 3, 2, 1, tzinfo=UTC)
    with clock.at(at):
        receipt = actions.accept(make.inbound())

    assert receipt.answer_due_at == at + timedelta(hours=6)
    assert receipt.resolve_due_at > receipt.answer_due_at


def test_a_confidential_channel_makes_a_private_report():
    receipt = actions.accept(make.inbound(channel="inspektorat", visibility="public"))

    assert receipt.visibility == "private"


def test_an_unknown_language_is_the_citys_first():
    report = Report.objects.get(code=actions.accept(make.inbound(language="xx")).code)

    assert report.language == "id"


def test_the_private_token_opens_this_report_and_nothing_stored_does():
    receipt = actions.accept(make.inbound())

    report = Report.objects.get(code=receipt.code)
    assert crypto.token_opens(receipt.token, bytes(report.nonce))
    assert receipt.token not in str(Report.objects.filter(pk=report.pk).values().get())


def test_the_payload_is_kept_sealed():
    receipt = actions.accept(make.inbound(raw={"text": "as it came", "half": "\ud83d"}))

    kept = Inbound.objects.get(report__code=receipt.code)
    assert b"as it came" not in bytes(kept.sealed)
    assert crypto.unseal(bytes(kept.sealed), context=f"inbound:{kept.report_id}") == {
        "text": "as it came",
        "half": "\ud83d",
    }


class TestOnce:
    """Idempotent on (channel, external id)."""

    def test_the_same_again_is_the_same_receipt(self):
        first = actions.accept(make.inbound(external_id=KEY))
        again = actions.accept(make.inbound(external_id=KEY))

        assert (first.is_new, again.is_new, first.code, first.token) == (True, False, again.code, again.token)
        assert counts()[:3] == (1, 1, 1)

    def test_another_content_under_the_same_key_is_refused(self):
        actions.accept(make.inbound(external_id=KEY))

        with pytest.raises(actions.KeyReused):
            actions.accept(make.inbound(external_id=KEY, text="Sekarang dua lampu yang mati"))
        assert counts()[:3] == (1, 1, 1)

    @pytest.mark.parametrize(
        "change",
        [
            {"lon": 106.9455},
            {"visibility": "private"},
            {"reporter": make.reporter(2)},
            {"photos": [Upload(make.photo(1))]},
            {"occurred_at": datetime(2026, 1, 1, tzinfo=UTC)},
        ],
        ids=["place", "visibility", "reporter", "photo", "time"],
    )
    def test_every_part_of_the_content_counts(self, change):
        actions.accept(make.inbound(external_id=KEY))

        with pytest.raises(actions.KeyReused):
            actions.accept(make.inbound(external_id=KEY, **change))

    def test_what_cleaning_makes_equal_is_the_same(self):
        first = actions.accept(make.inbound(external_id=KEY, text="Lampu mati\r\ndi gang"))

        assert actions.accept(make.inbound(external_id=KEY, text=" Lampu mati\ndi gang\u0000 ")).code == first.code

    def test_the_same_key_of_another_channel_is_another_report(self):
        first = actions.accept(make.inbound(external_id=KEY))

        assert actions.accept(make.inbound(external_id=KEY, channel="jaki")).code != first.code

    def test_without_a_key_each_is_a_report(self):
        assert actions.accept(make.inbound()).code != actions.accept(make.inbound()).code

    def test_ten_replays_make_one_report(self):
        codes = {actions.accept(make.inbound(external_id=KEY)).code for _ in range(10)}

        assert len(codes) == 1
        assert counts()[:3] == (1, 1, 1)

    def test_a_replay_is_answered_although_the_category_was_switched_off_since(self):
        from tanggap.catalog.models import Category
        from tanggap.core import shelf

        first = actions.accept(make.inbound(external_id=KEY))
        Category.objects.filter(code=LAMP).update(is_active=False)
        shelf.clear_all()

        assert actions.accept(make.inbound(external_id=KEY)).code == first.code

    def test_a_guessable_key_opens_the_private_link_for_a_retry_only(self):
        first = actions.accept(make.inbound(external_id="17"))
        soon = actions.accept(make.inbound(external_id="17"))
        with clock.at(clock.now() + actions.RETRY_WINDOW + timedelta(seconds=1)):
            late = actions.accept(make.inbound(external_id="17"))

        assert (soon.token, late.token, late.private_path, late.code) == (first.token, "", "", first.code)


@pytest.mark.django_db(transaction=True)
def test_five_at_once_make_one_report():
    barrier = threading.Barrier(5)
    receipts, errors = [], []

    def submit():
        try:
            barrier.wait()
            receipts.append(actions.accept(make.inbound(external_id=KEY)))
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert len({receipt.code for receipt in receipts}) == 1
    assert sorted(receipt.is_new for receipt in receipts) == [False, False, False, False, True]
    assert counts()[:3] == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_five_different_at_once_under_one_key_leave_one():
    barrier = threading.Barrier(5)
    outcomes = []

    def submit(number):
        try:
            barrier.wait()
            outcomes.append(actions.accept(make.inbound(external_id=KEY, text=f"Lampu nomor {number} mati")).is_new)
        except actions.KeyReused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=submit, args=[number]) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(map(str, outcomes)) == ["True", "refused", "refused", "refused", "refused"]
    assert counts()[:3] == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("photos", [0, 2])
def test_it_costs_at_most_twelve_statements_and_one_commit(photos):
    inbound = make.inbound(
        external_id=KEY, reporter=make.reporter(), photos=[Upload(make.photo()) for _ in range(photos)]
    )
    actions.accept(make.inbound())
    with CaptureQueriesContext(connection) as log:
        actions.accept(inbound)

    said = [query["sql"].split()[0].upper() for query in log.captured_queries]
    assert said.count("COMMIT") == 1
    assert len(said) <= 12, said


class TestIdentity:
    """Who reported is in the vault and nowhere else."""

    def test_it_is_sealed_and_found_by_equal_contacts(self):
        first = actions.accept(make.inbound(reporter=make.reporter(7)))
        second = actions.accept(make.inbound(reporter=make.reporter(7), text="Masih mati juga lampunya"))

        vault = {row.report.code: row for row in Identity.objects.select_related("report")}
        one, two = vault[first.code], vault[second.code]
        assert (one.email_index, one.phone_index) == (two.email_index, two.phone_index)
        assert one.sealed != two.sealed
        assert crypto.unseal(bytes(one.sealed), context=f"identity:{one.report_id}") == {
            "name": "Ratna Canary7",
            "email": "canary7@example.org",
            "phone": "+6281234500007",
            "channel": "email",
        }

    def test_it_opens_for_its_own_report_alone(self):
        code = actions.accept(make.inbound(reporter=make.reporter(7))).code
        row = Identity.objects.get(report__code=code)

        with pytest.raises(crypto.Unreadable):
            crypto.unseal(bytes(row.sealed), context=f"identity:{row.report_id + 1}")

    def test_an_anonymous_report_has_no_row_in_the_vault(self):
        actions.accept(make.inbound())

        assert Identity.objects.count() == 0

    @pytest.mark.parametrize("written", ["0812-3450-0007", "+62 812 3450 0007", "62812 34500007"])
    def test_a_number_is_one_number_however_it_is_written(self, written):
        from tanggap.intake.checks import canonical_phone

        assert canonical_phone(written) == "+6281234500007"

    def test_what_the_camera_wrote_is_sealed_too(self):
        code = actions.accept(make.inbound(photos=[Upload(make.photo())])).code

        origin = PhotoOrigin.objects.get(photo__report__code=code)
        assert isinstance(crypto.unseal(bytes(origin.sealed), context=f"photo:{origin.photo_id}"), dict)


def test_a_refused_report_writes_nothing():
    with pytest.raises(Invalid):
        actions.accept(make.inbound(text="", reporter=make.reporter()))

    assert counts() == (0, 0, 0, 0)


def test_a_city_without_boundaries_takes_a_point_in_its_box(monkeypatch):
    monkeypatch.setattr("tanggap.intake.checks.locate.has_boundaries", lambda: False)
    lon, lat = PULO_GEBANG

    report = Report.objects.get(code=actions.accept(make.inbound(area="31.75.06.1005")).code)

    assert (report.lon, report.lat, report.area_id) == (lon, lat, "31.75.06.1005")
