"""Where people report: as many as live there, more at some corners than at others."""

import math
from random import Random

from tanggap.agencies import queries as agencies
from tanggap.config.demo.chance import luck
from tanggap.config.demo.figures import Figures, NothingToSimulate
from tanggap.places import locate
from tanggap.places import queries as places

METRES_A_DEGREE = 111_320
OF_VISITORS = (
    12  # as many as elsewhere, where an account belongs that visitors log in with: its desk shall not be empty
)
Spot = tuple[float, float, str]  # lon and lat in degrees, and the leaf area


class Map:
    """The city's leaf areas with their weights and corners."""

    def __init__(self, figures: Figures, seed: int) -> None:
        """Raises NothingToSimulate."""
        random = luck(seed, "map")
        self._seed = seed
        self._leaves: list[str] = []
        self._weights: list[float] = []
        visited = {unit.area for account in figures.accounts if (unit := agencies.unit(account.unit))}
        for code, weight in figures.areas.items():
            below = [row.code for row in places.areas() if row.is_leaf and code in row.path]
            portions = [random.gammavariate(6, 1) * (OF_VISITORS if leaf in visited else 1) for leaf in below]
            self._leaves += below
            self._weights += [weight * portion / sum(portions) for portion in portions]
        if not self._leaves:
            raise NothingToSimulate("The figures name no area that the city pack has.")
        self._corners: dict[str, list[Spot]] = {}

    def somewhere(self, random: Random) -> Spot:
        """Return a place where somebody reports."""
        leaf = random.choices(self._leaves, self._weights)[0]
        if leaf not in self._corners:
            own = luck(self._seed, leaf)
            self._corners[leaf] = [self._inside(leaf, own) for _ in range(3)]
        if random.random() < 0.35:
            return self.near(random.choice(self._corners[leaf]), 150, random)
        return self._inside(leaf, random)

    def near(self, spot: Spot, metres: float, random: Random) -> Spot:
        """Return a place within some metres of another; the same where there is only water."""
        distance, angle = metres * math.sqrt(random.random()), random.uniform(0, math.tau)
        lat = round(spot[1] + distance * math.sin(angle) / METRES_A_DEGREE, 6)
        lon = round(spot[0] + distance * math.cos(angle) / METRES_A_DEGREE / math.cos(math.radians(lat)), 6)
        try:
            return lon, lat, locate.locate(lon, lat).area
        except locate.Misplaced:
            return spot

    def _inside(self, leaf: str, random: Random) -> Spot:
        box = locate.bounds(leaf)
        for _ in range(60):
            lon, lat = round(random.uniform(box.west, box.east), 6), round(random.uniform(box.south, box.north), 6)
            try:
                if locate.locate(lon, lat).area == leaf:
                    return lon, lat, leaf
            except locate.Misplaced:
                continue
        lon, lat = locate.middle(leaf)
        return round(lon, 6), round(lat, 6), leaf
