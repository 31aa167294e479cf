"""What the assessors of a board said, as the arithmetic takes it."""

from collections import defaultdict

from tanggap.asoca.models import Judgement, Rating
from tanggap.asoca.ranking import Said


def of_board(board: int) -> list[Said]:
    """Return what each assessor of a board said, without those who said nothing yet. Two statements."""
    return list(by_assessor(board).values())


def by_assessor(board: int) -> dict[int, Said]:
    """Return what each assessor said, by their number, without those who said nothing yet. Two statements."""
    steps: dict[int, dict[tuple[str, str, str], int]] = defaultdict(dict)
    ratings: dict[int, dict[str, int]] = defaultdict(dict)
    judgements = Judgement.objects.filter(assessor__board=board)
    for judge, among, first, second, step in judgements.values_list("assessor", "among", "first", "second", "step"):
        steps[judge][among, first, second] = step
    for judge, key, score in Rating.objects.filter(assessor__board=board).values_list("assessor", "key", "score"):
        ratings[judge][key] = score
    return {judge: Said(steps.get(judge, {}), ratings.get(judge, {})) for judge in sorted({*steps, *ratings})}
