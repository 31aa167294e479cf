"""What an assessor says: comparisons in pairs and ratings, as many at once as a page has."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from tanggap.agencies import permissions
from tanggap.agencies.models import Staff
from tanggap.agencies.permissions import Thing
from tanggap.asoca import laid
from tanggap.asoca.actions import locking
from tanggap.asoca.models import Assessor, Board, Judgement, Rating
from tanggap.asoca.refusals import Changed
from tanggap.asoca.words import RATINGS, STEPS, BoardState
from tanggap.core.refusal import Invalid, NotFound

Said = tuple[str, str, str]  # among what (`words.AMONG`), the first and the second of a pair


@transaction.atomic
def judge(
    *,
    by: Staff,
    assessor: int,
    version: int,
    steps: Mapping[Said, int | None] | None = None,
    ratings: Mapping[str, int | None] | None = None,
) -> int:
    """Keep comparisons (steps of Saaty's scale, see `words.SCALE`) and ratings (1 to 4, by an element's key); return the new version.

    None takes one back; what is not named stays. A pair may be told either way round: -3 for (a, b) is 3 for (b, a). An assessor judges
    alone; the paper of one without an account is entered by who keeps the board. Raises NotFound, NotAllowed, NotOpen, Changed, Invalid.
    """
    found = (
        Board.objects.select_for_update(no_key=True)
        .filter(pk__in=Assessor.objects.filter(pk=assessor).values("board"))
        .first()
    )
    judge = Assessor.objects.filter(pk=assessor).first()
    if found is None or judge is None:
        raise NotFound
    _permit(by, judge)
    locking.must_be(found, BoardState.OPEN)
    if judge.version != version:
        raise Changed
    groups = laid.groups(found.pk)
    pairs: set[Said] = set(laid.pairs(groups))
    _keep_steps(judge, dict(_turned(said, step, pairs) for said, step in (steps or {}).items()))
    _keep_ratings(judge, ratings or {}, {key for of_group in groups.values() for key in of_group})
    judge.version += 1
    judge.save(update_fields=["version"])
    return judge.version


def _permit(by: Staff, judge: Assessor) -> None:
    if judge.staff_id is None:
        permissions.permit("asoca.edit", by)
    else:
        permissions.permit("asoca.judge", by, Thing(owner=judge.staff_id))


def _turned(said: Said, step: int | None, pairs: set[Said]) -> tuple[Said, int | None]:
    """Return a comparison the way round that the board has it."""
    if step is not None and step not in STEPS:
        raise Invalid({":".join(said): _("Choose a step between 9 for the one and 9 for the other.")})
    among, first, second = said
    if said in pairs:
        return said, step
    if (among, second, first) not in pairs:
        raise Invalid({":".join(said): _("There is nothing of this kind to compare on this board.")})
    return (among, second, first), step if step is None or step == 1 else -step


def _keep_steps(judge: Assessor, steps: Mapping[Said, int | None]) -> None:
    there = Judgement.objects.filter(assessor=judge).values_list("pk", "among", "first", "second")
    Judgement.objects.filter(pk__in=[number for number, *said in there if tuple(said) in steps]).delete()
    Judgement.objects.bulk_create(
        Judgement(assessor=judge, among=among, first=first, second=second, step=step)
        for (among, first, second), step in steps.items()
        if step is not None
    )


def _keep_ratings(judge: Assessor, ratings: Mapping[str, int | None], keys: set[str]) -> None:
    for key, score in ratings.items():
        if key not in keys:
            raise Invalid({key: _("There is no such element on this board.")})
        if score is not None and score not in RATINGS:
            raise Invalid({key: _("A rating is 1, 2, 3 or 4.")})
    Rating.objects.filter(assessor=judge, key__in=list(ratings)).delete()
    Rating.objects.bulk_create(
        Rating(assessor=judge, key=key, score=score) for key, score in ratings.items() if score is not None
    )
