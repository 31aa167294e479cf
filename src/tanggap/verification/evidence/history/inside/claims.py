"""From a file's blocks to plain facts: times, place, camera, and which listed programs and origins it names.

Owners, serial numbers and free texts are read by nobody here; of all words only a cleaned camera model leaves.
"""

import re
from typing import Any

from PIL import Image
from PIL.ExifTags import IFD, Base

from tanggap.core.media import exif
from tanggap.verification.evidence.history import tools
from tanggap.verification.evidence.history.inside.fields import MOST_EXIF, Fields

GENERATED, AI_EDITED, EDITED, DRAWN, SCREEN, CAPTURED = (
    "generated",
    "ai_edited",
    "edited",
    "drawn",
    "screen",
    "captured",
)
ORIGINS = {  # IPTC digital source types (cv.iptc.org/newscodes/digitalsourcetype), as XMP and Content Credentials use them
    "trainedalgorithmicmedia": GENERATED,
    "compositewithtrainedalgorithmicmedia": AI_EDITED,
    "compositesynthetic": AI_EDITED,
    "algorithmicmedia": DRAWN,
    "datadrivenmedia": DRAWN,
    "digitalart": DRAWN,
    "digitalcreation": DRAWN,
    "virtualrecording": DRAWN,
    "humanedits": EDITED,
    "minorhumanedits": EDITED,
    "composite": EDITED,
    "screencapture": SCREEN,
    "digitalcapture": CAPTURED,
    "computationalcapture": CAPTURED,
}
_MODEL, _LONG_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9 .,+()/_-]{0,39}"), re.compile(r"\d{9}")
_KEPT = ("taken_at", "changed_at", "offset", "gps_at", "lon", "lat", "gps_error_m")
_PROGRAM_TEXTS = {"software", "comment", "credit", "source", "generator", "creation tool", "author tool"}
_XMP_PROGRAMS = re.compile(
    r"(?:CreatorTool|softwareAgent|Software|Credit|CreditLine|AISystemUsed|ProcessingSoftware)"
    r"\s*(?:=\s*[\"']([^\"'<>]{1,200})|>\s*(?:<rdf:\w+>\s*<rdf:li[^<>]{0,60}>)?([^<>]{1,200}))"
)
_XMP_ORIGIN = re.compile(
    r"DigitalSourceType[^<]{0,20}?[=>][^<]{0,80}?digitalsourcetype/([A-Za-z]{1,60})", re.IGNORECASE
)
_XMP_LABEL = re.compile(r"\bAIGC\b[^{}]{0,60}\{[^{}]{0,600}?Label[^0-9{}]{1,24}([123])\b")  # GB 45438-2025
_RECIPE = re.compile(r"Steps: \d{1,4}, (?:[^\n]{0,200})?(?:Sampler|CFG scale): ")


def claims(found: Fields) -> dict[str, Any]:
    """Return the facts: times as EXIF writes them, `lon`/`lat`, `model`, `has_camera`, `tools`, `origins`, `size`."""
    camera = loaded(found.exif)
    read = exif.read(camera)
    facts: dict[str, Any] = {name: read[name] for name in _KEPT if name in read}
    facts["has_camera"] = bool(read.get("make") or read.get("model"))
    facts["model"] = cleaned(str(read.get("model", "")))
    note = _note(camera)
    names = [str(read.get(name, "")) for name in ("software", "host")] + [_processing(camera)]
    names += [value for name, value in found.texts if name in _PROGRAM_TEXTS]
    names += [one or two for one, two in _XMP_PROGRAMS.findall(found.xmp)[:64]]
    facts["tools"] = sorted(set().union(*map(tools.named, names), _recipes(found, note)))
    facts["origins"] = sorted(_origins(found, note))
    facts["size"] = list(found.size) if found.size else None
    return facts


def cleaned(model: str) -> str:
    """Return a camera's model if it reads like one: letters, digits and a few signs, no long number; else nothing of it."""
    name = " ".join(model.split())
    return name if _MODEL.fullmatch(name) and not _LONG_NUMBER.search(name) else ""


def origin(text: str) -> str | None:
    """Return what one of IPTC's source types, full address or last word, means here."""
    return ORIGINS.get(text[:200].rstrip("/").rsplit("/", 1)[-1].lower())


def loaded(block: bytes) -> Image.Exif:
    """Return the camera data of an EXIF block, empty where it is broken."""
    camera = Image.Exif()
    try:
        camera.load(block[:MOST_EXIF])
    except Exception:  # Pillow raises many kinds of errors for broken blocks: they say nothing
        return Image.Exif()
    return camera


def _note(camera: Image.Exif) -> str:
    """Return the user's comment, where telephones write that a picture is a screenshot, and generators their recipe."""
    try:
        value = camera.get_ifd(IFD.Exif).get(Base.UserComment)
    except Exception:
        return ""
    if isinstance(value, str):
        return value[:4096]
    return value[8:8200].replace(b"\0", b"").decode("utf-8", "replace") if isinstance(value, bytes) else ""


def _processing(camera: Image.Exif) -> str:
    value = camera.get(Base.ProcessingSoftware)
    return value if isinstance(value, str) else ""


def _recipes(found: Fields, note: str) -> set[str]:
    """Return the generators that leave their recipe: Stable Diffusion's web page and ComfyUI write no name."""
    texts = dict(found.texts)
    is_graph = "class_type" in texts.get("prompt", "") or '"nodes"' in texts.get("workflow", "")
    if is_graph or _RECIPE.search(texts.get("parameters", "")) or _RECIPE.search(note):
        return {"stable"}
    if "Job ID:" in texts.get("description", "") and re.search(r" --(?:v|ar|niji|stylize)\b", texts["description"]):
        return {"midjourney"}
    return set()


def _origins(found: Fields, note: str) -> set[str]:
    kinds = {ORIGINS.get(name.lower()) for name in _XMP_ORIGIN.findall(found.xmp)[:16]}
    labels = [
        _XMP_LABEL.search(found.xmp),
        *(_XMP_LABEL.search(f"AIGC{text}") for name, text in found.texts if name == "aigc"),
    ]
    if any(labels):
        kinds.add(GENERATED)
    if note.strip().lower() == "screenshot":
        kinds.add(SCREEN)
    return {one for one in kinds if one}
