"""The team's pages: what a supervisor sees of the units, a person of themselves, and the register; each at a constant cost."""

import csv
import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.browser import wrong_at
from tests.factories import make
from tests.web.desk.pages import _columns, browser, words

from tanggap.agencies import absence_actions, competency_actions, sharing
from tanggap.agencies.absences import today
from tanggap.agencies.models import Absence, Certificate, Staff
from tanggap.agencies.words import AssignmentRule, Role
from tanggap.core import clock
from tanggap.insight import outlook
from tanggap.insight.models import UnitDay
from tanggap.reports.models import Event, Report

pytestmark = pytest.mark.django_db

GEBANG = "kel-31.75.06.1005"
CAKUNG = "kec-31.75.06"
LONG_AGO = timedelta(days=900)


@pytest.fixture
def chief(db) -> Staff:
    return make.staff(of=GEBANG, role=Role.SUPERVISOR)


def history(unit: str, *, days: int = 120, arrived: int = 4, done: int = 3) -> None:
    UnitDay.objects.bulk_create(
        UnitDay(unit=unit, on=today() - timedelta(days=back), arrived=arrived, done=done) for back in range(1, days + 1)
    )
    outlook.look_ahead()


def away(person: Staff, first: int, last: int, cover: Staff | None = None) -> Absence:
    return absence_actions.enter(
        by=None,
        username=person.username,
        starts_on=today() + timedelta(days=first),
        ends_on=today() + timedelta(days=last),
        kind="leave",
        cover=cover.username if cover else "",
    )


def lying(person: Staff | None, *hours: int) -> None:
    """Have a report lie with a person for each of `hours`, due so many hours from now; each with its event, in one go."""
    first = make.report()
    received = Event.objects.get(report=first)
    copies = []
    for number, due in enumerate(hours):
        copy = Report(**{field.attname: getattr(first, field.attname) for field in _columns(Report)})
        copy.pk, copy.code, copy.assignee = None, f"JK-{first.pk:06d}{number:05d}", person
        copy.answer_due_at = clock.now() + timedelta(hours=due)
        copies.append(copy)
    kept = {field.attname: getattr(received, field.attname) for field in _columns(Event)}
    with transaction.atomic():
        made = Report.objects.bulk_create(copies)
        Event.objects.bulk_create([Event(**{**kept, "id": None, "report_id": report.pk}) for report in made])


