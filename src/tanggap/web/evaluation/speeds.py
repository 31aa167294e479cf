"""How fast areas report their problems, in words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tanggap.evaluation.underreporting import Estimate
from tanggap.evaluation.underreporting.words import FASTER, SLOWER
from tanggap.web.ui import charting, formats


@dataclass(frozen=True, slots=True)
class Row:
    """An area in words, as the table shows it: `ratio` is its speed beside the whole, `delay` how long a problem was there unseen.

    `is_clear`: it surely differs from the whole, `is_slower`: by reporting later than its mix of problems lets expect.
    """

    label: str
    href: str
    is_slower: bool
    is_clear: bool
    problems: str
    repeats: str
    ratio: str
    interval: str
    delay: str
    delay_interval: str
    word: str


def rows(found: Iterable[Estimate], hrefs: Mapping[str, str]) -> Iterator[Row]:
    """Yield areas in words, with all that is the same for hundreds of them looked up once."""
    speed, days = charting.saying_of("per"), charting.saying_of("days")
    words = {SLOWER: _("reports later than others"), FASTER: _("reports sooner than others")}
    unclear = _("no clear difference")
    for one in found:
        yield Row(
            label=one.label,
            href=hrefs[one.code],
            is_slower=one.verdict == SLOWER,
            is_clear=one.verdict in words,
            problems=formats.number(one.n_incidents),
            repeats=f"{formats.number(one.repeats)} + {formats.number(one.supports)}",
            ratio=speed.said(one.shrunk),
            interval=speed.between(one.shrunk_low, one.shrunk_high),
            delay=days.said(one.expected_delay_days),
            delay_interval=days.between(one.delay_low, one.delay_high),
            word=words.get(one.verdict, unclear),
        )
