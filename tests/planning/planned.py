"""A proposal of two reports in Pulo Gebang, and the people on its way, for the tests of the register."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tests.factories import make

from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.planning import actions
from tanggap.planning import following as consumer
from tanggap.planning.models import Proposal, ProposalReport, Step
from tanggap.reports import outbox
from tanggap.reports.models import Report
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions as verification

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
YEAR = 2028
KELURAHAN = "kel-31.75.06.1005"
KECAMATAN = "kec-31.75.06"
KOTA = "kota-31.75"
BUILDER = "sudin-bina-marga-31.75"
WORDS = {
    "title": "Saluran baru di Jalan Dr. Sumarno",
    "problem": "Penerangan dan saluran di ruas ini harus dibangun baru.",
    "reason": "capital",
    "cost": 750_000_000,
    "level": "kelurahan",
    "year": YEAR,
}


@dataclass
class Course:
    """A proposal on its way; each method takes the step that it is named after, by who may."""

    code: str
    unit: str

    @property
    def row(self) -> Proposal:
        return Proposal.objects.get(code=self.code)

    def keeper(self) -> Staff:
        return make.staff(of=self.row.keeper_id, role=Role.SUPERVISOR)

    def do(self, action: Any, **given: Any) -> Any:
        given.setdefault("message", "Begitulah")
        return action(code=self.code, version=self.row.version, **given)

    def admit(self) -> "Course":
        self.do(actions.admit, by=self.keeper(), year=YEAR)
        return self

    def advance(self) -> "Course":
        self.do(actions.advance, by=self.keeper())
        return self

    def accepted(self) -> "Course":
        self.admit().advance().advance()
        self.do(actions.accept, by=self.keeper())
        return self

    def fund(self, **given: Any) -> Any:
        return self.do(actions.fund, by=self.keeper(), **{**PROGRAMME, **given})

    def funded(self) -> "Course":
        self.accepted().fund()
        return self

    def builder(self) -> Staff:
        return make.staff(of=str(self.row.builder_id))

    def built(self) -> "Course":
        self.funded().do(actions.begin, by=self.builder())
        self.build()
        return self

    def build(self) -> Any:
        return self.do(actions.build, by=self.builder(), photos=[Upload(make.photo(), "jadi.jpg")])

    def check(self, report: Report, *, holds: bool) -> None:
        row = Report.objects.get(pk=report.pk)
        validator = make.staff(of=str(row.verifier_id), role=Role.VALIDATOR)
        case = {"code": row.code, "verifier": validator}
        if not holds:
            verification.reject(**case, version=row.version, message="Belum jadi")
            return
        points = make.checklist(row)
        if row.field_required:
            verification.send_to_field(**case, version=row.version, checklist=points)
        shots = [Upload(make.photo(), "cek.jpg")]
        now = Report.objects.get(pk=report.pk).version
        verification.accept(**case, version=now, checklist=points, photos=shots)

    def steps(self) -> list[str]:
        return list(Step.objects.filter(proposal__code=self.code).order_by("number").values_list("step", flat=True))


PROGRAMME = {
    "programme": "1.03.02.2.01",
    "name": "Pembangunan drainase",
    "amount": "700.000.000",
    "source": "apbd",
    "builder": BUILDER,
}


def unit() -> str:
    """Return a new unit that answers for reports and has no office's part in the planning."""
    return make.unit(area="31.75").code


def reports(of: str, number: int = 2, **given: Any) -> list[Report]:
    """Return public reports that `of` works on."""
    return [make.report(state=State.IN_PROGRESS, handled_by=of, **given) for _ in range(number)]


def proposed(rows: list[Report] | None = None, *, by: Staff | None = None, **changes: Any) -> Course:
    """Return a proposal of `rows`, or of two new reports."""
    rows = rows if rows is not None else reports(unit())
    by = by or make.staff(of=rows[0].unit_id)
    made = actions.propose(by=by, reports=[row.code for row in rows], **{**WORDS, **changes})
    return Course(made.code, rows[0].unit_id)


def follow() -> None:
    """Let proposals follow what their reports did, as the worker would."""
    reports_of = set(ProposalReport.objects.values_list("report", flat=True))
    consumer.apply([fact for facts in outbox.histories(reports_of).values() for fact in facts])


def states(*rows: Report) -> list[str]:
    """Return where reports stand now."""
    return [Report.objects.get(pk=row.pk).state for row in rows]