def statements(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as log:
        assert client.get(address).status_code == 200
    return len(log)


class TestTheLoad:
    def test_it_says_what_lies_with_whom(self, chief):
        officer = make.staff(of=GEBANG)
        lying(officer, -1, 3, 20, 100)
        lying(None, 5)
        page = browser(chief).get("/desk/tim/")

        text = words(page)
        [row] = [line for line in page.content.decode().split("<tr>") if f"/desk/tim/{officer.username}/" in line]
        cells = [cell.split(">")[-1] for cell in words_of_cells(row)]
        assert cells[:6] == ["4", "1", "2", "3", "1", "0"]
        assert "with nobody" in text
        assert f"assignee={officer.username}" in page.content.decode()

    def test_absences_covers_and_competencies_are_seen(self, chief):
        officer, cover = make.staff(of=GEBANG), make.staff(of=GEBANG)
        lacking = make.staff(of=GEBANG, competent=False, since=clock.now() - LONG_AGO)
        away(officer, 0, 2, cover)
        text = words(browser(chief).get("/desk/tim/"))

        assert f"{cover.display_name} covers" in text
        assert "work blocked" in text
        assert lacking.display_name in text

    def test_the_coming_week_beside_what_can_be_done(self, chief):
        officers = [make.staff(of=GEBANG) for _ in range(2)]
        history(GEBANG)
        text = words(browser(chief).get("/desk/tim/"))
        assert "About 28 new reports are expected" in text
        assert "In a good week the unit finishes 21, and everybody is there." in text
        assert "About 7 more will come than can be finished." in text
        assert "Tested on the last 63 days" in text

        away(officers[0], 0, 6)
        text = words(browser(chief).get("/desk/tim/"))
        assert "working days staffed that makes" in text

    def test_without_history_it_says_so(self, chief):
        text = words(browser(chief).get("/desk/tim/"))

        assert "No forecast yet" in text
        assert "not known yet" in text

    def test_the_units_below_are_there_and_others_are_not(self):
        above = make.staff(of=CAKUNG, role=Role.SUPERVISOR)
        page = browser(above).get("/desk/tim/?unit=" + GEBANG)
        assert "Pulo Gebang" in words(page)
        assert "Pulo Gebang" in words(browser(above).get("/desk/tim/"))

        assert "No unit here" in words(browser(above).get("/desk/tim/?unit=kel-31.71.01.1001"))

    def test_what_is_confidential_counts_for_its_own_unit_alone(self):
        parent = make.staff(of="kota-31.75", role=Role.SUPERVISOR)
        make.report(category="perilaku-aparatur", lon=None, lat=None, area="31.75.06.1005")
        unit = Report.objects.get().unit_id
        own = make.staff(of=unit, role=Role.SUPERVISOR)

        assert ">1<" in browser(own).get(f"/desk/tim/?unit={unit}").content.decode()
        assert words(browser(parent).get(f"/desk/tim/?unit={unit}")).count("No unit here") == 1

    @pytest.mark.parametrize("role", [Role.OFFICER, Role.VALIDATOR, Role.ANALYST])
    def test_it_is_no_page_for(self, role):
        person = make.staff(of=GEBANG, role=role)

        assert browser(person).get("/desk/tim/").status_code == 403
        assert browser(person).get("/desk/kompetensi/").status_code == 403
        assert browser(person).get(f"/desk/tim/{person.username}/").status_code == 403

    def test_the_cost_does_not_grow(self, chief):
        make.staff(of=GEBANG)
        client = browser(chief)
        few = statements(client, "/desk/tim/")
        people = [make.staff(of=GEBANG) for _ in range(20)]
        lying(people[3], *range(200))
        lying(None, *range(100))
        for person in people[:10]:
            away(person, 0, 3)

        assert statements(client, "/desk/tim/") == few <= 14


def words_of_cells(row: str) -> list[str]:
    """Return the texts of a table row's cells."""
    return [cell.split("</td>")[0].replace("</a>", "") for cell in row.split("<td")[1:]]


class TestTheRule:
    def test_it_is_set_on_the_page(self, chief):
        answer = browser(chief).post("/desk/tim/aturan/", {"unit": GEBANG, "rule": "least_load"})

        assert answer.status_code == 302
        assert sharing.rule_of(GEBANG) == AssignmentRule.LEAST_LOAD

    def test_not_for_another_unit_nor_by_an_officer(self, chief):
        other = make.unit().code
        assert browser(chief).post("/desk/tim/aturan/", {"unit": other, "rule": "skill"}).status_code == 403
        officer = make.staff(of=GEBANG)
        assert browser(officer).post("/desk/tim/aturan/", {"unit": GEBANG, "rule": "skill"}).status_code == 403
        assert sharing.rules() == {}


class TestAPerson:
    def absent(self, client, person: Staff, *, first: int = 1, last: int = 2, cover: str = "", **more):
        given = {
            "starts_on": (today() + timedelta(days=first)).isoformat(),
            "ends_on": (today() + timedelta(days=last)).isoformat(),
            "kind": "leave",
            "cover": cover,
        }
        return client.post(f"/desk/tim/{person.username}/absen/", {**given, **more})

    def test_sees_what_is_held_what_is_missing_and_by_when(self):
        officer = make.staff(of=GEBANG, competent=False)
        make.certify(officer, "penanganan-pengaduan", until=today() + timedelta(days=20))
        text = words(browser(officer).get("/desk/saya/"))

        assert "“Handling complaints” (basic) expires on" in text
        assert "“Safe work on trees” (basic) is missing; from" in text
        assert "safety course of Dinas Pertamanan" in text
        assert "“Protection of personal data” (basic) is missing." in text

    def test_enters_and_withdraws_the_own_absence(self):
        officer, cover = make.staff(of=GEBANG), make.staff(of=GEBANG)
        client = browser(officer)
        assert self.absent(client, officer, cover=cover.username).url == "/desk/saya/"
        page = client.get("/desk/saya/")
        assert f"{cover.display_name} covers" in words(page)
        assert f"Covers for {officer.display_name}" in words(browser(cover).get("/desk/saya/"))

        absence = Absence.objects.get()
        client.post(f"/desk/tim/{officer.username}/absen/{absence.pk}/batal/")
        absence.refresh_from_db()
        assert absence.cancelled_by == officer

    def test_is_told_beside_the_field_what_cannot_be(self):
        ana, budi = make.staff(of=GEBANG), make.staff(of=GEBANG)
        away(budi, 1, 5, ana)
        answer = self.absent(browser(ana), ana, cover=budi.username)

        assert answer.status_code == 409
        assert "it would go round in a circle" in words(answer)
        assert Absence.objects.count() == 1
        answer = self.absent(browser(ana), ana, first=3, last=1)
        assert answer.status_code == 422
        assert "The last day cannot lie before the first one." in words(answer)

    def test_of_the_team_is_seen_by_the_supervisor_and_by_no_stranger(self, chief):
        officer, stranger = make.staff(of=GEBANG), make.staff(of=make.unit(), role=Role.SUPERVISOR)

        assert officer.display_name in words(browser(chief).get(f"/desk/tim/{officer.username}/"))
        assert browser(stranger).get(f"/desk/tim/{officer.username}/").status_code == 404
        assert browser(chief).get("/desk/tim/nobody/").status_code == 404
        assert self.absent(browser(stranger), officer).status_code == 404
        assert self.absent(browser(make.staff(of=GEBANG)), officer).status_code == 404
        assert Absence.objects.count() == 0

    def test_proofs_are_entered_and_revoked_by_the_supervisor(self, chief):
        officer, client = make.staff(of=GEBANG, competent=False), browser(chief)
        given = {"competency": "penanganan-pohon/dasar", "evidence": "K3/12", "valid_from": today().isoformat()}
        assert client.post(f"/desk/tim/{officer.username}/kompetensi/", given).status_code == 302
        proof = Certificate.objects.get(staff=officer)
        assert (proof.competency_id, proof.level, proof.entered_by) == ("penanganan-pohon", "dasar", chief)

        address = f"/desk/tim/{officer.username}/kompetensi/{proof.pk}/cabut/"
        assert client.post(address, {"because": ""}).status_code == 422
        client.post(address, {"because": "Palsu"})
        assert f"revoked by {chief.display_name}: Palsu" in words(client.get(f"/desk/tim/{officer.username}/"))

    def test_what_cannot_be_proven_is_told(self, chief):
        officer = make.staff(of=GEBANG)
        given = {"competency": "penanganan-pohon/dasar", "evidence": "K3/12", "valid_from": "2999-01-01"}
        answer = browser(chief).post(f"/desk/tim/{officer.username}/kompetensi/", given)

        assert answer.status_code == 422
        assert "This day is still to come." in words(answer)

    def test_nobody_certifies_themselves(self, chief):
        given = {"competency": "penanganan-pohon/dasar", "evidence": "K3/12", "valid_from": today().isoformat()}

        assert browser(chief).post(f"/desk/tim/{chief.username}/kompetensi/", given).status_code == 403
        assert "Enter a proof" not in words(browser(chief).get("/desk/saya/"))

    def test_the_cost_is_constant(self, chief):
        officer = make.staff(of=GEBANG)
        client = browser(chief)
        few = statements(client, f"/desk/tim/{officer.username}/")
        for number in range(20):
            away(officer, number * 3, number * 3 + 1)
            make.certify(officer)
        lying(officer, *range(50))

        assert statements(client, f"/desk/tim/{officer.username}/") == few <= 22


class TestTheRegister:
    def rows(self, client, query: str = "") -> list[dict[str, str]]:
        text = client.get(f"/desk/kompetensi/unduh.csv{query}").content.decode()
        return list(csv.DictReader(io.StringIO(text)))

    def test_filters(self, chief):
        good = make.staff(of=GEBANG)
        bad = make.staff(of=GEBANG, competent=False, since=clock.now() - LONG_AGO)
        client = browser(chief)
        everybody = {row["username"] for row in self.rows(client)}
        assert {good.username, bad.username, chief.username} <= everybody

        blocked = self.rows(client, "?standing=blocked")
        assert {row["username"] for row in blocked} == {bad.username}
        assert "penanganan-pohon" in {row["competency"] for row in blocked}
        one = self.rows(client, f"?competency=penanganan-pohon&q={good.username}")
        assert [(row["username"], row["standing"], row["evidence"]) for row in one] == [
            (good.username, "valid", "BPSDM/1")
        ]
        page = words(client.get("/desk/kompetensi/?standing=blocked"))
        assert bad.display_name in page
        assert good.display_name not in page

    def test_a_supervisor_sees_the_own_units_alone_an_operator_all(self, chief):
        other = make.staff(of=make.unit())
        operator = make.staff(of="jsc-intake", role=Role.OPERATOR)

        assert other.username not in {row["username"] for row in self.rows(browser(chief))}
        assert other.username in {row["username"] for row in self.rows(browser(operator))}

    def test_no_cell_of_the_export_can_run_as_a_formula(self, chief):
        officer = make.staff(of=GEBANG, competent=False)
        Staff.objects.filter(pk=officer.pk).update(display_name="=HYPERLINK(1)")
        competency_actions.enter(
            by=None, username=officer.username, competency="penanganan-pohon", level="dasar", evidence="@SUM(A1)", valid_from=today()
        )  # fmt: skip
        row = next(
            row
            for row in self.rows(browser(chief))
            if row["competency"] == "penanganan-pohon" and row["username"] == officer.username
        )

        assert (row["name"], row["evidence"]) == ("'=HYPERLINK(1)", "'@SUM(A1)")

    def test_pages_follow_each_other(self, chief):
        for _ in range(25):
            make.staff(of=GEBANG)
        client = browser(chief)
        first = client.get("/desk/kompetensi/")
        after = first.content.decode().split('rel="next" href="')[1].split('"')[0]
        second = client.get("/desk/kompetensi/" + after)

        seen = [page.content.decode().count('<th scope="row">') for page in (first, second)]
        assert 50 <= seen[0] < 60
        assert seen[1] > 0

    @pytest.mark.parametrize("query", ["", "?standing=blocked"])
    def test_the_cost_is_constant(self, chief, query):
        client = browser(chief)
        few = statements(client, "/desk/kompetensi/" + query)
        for number in range(40):
            make.staff(of=GEBANG, competent=number % 2 == 0)

        assert statements(client, "/desk/kompetensi/" + query) == few <= 12


class TestAtTheReport:
    """Whoever opens a report is warned of what is lacking for it, and told plainly when it refuses the step."""

    def test_a_warning_stands_beside_the_acts(self):
        officer = make.staff(of=GEBANG, competent=False)
        report = make.report(category="pohon")
        text = words(browser(officer).get(f"/desk/{report.code}/"))

        assert "Your competencies for this work" in text
        assert "To be completed or renewed: Handling complaints, Protection of personal data" in text

    def test_nothing_is_said_where_all_is_well(self):
        report = make.report(category="pohon")

        assert "Your competencies" not in words(browser(make.staff(of=GEBANG)).get(f"/desk/{report.code}/"))

    def test_a_refusal_says_what_is_missing_and_where_to_get_it(self):
        officer = make.staff(of=GEBANG, competent=False, since=clock.now() - LONG_AGO)
        make.certify(officer, "penanganan-pengaduan")
        report = make.report(category="pohon", state="in_progress")
        shots = [SimpleUploadedFile(f"{number}.jpg", make.photo(), "image/jpeg") for number in range(2)]
        given = {"version": report.version, "message": "Sudah dipangkas", "photos": shots}
        answer = browser(officer).post(f"/desk/{report.code}/selesai/", given)

        assert answer.status_code == 403
        assert "For this you need “Safe work on trees” (basic). Take the safety course" in words(answer)
        assert make.events(report) == ["intake.accept", "reports.start"]


class TestAssigning:
    """The form says of each colleague what speaks for or against giving the report there; the action refuses all the same."""

    def test_loads_absences_and_what_is_lacking_stand_beside_the_names(self):
        officer, cover = make.staff(of=GEBANG), make.staff(of=GEBANG)
        make.staff(of=GEBANG, competent=False, since=clock.now() - LONG_AGO)
        away(officer, 0, 2, cover)
        lying(cover, 5, 6)
        report = make.report(category="pohon")
        text = words(browser(cover).get(f"/desk/{report.code}/tugaskan/"))

        assert f"{cover.display_name} covers" in text
        assert "2 open" in text
        assert "lacks “Safe work on trees”" in text

        answer = browser(cover).post(
            f"/desk/{report.code}/tugaskan/", {"version": report.version, "assignee": officer.username}
        )
        assert answer.status_code == 422
        assert f"Give it to {cover.display_name}." in words(answer)
        assert make.events(report) == ["intake.accept"]


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestInTheBrowser:
    def test_the_pages_stand_and_axe_finds_nothing(self, visit):
        chief = make.staff(of=GEBANG, role=Role.SUPERVISOR)
        officer, cover = make.staff(of=GEBANG), make.staff(of=GEBANG)
        make.staff(of=GEBANG, competent=False, since=clock.now() - LONG_AGO)
        away(officer, 0, 4, cover)
        history(GEBANG)
        wrong = {}
        for dark in (False, True):
            page = visit(chief, "/desk/", width=360, dark=dark)
            for path in ("/desk/tim/", f"/desk/tim/{officer.username}/", "/desk/saya/", "/desk/kompetensi/"):
                page.goto(path)
                wrong[dark, path] = wrong_at(page, (360, 1440), in_two_looks=True)
            assert page.said == []

        assert {where: found for where, found in wrong.items() if found} == {}
