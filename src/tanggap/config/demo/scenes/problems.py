"""Which painter draws what kind of problem."""

from collections.abc import Callable
from random import Random

from tanggap.config.demo.scenes import streets, surroundings
from tanggap.config.demo.scenes.canvas import Canvas

Painter = Callable[[Canvas, Random, Random, bool], None]  # canvas, luck of the place, luck of the moment, is it solved

PAINTERS: dict[str, Painter] = {
    "lamp": streets.lamp,
    "road": streets.road,
    "bridge": streets.road,
    "footway": streets.footway,
    "access": streets.footway,
    "tree": streets.tree,
    "plant": surroundings.plant,
    "park": surroundings.facility,
    "facility": surroundings.facility,
    "bin": surroundings.rubbish,
    "insect": surroundings.drain,
    "flood": surroundings.flood,
    "river": surroundings.drain,
    "drain": surroundings.drain,
    "sewage": surroundings.drain,
    "tap": surroundings.tap,
    "parking": streets.parking,
    "stall": streets.stalls,
    "shop": streets.stalls,
    "billboard": surroundings.posters,
    "spray": surroundings.paint,
    "cables": surroundings.cables,
    "traffic": streets.traffic,
    "sign": streets.traffic,
    "dig": streets.rubble,
    "building": surroundings.shack,
    "land": surroundings.shack,
    "house": surroundings.shack,
    "smoke": surroundings.smoke,
    "fire": surroundings.smoke,
}
"""By the icon of the category, which every city pack takes from one list; what has no painter is a street corner."""
OTHERS: Painter = surroundings.corner
AT_NIGHT = frozenset({"lamp"})
