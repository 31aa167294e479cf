"""Draw the small boundaries that browsers get: packs/<city>/areas.web.geojson.gz from areas.geojson.gz.

    python tools/boundaries.py packs/jakarta [--picture /tmp/areas.png]

Neighbours in the full file do not match exactly, so the shapes are first made one coverage (slivers up to `GAP` degrees
between them are given to a neighbour; lakes stay open), then simplified together, so that they still share their edges.
Look at the picture before shipping the file. The result is the same bytes for the same input.
"""

import argparse
import csv
import gzip
import json
from pathlib import Path

import numpy as np
import shapely
from PIL import Image, ImageDraw

GAP = 0.0001  # degrees, about 11 m: wider gaps are lakes and canals and stay
TOLERANCE = 0.0005  # degrees, about 55 m: the square root of the largest triangle that may be dropped
DECIMALS = 4


def web_boundaries(source: bytes, names: dict[str, str]) -> bytes:
    """Return the gzipped GeoJSON for browsers (`code` and `name` of each area) made from the gzipped full file.

    `names` maps codes to names.
    """
    features = json.loads(gzip.decompress(source))["features"]
    full = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    cover = shapely.coverage_clean(full, gap_width=GAP)
    small = shapely.coverage_simplify(cover, TOLERANCE)
    small = _whole(shapely.set_precision(small, 10**-DECIMALS, mode="pointwise"), full)
    areas = [
        {
            "type": "Feature",
            "properties": {"code": (code := feature["properties"]["code"]), "name": names[code]},
            "geometry": _rounded(json.loads(shapely.to_geojson(shape))),
        }
        for feature, shape in zip(features, small, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": areas}, separators=(",", ":"), ensure_ascii=False)
    return gzip.compress(text.encode(), 9, mtime=0)


def _whole(small: np.ndarray, full: np.ndarray) -> np.ndarray:
    """Return the shapes, each valid, without parts that rounding emptied; an island that vanished keeps a box."""
    shapes = []
    for shape, original in zip(shapely.make_valid(small), full, strict=True):
        parts = [part for part in shapely.get_parts(shape) if part.geom_type.endswith("Polygon") and part.area > 0]
        shapes.append(shapely.union_all(parts) if parts else shapely.box(*original.bounds))
    return np.array(shapes)


def _rounded(geometry: dict) -> dict:
    def rounded(value: list) -> list:
        if isinstance(value[0], (int, float)):
            return [round(number, DECIMALS) for number in value]
        return [rounded(inner) for inner in value]

    return {"type": geometry["type"], "coordinates": rounded(geometry["coordinates"])}


def picture(data: bytes, path: Path, box: tuple[float, float, float, float] | None = None, width: int = 2000) -> None:
    """Draw the areas, each in its own grey with a dark edge on pink: what stays pink is nobody's."""
    features = json.loads(gzip.decompress(data))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    west, south, east, north = box or (float(edge) for edge in shapely.total_bounds(shapes))
    scale = width / (east - west)
    image = Image.new("RGB", (width, int((north - south) * scale)), "#ff5fa2")
    draw = ImageDraw.Draw(image)
    for number, shape in enumerate(shapes):
        grey = 150 + number * 37 % 100
        for part in shapely.get_parts(shape):
            rings = [part.exterior, *part.interiors]
            for ring, fill in zip(rings, [(grey, grey, grey)] + ["#ff5fa2"] * len(part.interiors), strict=True):
                draw.polygon([((x - west) * scale, (north - y) * scale) for x, y in ring.coords], fill, "#303030")
    image.save(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pack", type=Path)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--box", type=float, nargs=4, metavar=("WEST", "SOUTH", "EAST", "NORTH"))
    asked = parser.parse_args()
    with (asked.pack / "areas.csv").open(encoding="utf-8-sig", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    data = web_boundaries((asked.pack / "areas.geojson.gz").read_bytes(), names)
    (asked.pack / "areas.web.geojson.gz").write_bytes(data)
    print(f"{len(data):,} bytes")
    if asked.picture:
        picture(data, asked.picture, asked.box and tuple(asked.box))


if __name__ == "__main__":
    main()
