"""`tanggap places`: ask what the system knows about a point or a name."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tanggap.core.refusal import Refusal
from tanggap.places import gazetteer
from tanggap.places.locate import locate
from tanggap.places.names import names


class Command(BaseCommand):
    """Both acts print for people, or one JSON document with `--json`."""

    help = "Find the area of a point (locate LON LAT) or places for words (suggest TEXT)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        acts = parser.add_subparsers(dest="act", required=True)
        point = acts.add_parser("locate", help="the area of a point in degrees, WGS 84")
        point.add_argument("lon", type=float)
        point.add_argument("lat", type=float)
        words = acts.add_parser("suggest", help="places for an address, coordinates or a plus code")
        words.add_argument("text", nargs="+")
        words.add_argument("--limit", type=int, default=8)
        for act in (point, words):
            act.add_argument("--json", action="store_true", help="print one JSON document")

    def handle(self, *args: Any, act: str, **options: Any) -> None:
        answer = self._locate(**options) if act == "locate" else self._suggest(**options)
        self.stdout.write(answer)

    def _locate(self, *, lon: float, lat: float, json: bool, **_: Any) -> str:
        try:
            found = locate(lon, lat)
        except Refusal as refusal:
            if json:
                self.stdout.write(_dumps({"refused": refusal.code, "message": str(refusal)}))
            raise CommandError(str(refusal)) from None
        known = names()
        if json:
            path = [{"code": name.code, "level": name.level, "name": name.name} for name in known.path(found.area)]
            return _dumps({**asdict(found), "path": path})
        lines = [f"{name.level}: {name.name} ({name.code})" for name in known.path(found.area)]
        if found.distance_m:
            lines.append(f"in a gap; the nearest area is {found.distance_m:.0f} m away")
        lines += [
            f"near: {known.spoken(near.area)} ({near.area}), {near.distance_m:.0f} m" for near in found.neighbours
        ]
        return "\n".join(lines)

    def _suggest(self, *, text: list[str], limit: int, json: bool, **_: Any) -> str:
        places = gazetteer.suggest(" ".join(text), limit=limit)
        if json:
            return _dumps([{**asdict(place), "label": place.label} for place in places])
        return "\n".join(
            f"{place.score:5.1f}  {place.kind_label}: {place.label}"
            + (f"  ({place.lon:.5f} {place.lat:.5f} ± {place.radius_m:.0f} m)" if place.lon is not None else "")
            for place in places
        )


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
