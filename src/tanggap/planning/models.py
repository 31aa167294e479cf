"""The register: proposals, which reports they stand for, every step of their course, the money, and who supports them."""

from django.db import models
from django.db.models import F, Q

from tanggap.agencies.models import Staff, Unit
from tanggap.catalog.models import Category
from tanggap.places.models import Area
from tanggap.planning.words import ENDED, LIVE, PAID, UNDECIDED, LinkEnd, ProposalState, Reason, RefusalReason
from tanggap.reports.models import Report

MOST_MONEY = 10**15


class Proposal(models.Model):
    """One problem too big for a unit, on its way through the yearly planning. `(id, version, state)` is that of its last step.

    `title` and `problem` are written by staff for everybody; no reporter's words stand in them. `unit` proposes, `keeper` decides at
    `level` (a code of the pack), `builder` answers once it is funded. `parties` are the units with a part in it, of which none may be
    keeper. `year` is the one that is planned for; `cost` whole units of the pack's currency. Each instant is the first time that it
    came so far, `built_at` the last.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.TextField()
    title = models.TextField()
    problem = models.TextField()
    reason = models.TextField(choices=Reason.choices)
    cost = models.BigIntegerField()
    level = models.TextField()
    year = models.IntegerField()
    area = models.ForeignKey(Area, models.PROTECT, related_name="+", db_index=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    keeper = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    builder = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    parties = models.JSONField(default=list)
    state = models.TextField(choices=ProposalState.choices)
    version = models.IntegerField()
    refusal = models.TextField(choices=RefusalReason.choices, default="", blank=True)
    supporters = models.IntegerField(default=0)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    proposed_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    admitted_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    funded_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    built_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="planning_proposal_code"),
            models.CheckConstraint(condition=Q(cost__gt=0, cost__lt=MOST_MONEY), name="planning_proposal_cost"),
            models.CheckConstraint(condition=Q(version__gt=0, supporters__gte=0), name="planning_proposal_counts"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(problem=""), name="planning_proposal_says_what"),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED), ended_at__isnull=False)
                | Q(state__in=sorted(LIVE), ended_at__isnull=True),
                name="planning_proposal_ended_at_its_end",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(PAID), builder__isnull=False) | ~Q(state__in=sorted(PAID)),
                name="planning_proposal_built_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.REFUSED) & ~Q(refusal="")
                | ~Q(state=ProposalState.REFUSED) & Q(refusal=""),
                name="planning_proposal_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(admitted_at__isnull=False)
                | Q(state__in=[ProposalState.PROPOSED, ProposalState.REFUSED, ProposalState.WITHDRAWN]),
                name="planning_proposal_admitted_first",
            ),
        ]
        indexes = [
            models.Index(fields=["-proposed_at", "-id"], name="planning_register"),
            models.Index(fields=["keeper", "state"], name="planning_of_keeper"),
            models.Index(fields=["unit", "-proposed_at", "-id"], name="planning_of_unit"),
            models.Index(fields=["year", "state"], name="planning_of_year"),
            models.Index(fields=["year", "area"], name="planning_undecided", condition=Q(state__in=sorted(UNDECIDED))),
        ]

    def __str__(self) -> str:
        return self.code


class ProposalReport(models.Model):
    """A report is one of those that a proposal stands for: live until `ended_at`, in at most one live proposal.

    `joined` is the code of the merged report in whose place its parent `report` came; only who may see that report reads it.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+", db_index=False)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+", db_index=False)
    joined = models.TextField(default="", blank=True)
    linked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    end = models.TextField(choices=LinkEnd.choices, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report"], condition=Q(ended_at__isnull=True), name="planning_report_in_one_live_proposal"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | Q(ended_at__isnull=False) & ~Q(end=""),
                name="planning_link_ends_for_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["proposal", "id"], name="planning_links"),
            models.Index(fields=["report", "-linked_at"], name="planning_of_report"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.report_id}"


class Move(models.Model):
    """What `planning/lifecycle.py` allows, so that the database can refuse the rest."""

    pk = models.CompositePrimaryKey("step", "state_from", "state_to")
    step = models.TextField()
    state_from = models.TextField()
    state_to = models.TextField()

    def __str__(self) -> str:
        return f"{self.step}: {self.state_from} → {self.state_to}"


class Step(models.Model):
    """One step of a proposal's course; never updated, never deleted. `number` counts from 1; `unit` is the actor's unit then.

    `message` is for everybody, `note` for staff. `facts` are what the step set besides (programme, amount, builder, count of photos).
    `tx` is the writing transaction's id, by which consumers read (`planning.outbox`).
    """

    id = models.BigAutoField(primary_key=True)
    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+", db_index=False)
    number = models.IntegerField()
    step = models.TextField()
    state_from = models.TextField()
    state_to = models.TextField()
    level = models.TextField()
    year = models.IntegerField()
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    message = models.TextField(default="", blank=True)
    note = models.TextField(default="", blank=True)
    facts = models.JSONField(default=dict)
    tx = models.BigIntegerField(db_default=models.Func(function="tanggap_tx"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "number"], name="planning_step_number"),
            models.UniqueConstraint(fields=["proposal", "number", "state_to"], name="planning_step_chain"),
            models.CheckConstraint(
                condition=Q(staff__isnull=True, unit__isnull=True) | Q(staff__isnull=False, unit__isnull=False),
                name="planning_step_of_somebody_of_a_unit",
            ),
        ]
        indexes = [models.Index(fields=["tx", "id"], name="planning_step_outbox")]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.number} {self.step}"


class Programme(models.Model):
    """The money of a proposal: the programme of the budget (RKPD/APBD) that builds it. At most one live one a proposal.

    `code` and `name` as the budget has them, `amount` whole units of the pack's currency, `source` a code of the pack.
    """

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="+")
    code = models.TextField()
    name = models.TextField()
    amount = models.BigIntegerField()
    source = models.TextField()
    year = models.IntegerField()
    builder = models.ForeignKey(Unit, models.PROTECT, related_name="+", db_index=False)
    set_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    set_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"], condition=Q(ended_at__isnull=True), name="planning_one_live_programme"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lt=MOST_MONEY), name="planning_programme_amount"),
            models.CheckConstraint(condition=~Q(code="") & ~Q(name=""), name="planning_programme_named"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("set_at")), name="planning_programme_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ProposalSupport(models.Model):
    """One person stands behind a proposal; `person` is a keyed hash, so that support counts people, not clicks."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="+", db_index=False)
    person = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "person"], name="planning_support_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id}"
