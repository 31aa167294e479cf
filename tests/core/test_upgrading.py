"""A database that was made by the migrations before they were put together is up to date, or is told which version to run first."""

from collections import Counter

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from tanggap.core import readiness, upgrading

pytestmark = pytest.mark.django_db
LAST = ("reports", "0010_indexes_and_sweeping")


def put_together():
    loader = MigrationLoader(None, load=False)
    loader.load_disk()
    ours = {key: one for key, one in loader.disk_migrations.items() if one.__module__.startswith("tanggap.")}
    return {key: one.replaces for key, one in ours.items() if one.replaces}


def forget(*names):
    for room, name in names:
        MigrationRecorder(connection).record_unapplied(room, name)


def to_do():
    executor = MigrationExecutor(connection)
    return [(one.app_label, one.name) for one, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]


def test_a_city_that_has_all_of_them_is_up_to_date():
    forget(*put_together())

    assert (upgrading.half_way(), to_do()) == ([], [])


def test_a_city_that_has_some_of_them_is_told_which_version_to_run_first():
    forget(*put_together(), ("reports", "0032_planned_by_unit"))

    with pytest.raises(SystemCheckError) as refused:
        call_command("migrate", skip_checks=False, verbosity=0)

    assert "lacks 1 of its migrations, such as reports 0032_planned_by_unit" in str(refused.value)
    assert f"git checkout {upgrading.LAST_BEFORE}" in str(refused.value)
    assert not readiness.Migrated()()


def test_a_first_migration_that_was_broken_off_goes_on_with_what_lacks():
    forget(LAST, *put_together()[LAST])

    assert (upgrading.half_way(), to_do()) == ([], [LAST])


def test_none_of_them_is_replaced_twice():
    """Else what came second would be thought to be there when the first was, and a guard would be left out."""
    replaced = Counter(name for names in put_together().values() for name in names)

    assert [name for name, times in replaced.items() if times > 1] == []
