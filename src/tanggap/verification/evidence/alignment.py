"""Where two pictures of one frame differ, once one is laid upon the other. Needs the extra `forensics`."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tanggap.verification.evidence.pixels import Grey

WINDOW = 11  # pixels over which a difference is averaged
BLUR = 1.0  # pixels: what saving as JPEG does to single pixels is no change
LEAST_NOISE = 3.0  # grey steps that saving as JPEG changes anyway
EDGE_PX = 0.7  # by how much two laid-over edges may miss each other
TIMES = 6.0  # a change is this many times what noise and edges explain, in squares
TONED, LOCAL = (
    6.0,
    61,
)  # grey steps from which a picture counts as toned; pixels over which its levels are then set aside
LEAST_AREA = 0.002  # of the picture; smaller specks are not told
LEAST_COVERED = 0.02
MOST_REGIONS = 20
STAMP_STEP = 12  # grey steps within which the ink or the bar of a stamp keeps
FINE, COARSE = 2.0, 4.0  # pixels of blur between which lies the texture that two exposures do not share
TEXTURED = 2.0  # grey steps of it that a spot should have
LEAST_ALIKE = 0.05  # of the spots
FELT = 20  # pixels about a changed part in which it spoils the texture's likeness
ALIKE = 0.8  # correlation of texture from which a spot shows the same in both pictures
INK_STEP, INK_PX = 25, 11  # letters differ from what is under them by more steps, and are less wide

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Region:
    """A changed part of the after-picture: its `box` (x0, y0, x1, y1) and `outline` in shares 0 to 1, `area` its share.

    `is_stamp`: a bar or letters of one tone at the upper or lower edge, as cameras' apps burn in.
    """

    box: tuple[float, float, float, float]
    outline: tuple[tuple[float, float], ...]
    area: float
    is_stamp: bool = False


@dataclass(frozen=True, slots=True)
class Changes:
    """The changed `regions`, largest first; `covered` is the share of the after-picture that the before-picture covers.

    `likeness` is how alike the fine texture is where nothing changed, at most 1, in the middle of all spots; `least_likeness` that of
    the least alike twentieth. In files of one exposure the least is above 0.9, whatever was done to them; where leaves, people or dust
    had time to move it is below 0.8, though the camera stood still.
    """

    regions: tuple[Region, ...]
    covered: float
    likeness: float = 0.0
    least_likeness: float = 1.0


def changes(before: Grey, after: Grey, plane: NDArray[np.float64]) -> Changes:
    """Return where `after` differs from `before`; `plane` takes pixels of `before` to pixels of `after` (3 × 3)."""
    old, new, is_seen = _laid(before, after, plane)
    covered = float(is_seen.mean())
    if covered < LEAST_COVERED:
        return Changes((), covered)
    alike = _alike(old, new, is_seen)
    toned = _toned(old, new, alike > ALIKE)
    apart = new - toned
    if (
        float(np.median(np.abs(toned - old)[is_seen])) > TONED
    ):  # colours were toned one by one: levels tell less than marks do
        apart = apart - cv2.blur(apart, (LOCAL, LOCAL))
    window = (WINDOW, WINDOW)
    differing = cv2.blur(apart**2, window)
    slope = np.maximum(cv2.blur(_slope(toned), window), cv2.blur(_slope(new), window))
    noise = max(LEAST_NOISE**2, 2 * float(np.median(differing[is_seen])))
    is_changed = (differing > TIMES * (noise + EDGE_PX**2 * slope)) & is_seen
    regions = _regions(is_changed, np.abs(apart), after)
    spots = alike[~is_changed & ~np.isnan(alike)]
    away = alike[_away_from(regions, alike.shape) & ~np.isnan(alike)]
    return Changes(
        regions=regions,
        covered=covered,
        likeness=float(np.median(spots)) if spots.size else 0.0,
        least_likeness=float(np.quantile(away, LEAST_ALIKE)) if away.size else 1.0,
    )


def _away_from(regions: tuple[Region, ...], shape: tuple[int, ...]) -> Mask:
    """Return what lies outside the boxes of the regions and further from them than they can be felt."""
    height, width = shape
    is_away = np.ones((height, width), bool)
    for region in regions:
        x0, y0, x1, y1 = region.box
        rows = slice(max(0, round(y0 * height) - FELT), round(y1 * height) + FELT)
        is_away[rows, max(0, round(x0 * width) - FELT) : round(x1 * width) + FELT] = False
    return is_away


def _alike(old: Floats, new: Floats, is_seen: Mask) -> Floats:
    """Return how the fine texture of both correlates about each spot, whatever their tone; nan where there is hardly any."""
    one, other = (cv2.GaussianBlur(part, (0, 0), FINE) - cv2.GaussianBlur(part, (0, 0), COARSE) for part in (old, new))
    window = (31, 31)
    power, power_other = cv2.blur(one * one, window), cv2.blur(other * other, window)
    least = min(TEXTURED**2, float(np.quantile(power[is_seen], 0.8)))
    alike = cv2.blur(one * other, window) / np.sqrt(power * power_other + 0.1)
    return np.where(is_seen & (power > least), alike, np.nan).astype(np.float32)


def _laid(before: Grey, after: Grey, plane: NDArray[np.float64]) -> tuple[Floats, Floats, Mask]:
    """Return the before-picture on the pixels of the after-picture, that one, both as sharp, and where both are."""
    height, width = after.shape
    scale = float(np.sqrt(abs(np.linalg.det(plane[:2, :2]))))
    source = cv2.GaussianBlur(before, (0, 0), 0.5 / scale) if scale < 0.8 else before
    laid = cv2.warpPerspective(source, plane, (width, height), flags=cv2.INTER_LINEAR)
    seen = cv2.warpPerspective(np.full_like(before, 255), plane, (width, height), flags=cv2.INTER_NEAREST)
    blur = BLUR * max(1.0, scale)
    old, new = (cv2.GaussianBlur(one, (0, 0), blur).astype(np.float32) for one in (laid, after))
    edge = np.ones((WINDOW, WINDOW), np.uint8)
    return old, new, cv2.erode(seen, edge, borderType=cv2.BORDER_CONSTANT, borderValue=255) > 0


def _toned(old: Floats, new: Floats, is_known: Mask) -> Floats:
    """Return `old` in the tone of `new`, learned where they show the same: brightness and contrast of the whole are no change."""
    levels, values = (old[is_known] / 8).clip(0, 31).astype(int), new[is_known]
    known = [level for level, count in enumerate(np.bincount(levels, minlength=32)) if count >= 64]
    medians = [float(np.median(values[levels == level])) for level in known]
    if not known:
        return old
    steps = [level * 8 + 4 for level in known]
    # beyond what is known the tone goes on as it ended, rather than flat
    steps, medians = [steps[0] - 255, *steps, steps[-1] + 255], [medians[0] - 255, *medians, medians[-1] + 255]
    return np.interp(old, steps, np.maximum.accumulate(medians)).astype(np.float32)


def _slope(picture: Floats) -> Floats:
    across = cv2.Sobel(picture, cv2.CV_32F, 1, 0, ksize=3, scale=0.125)
    down = cv2.Sobel(picture, cv2.CV_32F, 0, 1, ksize=3, scale=0.125)
    return np.asarray(across**2 + down**2, np.float32)


def _regions(is_changed: Mask, apart: Floats, after: Grey) -> tuple[Region, ...]:
    height, width = is_changed.shape
    solid = cv2.morphologyEx(is_changed.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    solid = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8))
    outlines, _ = cv2.findContours(solid, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:MOST_REGIONS]:
        area = cv2.contourArea(outline) / (width * height)
        if area < LEAST_AREA:
            break
        x, y, wide, high = cv2.boundingRect(outline)
        corners = cv2.approxPolyDP(outline, 3, True)[:, 0, :]
        box = (x / width, y / height, (x + wide) / width, (y + high) / height)
        part = (slice(y, y + high), slice(x, x + wide))
        is_at_edge = box[1] > 0.6 or box[3] < 0.25
        is_stamp = is_at_edge and (
            _is_bar(after[part], solid[part] > 0) or _is_writing(after[part], apart[part], solid[part] > 0)
        )
        found.append(Region(box, tuple((int(px) / width, int(py) / height) for px, py in corners), area, is_stamp))
    return tuple(found)


def _is_bar(after: Grey, is_changed: Mask) -> bool:
    """Return whether what changed is a long bar of one tone."""
    high, wide = is_changed.shape
    return bool(wide >= 3 * high and is_changed.mean() >= 0.9 and _most_of_one_tone(after[is_changed]) > 0.6)


def _is_writing(after: Grey, apart: Floats, is_changed: Mask) -> bool:
    """Return whether what changed is letters: thin, of one tone with its rim, standing out from what is about them."""
    is_ink = is_changed & (apart > INK_STEP)
    thick = cv2.erode(is_ink.astype(np.uint8), np.ones((INK_PX, INK_PX), np.uint8))
    around = cv2.medianBlur(np.ascontiguousarray(after), 31).astype(np.int16)
    letters = is_ink & (np.abs(after - around) > INK_STEP)
    is_thin = is_ink.sum() < 0.85 * is_changed.sum() and thick.sum() < 0.02 * is_ink.sum()
    is_toned = _most_of_one_tone(after[letters], tones=2) > 0.48 or _most_of_one_tone(after[is_changed]) > 0.65
    return bool(is_thin and letters.sum() > 0.25 * is_ink.sum() and is_toned)


def _most_of_one_tone(values: Grey, tones: int = 1) -> float:
    """Return the share of the values that lie within `STAMP_STEP` of the commonest, or of the `tones` commonest."""
    left = values
    for _ in range(tones):
        if left.size:
            window = np.convolve(np.bincount(left, minlength=256), np.ones(2 * STAMP_STEP + 1, int), mode="same")
            left = left[np.abs(left.astype(int) - int(window.argmax())) > STAMP_STEP]
    return 1 - left.size / values.size if values.size else 0.0
