"""Enumerations of the agencies room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a person may do. CITIZEN and SYSTEM act without an account and are never assigned."""

    CITIZEN = "citizen", _("Citizen")
    INTAKE = "intake", _("Intake")
    OFFICER = "officer", _("Officer")
    SUPERVISOR = "supervisor", _("Supervisor")
    VALIDATOR = "validator", _("Validator")
    LEADER = "leader", _("Leader")
    ANALYST = "analyst", _("Analyst")
    OPERATOR = "operator", _("Operator")
    PARTNER = "partner", _("Partner")
    SYSTEM = "system", _("System")


ASSIGNABLE = tuple(role for role in Role if role not in {Role.CITIZEN, Role.SYSTEM})


class UnitKind(models.TextChoices):
    """Kinds of handling parties (domain.md §5); the pack says which unit is of which."""

    AREA_OFFICE = "area_office", _("Area office")  # kelurahan, kecamatan, kota
    AGENCY = "agency", _("Agency")  # SKPD: Dinas, Badan, Biro
    BRANCH = "branch", _("Agency branch")  # UKPD: Suku Dinas
    COMPANY = "company", _("City-owned company")  # BUMD
    PARTNER = "partner", _("Partner")  # private and national bodies
    VERIFIER = "verifier", _("Independent verifier")  # Biro / Bagian Pemerintahan
    INTAKE = "intake", _("Intake desk")


class UnitChangeKind(models.TextChoices):
    """What ended a unit; its work goes to its heirs."""

    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Merged into another")
    SPLIT = "split", _("Split")


class Act(models.TextChoices):
    """What can be done to an account; each is written down."""

    ADDED = "added", _("Account made")
    DISABLED = "disabled", _("Account closed")
    ENABLED = "enabled", _("Account opened again")
    GRANTED = "granted", _("Role given")
    REVOKED = "revoked", _("Role taken away")
    PASSWORD_RESET = "password_reset", _("New password made by an operator")
    PASSWORD_CHANGED = "password_changed", _("Password changed by the person")
    ABSENCE_ENTERED = "absence_entered", _("Absence entered")
    ABSENCE_CANCELLED = "absence_cancelled", _("Absence withdrawn")
    COMPETENCY_ENTERED = "competency_entered", _("Competency entered")
    COMPETENCY_REVOKED = "competency_revoked", _("Competency revoked")
    RULE_SET = "rule_set", _("Assignment rule set")
    FACTOR_ADDED = "factor_added", _("Second factor added")
    FACTOR_REMOVED = "factor_removed", _("Second factor removed")
    FACTORS_RESET = "factors_reset", _("Second factors reset by an operator")
    CODES_MADE = "codes_made", _("Recovery codes made")
    CODE_USED = "code_used", _("Recovery code used")
    LOCKED = "locked", _("Locked for a while after wrong codes")
    NEW_DEVICE = "new_device", _("Signed in on a new device")
    SIGNED_OUT = "signed_out", _("Signed out everywhere")
    SEALED = "sealed", _("Emergency account sealed")
    UNSEALED = "unsealed", _("Emergency account opened")
    LINKED = "linked", _("Joined to the identity provider")
    UNLINKED = "unlinked", _("Separated from the identity provider")


class AbsenceKind(models.TextChoices):
    """Why somebody is not at work. Nothing is asked beyond this: a reason of health is nobody's business."""

    LEAVE = "leave", _("Leave")
    SICK = "sick", _("Sick")
    TRAINING = "training", _("Training")
    DUTY = "duty", _("Duty elsewhere")
    OTHER = "other", _("Another reason")


class AssignmentRule(models.TextChoices):
    """How new work of a unit finds its person."""

    NONE = "none", _("Nobody: people take it themselves")
    ROUND_ROBIN = "round_robin", _("In turn")
    LEAST_LOAD = "least_load", _("Who has least to do")
    SKILL = "skill", _("Who is most competent, then who has least to do")


class Standing(models.TextChoices):
    """How a person stands towards a competency that the work asks for, from good to bad."""

    VALID = "valid", _("valid")
    EXPIRING = "expiring", _("expires soon")
    LACKING = "lacking", _("missing, still allowed")
    BLOCKED = "blocked", _("missing, work blocked")


class FactorKind(models.TextChoices):
    """A second proof of who signs in."""

    TOTP = "totp", _("Authenticator app")
    PASSKEY = "passkey", _("Security key or passkey")


class AlarmKind(models.TextChoices):
    """What people must see about an account."""

    UNSEALED = "unsealed", _("The emergency account was opened")
    NEW_DEVICE = "new_device", _("Sign-in on a new device")
