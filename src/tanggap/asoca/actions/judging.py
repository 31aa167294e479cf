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
    for said, step in (steps or {}).items():
        _keep_step(judge, *_turned(said, step, pairs))
    keys = {key for of_group in groups.values() for key in of_group}
    for key, score in (ratings or {}).items():
        _keep_rating(judge, key, score, keys)
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


def _keep_step(judge: Assessor, said: Said, step: int | None) -> None:
    among, first, second = said
    if step is None:
        Judgement.objects.filter(assessor=judge, among=among, first=first, second=second).delete()
    else:
        Judgement.objects.update_or_create(
            assessor=judge, among=among, first=first, second=second, defaults={"step": step}
        )


def _keep_rating(judge: Assessor, key: str, score: int | None, keys: set[str]) -> None:
    if key not in keys:
        raise Invalid({key: _("There is no such element on this board.")})
    if score is None:
        Rating.objects.filter(assessor=judge, key=key).delete()
    elif score in RATINGS:
        Rating.objects.update_or_create(assessor=judge, key=key, defaults={"score": score})
    else:
        raise Invalid({key: _("A rating is 1, 2, 3 or 4.")})
