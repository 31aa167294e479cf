"""From a stranger's bytes to two clean pictures. This runs in the child only: what it calls has been broken before.

Memory: a picture is decoded once; everything after works on a reduced copy, made band by band. JPEGs are decoded
reduced from the start. Nothing of the file but its pixels reaches the results.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pi_heif import HeifImageFile
from PIL import Image, ImageChops, ImageCms, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from tanggap.core.media import exif, fingerprint
from tanggap.core.media.structure import declared_size, lacks_data

MOST_PIXELS = {"jpeg": 50_000_000, "png": 50_000_000, "heif": 32_000_000, "webp": 16_000_000}  # what 256 MB can decode
SHOWN_SIDE, SHOWN_QUALITY = 1600, 82
THUMB_SIDE, THUMB_QUALITY = 320, 75
BAND_ROWS = 256
LEAST_SHARE = 0.5  # of its rows a truncated JPEG must still show
GREY = 128  # what libjpeg paints where data is missing
LEAST_GREY_ROWS = 16

_OPENERS: dict[str, Callable[[BytesIO], ImageFile.ImageFile]] = {
    "jpeg": JpegImagePlugin.JpegImageFile,
    "png": PngImagePlugin.PngImageFile,
    "webp": WebPImagePlugin.WebPImageFile,
    "heif": HeifImageFile,
}
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SRGB = ImageCms.createProfile("sRGB")
Image.MAX_IMAGE_PIXELS = None  # our own limit is checked, from the header


class Unfit(Exception):
    """The file is refused; `reason` names the refusal: zero_size, too_many_pixels, damaged."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Rendered:
    """The clean results, and the facts about the file that the private record keeps."""

    shown: Image.Image
    thumb: Image.Image
    facts: dict[str, Any]


def render(kind: str, data: bytes) -> Rendered:
    """Return the clean pictures of a file whose first bytes are `kind`'s. Raises Unfit, MemoryError."""
    file = _opened(kind, data)
    width, height = file.size
    if kind == "jpeg":
        file, repaired = _jpeg(file, data)
    else:
        file, repaired = _loaded(file), False
    camera = _exif(file)
    turn = exif.orientation(camera)
    small = _srgb(_reduced(file), file.info.get("icc_profile"))
    file.close()
    if turn in UPRIGHT:
        small = small.transpose(UPRIGHT[turn])
    if turn >= 5:
        width, height = height, width
    shown, thumb = _fitted(small, SHOWN_SIDE), _fitted(small, THUMB_SIDE)
    facts = {
        "width": width,
        "height": height,
        "repaired": repaired,
        "exif": exif.read(camera),
        "dhash": fingerprint.dhash(shown),
        "phash": fingerprint.phash(shown),
        "colour": "#{:02x}{:02x}{:02x}".format(*thumb.resize((1, 1), Image.Resampling.BOX).tobytes()),
    }
    return Rendered(shown, thumb, facts)


def encode(picture: Image.Image, quality: int) -> bytes:
    """Return the picture as a JPEG that says nothing but its pixels."""
    out = BytesIO()
    clean = Image.new("RGB", picture.size)
    clean.paste(picture)
    clean.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _opened(kind: str, data: bytes) -> ImageFile.ImageFile:
    """Return the file with its header read and its size found fit. Raises Unfit."""
    size = declared_size(kind, data)
    if size and 0 in size:
        raise Unfit("zero_size")
    if size and size[0] * size[1] > MOST_PIXELS[kind]:
        raise Unfit("too_many_pixels")
    try:
        file = _OPENERS[kind](BytesIO(data))
    except MemoryError:
        raise
    except Exception:
        raise Unfit("damaged") from None
    width, height = file.size
    if width < 1 or height < 1:
        raise Unfit("zero_size")
    if width * height > MOST_PIXELS[kind]:
        raise Unfit("too_many_pixels")
    return file


def _loaded(file: ImageFile.ImageFile) -> ImageFile.ImageFile:
    try:
        file.load()
    except MemoryError:
        raise
    except Exception:
        raise Unfit("damaged") from None
    return file


