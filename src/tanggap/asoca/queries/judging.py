"""What assessors judge, and how far each of them is."""

from collections.abc import Mapping, Sequence
from itertools import combinations

from django.db.models import Q
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies import queries as agencies
from tanggap.agencies.models import Staff
from tanggap.agencies.words import Role
from tanggap.asoca import ahp, judged, laid, ranking
from tanggap.asoca.ahp import Matrix
from tanggap.asoca.laid import Asked, Groups
from tanggap.asoca.models import Assessor
from tanggap.asoca.queries import listing, seeing
from tanggap.asoca.ranking import Said
from tanggap.asoca.rows import AssessorRow, MendRow, PairRow, RatingRow, SetRow, Sheet
from tanggap.asoca.words import AROUND, SCALE, WITHIN, BoardState, Letter, nearest_step
from tanggap.core.refusal import NotFound

NOTHING = Said({}, {})
_LABELS = {step.value: step.label for step in SCALE}


def sheet(by: Staff | None, assessor: int) -> Sheet:
    """Return what one assessor judges, to be written on by that person, or by who keeps the board where the assessor has no account.

    Whoever may see the board reads it when the board is closed; before, it is nobody else's business. Raises NotFound.
    """
    judge = Assessor.objects.select_related("staff", "board").filter(pk=assessor).first()
    if judge is None or not (_is_for(by, judge) or judge.board.state == BoardState.CLOSED):
        raise NotFound
    view = listing.row(by, judge.board_id)
    say = seeing.sayer(judge.board)
    elements = laid.elements(view.id)
    groups, texts = laid.grouped(elements), {one.key: say(one.text) for one in elements}
    said = judged.by_assessor(view.id).get(judge.pk, NOTHING)
    row = _assessor(judge, said, groups, by)
    return Sheet(
        board=view,
        assessor=row,
        sets=tuple(
            set_row(among, names, texts, ranking.of_one(among, names, said), said.steps)
            for among, names in laid.sets(groups).items()
        ),
        ratings=tuple(
            RatingRow(f"rating:{one.key}", one.key, one.group, texts[one.key], said.ratings.get(one.key))
            for one in elements
        ),
        may_write=view.state == BoardState.OPEN and _is_for(by, judge),
    )


def assessors(board: int, told: Mapping[int, Said], groups: Groups, by: Staff | None) -> list[AssessorRow]:
    """Return a board's assessors in their order and how far each is. One statement."""
    rows = Assessor.objects.select_related("staff", "board").filter(board=board).order_by("place")
    return [_assessor(one, told.get(one.pk, NOTHING), groups, by) for one in rows]


def asked(by: Staff) -> dict[int, int]:
    """Return the open boards that a person judges, with the person's number among their assessors. One statement."""
    return dict(Assessor.objects.filter(staff=by, board__state=BoardState.OPEN).values_list("board", "pk"))


def assessor_choices(by: Staff, text: str = "", limit: int = 50) -> list[tuple[str, str]]:
    """Return (username, name and unit) of the people who can be asked to judge, by name; `text` narrows it. One statement.

    For who keeps boards alone. Raises NotAllowed.
    """
    permissions.permit("asoca.edit", by)
    roles = [role for role in Role if role in permissions.roles("asoca.judge")]
    rows = Staff.objects.filter(is_active=True, memberships__role__in=roles)
    if wanted := text.replace("\x00", "").strip()[:80]:
        rows = rows.filter(Q(display_name__icontains=wanted) | Q(username__icontains=wanted))
    found = rows.distinct().order_by("display_name", "username")[:limit]
    return [(one.username, f"{one.display_name} · {agencies.unit_label(one.unit_id)}") for one in found]


def set_row(
    among: str,
    names: Sequence[str],
    texts: Mapping[str, str],
    matrix: Matrix,
    steps: Mapping[tuple[str, str, str], int],
) -> SetRow:
    """Return a set of things that are compared, with the weights that a matrix gives them and what would mend it."""
    labels = [label(among, name, texts) for name in names]
    weights = ahp.weights(matrix) if names and ahp.is_connected(matrix) else None
    return SetRow(
        among=among,
        label=ranking.among_label(among),
        things=tuple(zip(names, labels, strict=True)),
        pairs=tuple(
            _pair(Asked(among, names[i], names[j]), labels[i], labels[j], steps)
            for i, j in combinations(range(len(names)), 2)
        ),
        weights=weights,
        mend=_mend(matrix, labels) if weights else None,
    )


def label(among: str, name: str, texts: Mapping[str, str]) -> str:
    """Return in words a thing that is compared: a group's name, or an element's own words."""
    return str(Letter(name).label) if among in {WITHIN, AROUND} else texts.get(name, name)


def step_said(step: int, first: str, second: str) -> str:
    """Return a judgement as a sentence."""
    if step == 1:
        return _("“%(first)s” and “%(second)s”: equally important") % {"first": first, "second": second}
    more, less = (first, second) if step > 0 else (second, first)
    return _("“%(more)s” is %(how)s than “%(less)s” (%(times)s)") % {
        "more": more,
        "less": less,
        "how": _LABELS[abs(step)],
        "times": abs(step),
    }


def spread(steps: Sequence[int]) -> float:
    """Return the geometric standard deviation of ratios of one pair, 1 where all agree or one alone spoke."""
    return ahp.spread([ahp.matrix(2, {(0, 1): step}) for step in steps], 0, 1)


def _pair(asked: Asked, first: str, second: str, steps: Mapping[tuple[str, str, str], int]) -> PairRow:
    step = steps.get(asked)
    return PairRow(
        field=f"step:{asked.among}:{asked.first}:{asked.second}",
        among=asked.among,
        first=asked.first,
        second=asked.second,
        first_label=first,
        second_label=second,
        step=step,
        said="" if step is None else step_said(step, first, second),
    )


def _mend(matrix: Matrix, labels: Sequence[str]) -> MendRow | None:
    found = ahp.mend(matrix)
    if found is None:
        return None
    first, second = labels[found.first], labels[found.second]
    now = matrix[found.first][found.second] or 1.0
    return MendRow(
        first_label=first,
        second_label=second,
        said=step_said(nearest_step(now), first, second),
        better=step_said(found.step, first, second),
        cr=found.cr,
    )


def _assessor(one: Assessor, said: Said, groups: Groups, by: Staff | None) -> AssessorRow:
    asked = set(laid.pairs(groups))
    keys = {key for of_group in groups.values() for key in of_group}
    return AssessorRow(
        id=one.pk,
        name=one.staff.display_name if one.staff else _name(one),
        staff=one.staff_id,
        username=one.staff.username if one.staff else "",
        version=one.version,
        given=len(asked & set(said.steps)) + len(keys & set(said.ratings)),
        wanted=len(asked) + len(keys),
        is_me=by is not None and one.staff_id == by.pk,
    )


def _name(one: Assessor) -> str:
    return seeing.sayer(one.board)(one.name) if one.name else ""


def _is_for(by: Staff | None, judge: Assessor) -> bool:
    if by is None:
        return False
    return judge.staff_id == by.pk if judge.staff_id else permissions.allows("asoca.edit", by)
