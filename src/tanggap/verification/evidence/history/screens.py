"""Is the picture just as large as a telephone's screen, and without a camera? Then it may be a screenshot.

Left out are the sizes to which messengers shrink photos (a long side of 1280, 1600 or 2048) and those of films (1920 × 1080,
2560 × 1440), in which photos are published too: they say nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from tanggap.verification.evidence.signs import Sign
from tanggap.verification.evidence.words import Kind, Strength, Tone

# fmt: off
SCREENS = {  # width, height of screens sold since about 2015, upright
    *((720, height) for height in (1440, 1480, 1512, 1520, 1544, 1560, 1612, 1650)),
    *((1080, height) for height in (
        2160, 2220, 2240, 2246, 2248, 2270, 2280, 2310, 2316, 2340, 2376, 2388, 2392, 2400, 2408, 2412, 2424, 2460,
    )),
    *((1440, height) for height in (2880, 2960, 3040, 3088, 3120, 3168, 3200, 3216)),
    (750, 1334), (828, 1792), (1125, 2436), (1170, 2532), (1179, 2556), (1206, 2622),
    (1242, 2208), (1242, 2688), (1284, 2778), (1290, 2796), (1320, 2868),
    (1220, 2712), (1224, 2700), (1240, 2772), (1260, 2800), (1344, 2992), (1280, 2856),
}
# fmt: on


def signs(facts: Mapping[str, Any]) -> Iterator[Sign]:
    """Yield a weak question for a picture of a screen's size that names no camera."""
    size = facts.get("size") or (0, 0)
    if not facts.get("has_camera") and (min(size), max(size)) in SCREENS:
        yield Sign(
            Kind.HISTORY, Tone.QUESTION, Strength.WEAK, {"check": "screen_size", "width": size[0], "height": size[1]}
        )
