"""Do two photos show one frame, one place, or can it not be told? By what their points say together. Needs the extra `forensics`.

One frame: nearly all points that match lie on one flat map (turn, scale, shift) to a fraction of a pixel, all over the picture:
what copying, cropping, stamping or editing a file leaves, and what a hand that photographs again does not: two standpoints
differ in depth, two directions in perspective. A camera fixed in its place can.
One place: more points agree on a plane, or on one pair of standpoints, than chance would ever bring together.
Points that do not match prove nothing (threats.md §5): no two pictures alone are ever said to show different places.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from tanggap.verification.evidence import agreement, alignment
from tanggap.verification.evidence.agreement import Agreement, Matrix
from tanggap.verification.evidence.alignment import Region
from tanggap.verification.evidence.features import Features, extract
from tanggap.verification.evidence.matching import Chosen, Pairs, pairs
from tanggap.verification.evidence.pixels import Grey

# Share of the clear pairs on the flat map, their error in the middle in pixels (threats.md §5), and the share of the cells with points of
# both that it explains: a stamp that two photos share holds few. A part copied within the picture takes pairs off the map: there the rest
# must fit the better. Real re-takes of the training set with a share of 0.8 had errors from 0.54 on, and held at most 0.31.
FRAME_BOUNDS = ((0.9, 0.5, 0.4), (0.8, 0.25, 0.6))
FRAME_CHANCE, FRAME_LEAST = -10.0, 8
PLANE_CHANCE, PLANE_LEAST = (
    -6.0,
    8,
)  # one false alarm in a million comparisons, were wrong pairs independent of each other
EPIPOLAR_CHANCE, EPIPOLAR_LEAST = -6.0, 16
SPREAD_LEAST = 0.04  # of the width and of the height, as a standard deviation: points of one sign or car are no place
SCREEN_SHARE, SCREEN_PX, SCREEN_LEAST, SCREEN_HELD = 0.95, 0.5, 24, 0.6  # the same of a plane map: a photo of the photo
SCREEN_LIKENESS = 0.95  # photographed again in the world instead, no pair of ours is above 0.86
STILL = 0.004  # of the width and height: what lies at one and the same spot of two photos
MOST_POINTS = 80
CELLS = 8

Line = tuple[float, float, float, float]


class Verdict(StrEnum):
    """What two photos say together of the place. Another place is never told by two pictures: docs/adr/0031."""

    SAME_PLACE = "same_place"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, eq=False)
class Reuse:
    """Two files of one frame. `how`: same, or some of mirrored, turned, cropped, framed (inside a larger picture), photographed.

    Photographed off a screen or print is what points alone cannot tell from a second photo of something flat, or from the very
    spot: hold `alignment.changes(…).likeness` against `SCREEN_LIKENESS`, and ask rather than accuse.

    `inliers` of the `matches`, the share `share`, lie on the flat map, and miss it by `error_px` in the middle. `held` is
    the share of the picture's cells that the map explains. `plane` takes pixels of the candidate to pixels of the query
    (3 × 3). `points` are x0, y0 (candidate), x1, y1 (query) in shares of the pictures.
    """

    how: tuple[str, ...]
    matches: int
    inliers: int
    share: float
    error_px: float
    held: float
    plane: Matrix
    points: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a photo of before and one of after say together.

    `is_frame`: they are one frame, `how` as in Reuse, and stamped. `is_edit`: one frame, and a part of it is another now;
    `regions` are in shares of the after-picture, and `changed` is their share of what both pictures show. `model` names what
    the `inliers` agree on: frame, plane, epipolar, or nothing. `is_photographed`: one frame but for the viewpoint, alike in
    every detail, as when a screen or print is photographed. `likeness` and `least_likeness`: see
    alignment.Changes.
    `points` are x0, y0 (before), x1, y1 (after), in shares.
    """

    verdict: Verdict
    matches: int
    inliers: int = 0
    share: float = 0.0
    error_px: float = 0.0
    chance: float = 0.0
    model: str = ""
    is_photographed: bool = False
    likeness: float = 0.0
    least_likeness: float = 1.0
    is_frame: bool = False
    is_edit: bool = False
    how: tuple[str, ...] = ()
    changed: float = 0.0
    points: tuple[Line, ...] = ()
    regions: tuple[Region, ...] = ()


def confirm(query: Features, candidate: Features) -> Reuse | None:
    """Return how `query` is the frame of `candidate`, also mirrored; None where that cannot be shown."""
    return _confirmed(_sides(query, candidate), query)


def compare(before: Grey, after: Grey) -> Comparison:
    """Return what the two pictures say together. Never raises for what is in them."""
    return compare_known(before, after, extract(before), extract(after))


