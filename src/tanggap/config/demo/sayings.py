"""What is said of proposals in the simulated city: why they are too big, and what those say who decide."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tanggap.planning.words import Reason, RefusalReason

Words = str | Promise

PROBLEMS: Mapping[str, Words] = {
    Reason.CAPITAL: _(
        "What stands there is too old and too small. It has been mended several times since %(day)s, each time for a few weeks;"
        " it has to be built anew."
    ),
    Reason.LAND: _(
        "What is needed does not fit on the ground that the city owns there. Land has to be bought or cleared before anything can be built;"
        " people have waited since %(day)s."
    ),
    Reason.ACROSS: _(
        "Several units have to work there at the same time and share the cost: each alone would undo what another one builds. The oldest"
        " report that is open is of %(day)s."
    ),
    Reason.BUDGET: _(
        "The unit's budget of the year is enough for a part of it. Built in parts it would cost more, and be opened up twice. The oldest"
        " report that is open is of %(day)s."
    ),
    Reason.RECURRING: _(
        "The problem comes back there again and again; the oldest report that is open is of %(day)s. Repairs do not last, because"
        " the cause lies deeper. It takes building works that the unit cannot pay from its budget of the year."
    ),
}
ADMITTED: Sequence[Words] = (
    _("It is taken into the deliberation. Meanwhile its reports wait, and count as unsolved."),
    _("We looked at the place together with the people who live there: it is as the unit says. It is deliberated."),
)
PASSED_ON: Sequence[Words] = (
    _("Supported here; the next level decides."),
    _("Among the first in the order of our meeting; the next level decides."),
)
ACCEPTED: Sequence[Words] = (
    _("Taken into the plan of the year."),
    _("It stands in the plan of the year, with the cost as it was proposed."),
)
PUT_OFF: Sequence[Words] = (
    _("Others are more urgent this year; it is put off, not dropped."),
    _("The land has to be cleared first. It is planned for a later year."),
)
REFUSED: Sequence[tuple[str, Words]] = (
    (
        RefusalReason.BY_UNIT,
        _("A good repair is enough here; the unit can pay it from its own means."),
    ),
    (
        RefusalReason.NOT_PRIORITY,
        _("Elsewhere more people are hit, and the money of the year does not reach for both."),
    ),
    (
        RefusalReason.ALREADY,
        _("A programme that has its money already covers this place."),
    ),
    (
        RefusalReason.NOT_FEASIBLE,
        _("Pipes lie beneath it that cannot be moved. The unit looks for another way."),
    ),
)
