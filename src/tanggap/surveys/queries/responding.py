"""Who answers an invitation and who does not, and what the index were if all groups had answered alike."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tanggap.surveys import bias
from tanggap.surveys.queries.labels import group_label, rows
from tanggap.surveys.words import Took

_GROUPS: Final = ("outcome", "channel", "category", "took")


@dataclass(frozen=True, slots=True)
class Bias:
    """Who answers an invitation and who does not: rates by group, and the index weighted so that each group counts as it was invited."""

    invited: int
    answered: int
    groups: Mapping[str, Sequence[tuple[str, bias.Rate]]]
    weighted: bias.Weighted

    @property
    def share(self) -> float | None:
        """Return the share that answered."""
        return self.answered / self.invited if self.invited else None


def response_bias(survey: str) -> Bias:
    """Return how those who answered differ from all who were invited to a survey. Two statements."""
    columns = ", ".join(_GROUPS)
    counts: dict[tuple[str, ...], Sequence[int]] = {
        tuple(codes): (invited, answered)
        for *codes, invited, answered in rows(
            f"SELECT {columns}, count(*), count(*) FILTER (WHERE is_answered) FROM surveys_invitation"  # noqa: S608
            f" WHERE survey_id = %s GROUP BY {columns}",
            [survey],
        )
    }
    groups: dict[str, dict[str, list[int]]] = {name: {} for name in _GROUPS}
    for codes, (invited, answered) in counts.items():
        for name, code in zip(_GROUPS, codes, strict=True):
            pair = groups[name].setdefault(code, [0, 0])
            pair[0] += invited
            pair[1] += answered
    return Bias(
        sum(cell[0] for cell in counts.values()),
        sum(cell[1] for cell in counts.values()),
        {name: _rates(name, of) for name, of in groups.items()},
        bias.weighted(_strata(survey, counts) if counts else []),
    )


def _strata(survey: str, counts: Mapping[tuple[str, ...], Sequence[int]]) -> list[bias.Stratum]:
    """Return the strata by how the report ended and by which channel it came."""
    invited: dict[tuple[str, str], int] = defaultdict(int)
    for (outcome, channel, *_more), cell in counts.items():
        invited[outcome, channel] += cell[0]
    sums = {
        (outcome, channel): (n, means, squares)
        for outcome, channel, n, means, squares in rows(
            "SELECT outcome, channel, count(*), sum(total::float8 / filled), sum((total::float8 / filled) ^ 2)"
            " FROM surveys_response WHERE survey_id = %s AND entrance = 'invited' AND filled > 0 GROUP BY 1, 2",
            [survey],
        )
    }
    return [bias.Stratum(n, *sums.get(key, (0, 0.0, 0.0))) for key, n in sorted(invited.items())]


def _rates(name: str, groups: Mapping[str, Sequence[int]]) -> list[tuple[str, bias.Rate]]:
    known = Took.values if name == "took" else sorted(groups, key=lambda code: (not code, group_label(name, code)))
    order = [code for code in known if code in groups]
    found = bias.rates({code: (groups[code][0], groups[code][1]) for code in order})
    return [(group_label(name, rate.code), rate) for rate in found]