def compare_known(before: Grey, after: Grey, one: Features, other: Features) -> Comparison:
    """Return the same for pictures whose points are known already: `one` of `before`, `other` of `after`."""
    sides = _sides(other, one)
    reuse = _confirmed(sides, other)
    if reuse is None:
        return _of_place(sides[0].found, one, other)
    changes = alignment.changes(before, after, reuse.plane)
    if "photographed" not in reuse.how:
        return _of_frame(reuse, changes)
    is_photographed = changes.likeness >= SCREEN_LIKENESS
    told = _of_place(sides[0].found, one, other) if "mirrored" not in reuse.how else _of_screen(reuse)
    return replace(told, is_photographed=is_photographed, likeness=changes.likeness)


@dataclass(frozen=True, slots=True, eq=False)
class _Side:
    """The candidate as it is, or mirrored, and its pairs with the query."""

    source: Features
    is_mirrored: bool
    found: Pairs


def _sides(query: Features, candidate: Features) -> tuple[_Side, _Side]:
    mirrored = candidate.mirrored()
    return (
        _Side(candidate, False, pairs(candidate, query)),
        _Side(mirrored, True, pairs(mirrored, query)),
    )


def _confirmed(sides: tuple[_Side, _Side], query: Features) -> Reuse | None:
    """Return what is shown first: a flat map, then a plane map; as it is, then mirrored."""
    tried = (shown(side, query) for shown in (_frame, _screen) for side in sides)
    return next((reuse for reuse in tried if reuse), None)


def _frame(side: _Side, query: Features) -> Reuse | None:
    """Return the frame that the clear pairs tell, or None."""
    found = side.found.clear()
    flat = agreement.flat(found, query.area)
    if flat is None or flat.count < FRAME_LEAST or flat.chance > FRAME_CHANCE:
        return None
    held = _held(flat.matrix, found.only(flat.is_on), side.source, query)
    if not any(flat.share >= share and flat.error_px <= px and held >= least for share, px, least in FRAME_BOUNDS):
        return None
    return _reuse(side, flat, np.vstack([flat.matrix, [0, 0, 1]]), _how(flat.matrix, side.source, query), held, query)


def _screen(side: _Side, query: Features) -> Reuse | None:
    """Return the frame seen from aside, as on a screen or print, or None."""
    found = side.found.clear()
    plane = agreement.plane(found, query.area)
    if plane is None or plane.count < SCREEN_LEAST or plane.share < SCREEN_SHARE or plane.error_px > SCREEN_PX:
        return None
    on_plane = found.only(plane.is_on)
    flat = agreement.least_squares(on_plane)
    held = _held(flat, on_plane, side.source, query) if flat is not None else 0.0
    return _reuse(side, plane, plane.matrix, ("photographed",), held, query) if held >= SCREEN_HELD else None


def _reuse(side: _Side, told: Agreement, plane: Matrix, how: tuple[str, ...], held: float, query: Features) -> Reuse:
    if side.is_mirrored:
        plane = plane @ np.array([[-1, 0, side.source.width - 1], [0, 1, 0], [0, 0, 1]], float)
        how = ("mirrored", *how)
    inliers = side.found.clear().only(told.is_on)
    return Reuse(
        how=how or ("same",),
        matches=len(told.is_on),
        inliers=len(inliers),
        share=told.share,
        error_px=told.error_px,
        held=held,
        plane=plane,
        points=_lines(inliers, side.source, query, side.is_mirrored),
    )


