"""What was proposed for the yearly planning, and what became of it: the public register of `/usulan/`."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from tanggap.core.clock import local
from tanggap.insight.opendata.columns import DAY, TEXT, WHOLE, Column, Dataset, Row, Snapshot
from tanggap.planning.queries import public
from tanggap.planning.rules import is_planned
from tanggap.planning.words import ProposalState

AT_ONCE = 500
STATES = tuple((str(value), word) for value, word in ProposalState.choices)


def _rows(_snapshot: Snapshot) -> Iterator[Row]:
    if not is_planned():
        return
    page = public.listed(public.Wanted(), limit=AT_ONCE)
    while True:
        for row in page.rows:
            yield (
                row.code, row.state, row.title, row.category, row.area, row.level_label, row.year, row.cost, row.currency,
                row.supporters, local(row.proposed_at).date(), local(row.changed_at).date(),
            )  # fmt: skip
        if page.next is None:
            return
        page = public.listed(public.Wanted(), after=page.next, limit=AT_ONCE)


DATASET = Dataset(
    code="proposals",
    title=_("Proposals for the yearly planning"),
    about=_("One row for each problem too big for one unit that was proposed for the yearly planning, as it stands now."),
    columns=(
        Column("code", TEXT, _("The proposal's public code."), "proposals"),
        Column("state", TEXT, _("Where it stands."), "proposals", values=STATES),
        Column("title", TEXT, _("What is proposed, in the words of the staff."), "proposals"),
        Column("category", TEXT, _("Code of the category of most of its reports."), "categories.code"),
        Column("area", TEXT, _("Code of the smallest area in which all of its reports lie."), "areas.code"),
        Column("level", TEXT, _("Level of deliberation, in the language of the file."), "proposals"),
        Column("year", WHOLE, _("The year that it is planned for."), "proposals"),
        Column("cost", WHOLE, _("Estimated cost."), "proposals", unit=_("whole units of the currency")),
        Column("currency", TEXT, _("ISO 4217 code."), "proposals"),
        Column("supporters", WHOLE, _("How many people stand behind it."), "proposals", unit=_("people")),
        Column("proposed_on", DAY, _("The city's day on which it was proposed."), "proposals"),
        Column("changed_on", DAY, _("The city's day of its last step."), "proposals"),
    ),
    rows=_rows,
    key=("code",),
    left_out=_("Which reports it stands for: its page shows those that are public at that time."),
)  # fmt: skip
