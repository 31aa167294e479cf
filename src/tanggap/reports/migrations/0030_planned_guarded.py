"""The constraint of closing times holds for what is there, too; checked without stopping anybody."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("reports", "0029_planned")]

    operations = [ValidateConstraint("report", "reports_report_closed_at_when_closed")]