def _held(matrix: Matrix, on_map: Pairs, source: Features, query: Features) -> float:
    """Return the share of the query's cells with points of both pictures in which a pair lies on the map."""
    laid = source.places @ matrix[:, :2].T + matrix[:, 2]
    back = (query.places - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
    is_in = ((back >= 0) & (back < [source.width, source.height])).all(axis=1)
    counts = [_cells(points, query) for points in (laid, query.places[is_in], on_map.others)]
    least = np.minimum(counts[0], counts[1])
    both = least >= max(2, np.median(least[least > 0]) / 4) if least.any() else least > 0
    return float((counts[2][both] > 0).mean()) if both.any() else 0.0


def _cells(points: np.ndarray, picture: Features) -> np.ndarray:
    """Return how many points lie in each cell of the picture."""
    at = np.floor(points * CELLS / [picture.width, picture.height]).astype(int)
    at = at[((at >= 0) & (at < CELLS)).all(axis=1)]
    return np.bincount(at[:, 1] * CELLS + at[:, 0], minlength=CELLS**2)


def _how(matrix: Matrix, source: Features, query: Features) -> tuple[str, ...]:
    """Return what a flat map does to the source beyond scaling it."""
    turn = abs(math.degrees(math.atan2(matrix[1, 0] - matrix[0, 1], matrix[0, 0] + matrix[1, 1])))
    corners = np.array([[0, 0], [source.width, 0], [source.width, source.height], [0, source.height]], float)
    laid = (corners @ matrix[:, :2].T + matrix[:, 2]) / [query.width, query.height]
    beyond = np.array([-laid.min(axis=0), laid.max(axis=0) - 1])  # the source reaches beyond the query: it was cropped
    told = {"turned": turn > 1, "cropped": beyond.max() > 0.02, "framed": beyond.min() < -0.02}
    return tuple(name for name, is_so in told.items() if is_so)


def _of_frame(reuse: Reuse, changes: alignment.Changes) -> Comparison:
    parts = tuple(region for region in changes.regions if not region.is_stamp)
    how = tuple(part for part in reuse.how if part != "same")
    if len(parts) < len(changes.regions):
        how = (*how, "stamped")
    return Comparison(
        verdict=Verdict.SAME_PLACE,
        matches=reuse.matches,
        inliers=reuse.inliers,
        share=reuse.share,
        error_px=reuse.error_px,
        model="frame",
        is_frame=True,
        is_edit=bool(parts),
        how=how or ("same",),
        likeness=changes.likeness,
        least_likeness=changes.least_likeness,
        changed=sum(region.area for region in changes.regions) / changes.covered if changes.regions else 0.0,
        points=reuse.points,
        regions=changes.regions,
    )


def _of_screen(reuse: Reuse) -> Comparison:
    return Comparison(
        verdict=Verdict.SAME_PLACE,
        matches=reuse.matches,
        inliers=reuse.inliers,
        share=reuse.share,
        error_px=reuse.error_px,
        model="plane",
        how=reuse.how,
        points=reuse.points,
    )


def _of_place(found: Pairs, one: Features, other: Features) -> Comparison:
    """Return whether the pairs tell one place."""
    nothing = Comparison(Verdict.CANNOT_TELL, matches=len(found))
    seen = _without_overlay(found, one, other).turned_alike()
    area, diagonal = other.area, math.hypot(other.width, other.height)
    told: list[tuple[str, Agreement]] = []
    if (plane := agreement.plane(seen, area)) and plane.count >= PLANE_LEAST and plane.chance <= PLANE_CHANCE:
        told.append(("plane", plane))
    if (
        (deep := agreement.epipolar(seen, area, diagonal))
        and deep.count >= EPIPOLAR_LEAST
        and deep.chance <= EPIPOLAR_CHANCE
    ):
        told.append(("epipolar", deep))
    told = [(model, found) for model, found in told if _is_spread(seen.only(found.is_on), one, other)]
    if not told:
        return nothing
    model, best = max(told, key=lambda one: one[1].count)
    return replace(
        nothing,
        verdict=Verdict.SAME_PLACE,
        inliers=best.count,
        share=best.share,
        error_px=best.error_px,
        chance=best.chance,
        model=model,
        points=_lines(seen.only(best.is_on), one, other),
    )


def _without_overlay(found: Pairs, one: Features, other: Features) -> Pairs:
    """Return the pairs without those of a stamp, logo or map that an app burnt into both photos.

    Such pairs lie at the same spot of both, near the upper or lower edge; where the middle stands still as well, it is the camera.
    """
    here, there = found.ones / [one.width, one.height], found.others / [other.width, other.height]
    is_still: Chosen = np.abs(here - there).max(axis=1) <= STILL
    is_at_edge = (here[:, 1] < 0.2) | (here[:, 1] > 0.65)
    if (is_still & ~is_at_edge).sum() > is_still.sum() / 4:
        return found
    return found.only(~(is_still & is_at_edge))


def _is_spread(found: Pairs, one: Features, other: Features) -> bool:
    """Return whether the points lie over both pictures, not on one thing in them."""
    shares = np.hstack([found.ones / [one.width, one.height], found.others / [other.width, other.height]])
    return bool(shares.std(axis=0).min() >= SPREAD_LEAST)


def _lines(found: Pairs, one: Features, other: Features, is_mirrored: bool = False) -> tuple[Line, ...]:
    """Return at most `MOST_POINTS` pairs in shares: the first of each cell of the after-picture, then the second, and so on."""
    ones = (found.ones + 0.5) / [one.width, one.height]
    others = (found.others + 0.5) / [other.width, other.height]
    if is_mirrored:
        ones[:, 0] = 1 - ones[:, 0]
    turns: dict[tuple[int, int], int] = {}
    ranked = []
    for index, (x, y) in enumerate(others):
        cell = (int(y * CELLS), int(x * CELLS))
        turns[cell] = turns.get(cell, 0) + 1
        ranked.append((turns[cell], cell, index))
    rows = np.column_stack([ones, others]).clip(0, 1).round(4)
    return tuple(
        (float(a), float(b), float(c), float(d)) for a, b, c, d in rows[[at for *_, at in sorted(ranked)[:MOST_POINTS]]]
    )
