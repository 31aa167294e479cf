"""The pictures of the citizen's pages where their addresses are shared: of a report, and of everything else (`web.ui.cards` draws them).

They show no photo and no word of the reporter, and the point as coarse as the page does.
"""

from django.utils.translation import gettext as _

from tanggap.core.words import say
from tanggap.places import queries as places
from tanggap.places.city import city
from tanggap.reports.queries import public
from tanggap.reports.words import State
from tanggap.web.ui import status
from tanggap.web.ui.cards import Card, draw, with_shape


def of_report(shown: public.PublicReport) -> bytes:
    """Return the card of a public report."""
    point = (shown.lon, shown.lat) if shown.lon is not None and shown.lat is not None else None
    return draw(
        Card(
            title=shown.category or _("Not yet categorised"),
            place=shown.place,
            foot=shown.code,
            family=status.family(shown.state),
            state=str(State(shown.state).label),
            areas=with_shape([shown.area] if shown.area else []),
            point=point,
        )
    )


def of_city() -> bytes:
    """Return the card of every other page."""
    about = _("citizens' reports for %(city)s: received, solved, and checked by somebody else.") % {
        "city": say(city().name)
    }
    return draw(
        Card(
            title=_("Report a problem, see it solved"),
            place=about[:1].upper() + about[1:],
            foot="",
            areas=with_shape([row.code for row in places.areas() if row.is_leaf]),
        )
    )
