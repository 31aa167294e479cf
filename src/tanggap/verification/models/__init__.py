"""What is kept of checks: the checks themselves, what was drawn and planned, and who must not check what."""

from tanggap.verification.models.checks import Check
from tanggap.verification.models.duties import Conflict, Opinion
from tanggap.verification.models.plans import Plan, Quota, Seed

__all__ = ["Check", "Conflict", "Opinion", "Plan", "Quota", "Seed"]
