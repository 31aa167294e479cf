"""What the tests of checking share: claims on papers, validators, checks, and ways round the product's actions."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from tests.factories import LITTER, make
from tests.invariants.test_sql_attacks import move, sql

from tanggap.agencies.words import Role
from tanggap.reports import actions as reports
from tanggap.reports.photos import Upload
from tanggap.reports.words import State
from tanggap.verification import actions, drawing

__all__ = [
    "all_drawn",
    "check",
    "claim_again",
    "claimed",
    "contest",
    "move",
    "refused",
    "reject",
    "sql",
    "validator",
    "visit",
]


def claimed(**how):
    """Return a report of litter whose unit says that it is done: closed by papers alone."""
    return make.report(**{"state": State.AWAITING_VALIDATION, "category": LITTER, **how})


def validator(report, **how):
    return make.staff(of=report.verifier_id, role=Role.VALIDATOR, **how)


def check(report, act=actions.accept, **how):
    """Check the claim as `by`, or as somebody new, and read the report again."""
    report.refresh_from_db()
    person = how.pop("by", None) or validator(report)
    if act is not actions.reject:
        how.setdefault("checklist", make.checklist(report))
    made = act(code=report.code, version=report.version, verifier=person, **how)
    report.refresh_from_db()
    return made


def reject(report, **how):
    return check(report, actions.reject, **{"message": "Masih ada", **how})


def visit(report, **how):
    """Close a claim that waits for its visit."""
    return check(report, photos=[Upload(make.photo(), "spot.jpg")], **how)


def claim_again(report, officer):
    """Let the officer do the work again and say that it is done."""
    for act, how in (
        (reports.start, {}),
        (reports.claim_done, {"message": "Sudah lagi", "photos": [Upload(make.photo(), "b.jpg")]}),
    ):
        report.refresh_from_db()
        act(code=report.code, version=report.version, by=officer, **how)
    report.refresh_from_db()


def contest(report, by, **how):
    report.refresh_from_db()
    event = reports.contest(code=report.code, version=report.version, by=by, **{"message": "Sudah bersih", **how})
    report.refresh_from_db()
    return event


def all_drawn(monkeypatch, u=0.0):
    """Let every lot be `u`."""
    monkeypatch.setattr(drawing, "lot", lambda *_given: u)


@contextmanager
def refused(constraint):
    """Expect the database to refuse by `constraint`, at once or at the end, and go on from before."""
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():  # noqa: PT012
        sql("SET CONSTRAINTS ALL IMMEDIATE")  # what the test set up has nothing pending
        sql("SET CONSTRAINTS ALL DEFERRED")
        yield
        sql("SET CONSTRAINTS ALL IMMEDIATE")
    assert refusal.value.__cause__.diag.constraint_name == constraint
