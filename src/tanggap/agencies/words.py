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


class Act(models.TextChoices):
    """What can be done to an account; each is written down."""

    ADDED = "added", _("Account made")
    DISABLED = "disabled", _("Account closed")
    ENABLED = "enabled", _("Account opened again")
    GRANTED = "granted", _("Role given")
    REVOKED = "revoked", _("Role taken away")
    PASSWORD_RESET = "password_reset", _("New password made by an operator")
    PASSWORD_CHANGED = "password_changed", _("Password changed by the person")
