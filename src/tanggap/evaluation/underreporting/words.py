"""The sentences beside the estimates: how they are made, what is assumed, and what they cannot say."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _

SLOWER, FASTER, UNCLEAR = "slower", "faster", "unclear"


def method() -> str:
    """Return how it is estimated."""
    return _(
        "Once a problem has a first report it is surely there. How soon others report it too tells how fast such problems are reported, "
        "and so how long it was there before anybody did (Liu, Bhandaram and Garg, Nature Computational Science 2024). Later reports and "
        "supports are counted from the first report until the problem ended, at most 30 days, and compared with what the area's mix of "
        "categories lets expect; areas of which little is known are drawn towards the whole (Clayton and Kaldor 1987)."
    )


def caveats(scatter: float) -> tuple[str, ...]:
    """Return what is assumed, and what cannot be said."""
    told = (
        _(
            "Assumed: people report a problem independently of each other and equally often as long as it is there, and the desk "
            "recognises repeats equally well everywhere. Where repeats are joined more carelessly, an area looks slower than it is."
        ),
        _(
            "Problems that nobody ever reports are not seen here at all: it is their delay that is estimated, not their number."
        ),
        _(
            "A slow area is no fault of its people: fewer pass by, fewer know the service, or fewer believe that it helps. It says where "
            "to look without waiting for reports, and where to make the service known."
        ),
        _(
            "Everybody sees the reports on the map, and may then support one or stay silent; that makes all delays look longer, "
            "everywhere alike."
        ),
    )
    if scatter <= 1:
        return told
    much = _(
        "Repeats of a problem come together %(times)s times as much as by chance; the intervals are wider by that."
    ) % {"times": number_format(scatter, 1)}
    return (*told, much)