def _jpeg(file: ImageFile.ImageFile, data: bytes) -> tuple[ImageFile.ImageFile, bool]:
    """Return the JPEG decoded, reduced while decoding, and whether parts of it were missing.

    A truncated file is accepted when at least `LEAST_SHARE` of its rows can be seen: half a photo of a hole in the road
    still shows the hole. The rest is grey. Raises Unfit.
    """
    _draft(file)
    try:
        whole = _loaded(file)
    except Unfit:
        with _leniently():
            part = _opened("jpeg", data)
            _draft(part)
            _loaded(part)
        if _rows_shown(part) < LEAST_SHARE * part.height:
            raise
        return part, True
    rows = _rows_shown(whole)
    if lacks_data(data):
        if rows < LEAST_SHARE * whole.height:
            raise Unfit("damaged")
        return whole, True
    return whole, 0 < rows <= whole.height - LEAST_GREY_ROWS


def _draft(file: ImageFile.ImageFile) -> None:
    """Ask libjpeg for the smallest of its scales that is no smaller than what will be shown."""
    share = min(1.0, SHOWN_SIDE / max(file.size))
    file.draft("RGB", (max(1, int(file.width * share)), max(1, int(file.height * share))))


@contextmanager
def _leniently() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _rows_shown(picture: Image.Image) -> int:
    """Return how many rows there are above the lowest ones that are nothing but the grey of missing data."""
    plain = picture if picture.mode in ("L", "RGB") else picture.convert("RGB")
    grey = Image.new(plain.mode, plain.size, (GREY,) * len(plain.getbands()))
    box = ImageChops.difference(plain, grey).getbbox()
    return box[3] if box else 0


def _exif(file: ImageFile.ImageFile) -> Image.Exif:
    try:
        return file.getexif()
    except Exception:  # camera data is welcome, not needed; Pillow raises many kinds for broken ones
        return Image.Exif()


def _reduced(file: Image.Image) -> Image.Image:
    """Return a copy not much larger than it will be shown, opaque on white, RGB or CMYK."""
    factor = max(1, max(file.size) // SHOWN_SIDE)
    rows = max(factor, BAND_ROWS // factor * factor)
    width, height = (-(-side // factor) for side in file.size)
    small = Image.new("CMYK" if file.mode == "CMYK" else "RGB", (width, height))
    see_through = file.info.get("transparency") is not None
    for top in range(0, file.height, rows):
        band = _true_colour(file.crop((0, top, file.width, min(top + rows, file.height))), see_through=see_through)
        small.paste(_opaque(band.reduce(factor) if factor > 1 else band), (0, top // factor))
    return small


def _true_colour(band: Image.Image, *, see_through: bool) -> Image.Image:
    """Return the band in a mode whose pixels can be averaged."""
    if band.mode.startswith("I"):  # 16 bits of grey: the upper 8 are what a screen shows
        return band.convert("I").point(lambda value: value / 256).convert("L")
    if see_through or band.mode in ("LA", "PA", "La", "RGBa"):
        return band.convert("RGBA")
    return band if band.mode in ("L", "RGB", "RGBA", "CMYK") else band.convert("RGB")


def _opaque(band: Image.Image) -> Image.Image:
    if band.mode == "RGBA":
        return Image.alpha_composite(Image.new("RGBA", band.size, "white"), band).convert("RGB")
    return band if band.mode == "CMYK" else band.convert("RGB")


def _srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture in sRGB, so that it looks right without its profile; as it is when the profile is no use."""
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            changed = ImageCms.profileToProfile(picture, source, _SRGB, outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            changed = None
        if changed is not None:
            return changed
    return picture.convert("RGB")


def _fitted(picture: Image.Image, side: int) -> Image.Image:
    """Return the picture at most `side` wide and high, never enlarged."""
    fitted = picture.copy()
    fitted.thumbnail((side, side), Image.Resampling.LANCZOS)
    return fitted
