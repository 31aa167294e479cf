"""What a file is, by its first bytes: never by its name or by what a sender calls it."""

KINDS = ("jpeg", "png", "webp", "heif")

_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_OTHERS = (
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"%!PS", "PostScript"),
    (b"8BPS", "PSD"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"BM", "BMP"),
    (b"\0\0\1\0", "ICO"),
    (b"SIMPLE  =", "FITS"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\xff\x4f\xff\x51", "JPEG 2000"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"PK\3\4", "ZIP"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1aE\xdf\xa3", "video"),
    (b"OggS", "video"),
    (b"ID3", "audio"),
    (b"MZ", "program"),
    (b"\x7fELF", "program"),
)


def sniff(data: bytes) -> str | None:
    """Return which of `KINDS` the bytes begin as, or None."""
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if _brands(data) & _HEIF_BRANDS:
        return "heif"
    return None


def other(data: bytes) -> str | None:
    """Return the name of what the bytes are instead (`GIF`, `PDF`, `text`), or None when that cannot be told."""
    for magic, name in _OTHERS:
        if data.startswith(magic):
            return name
    if data[:4] == b"RIFF":
        return {b"WAVE": "audio", b"AVI ": "video"}.get(data[8:12])
    if brands := _brands(data):
        return "AVIF" if brands & {b"avif", b"avis"} else "video"
    return _text(data[:4096])


def _brands(data: bytes) -> set[bytes]:
    """Return the brands of an ISO media file (HEIF, AVIF, MP4): what it says it conforms to."""
    if data[4:8] != b"ftyp":
        return set()
    box = data[8 : min(int.from_bytes(data[:4], "big"), 256)]
    return {box[:4], *(box[place : place + 4] for place in range(8, len(box), 4))}


def _text(start: bytes) -> str | None:
    try:
        text = start.decode()
    except UnicodeDecodeError as error:
        if error.start < len(start) - 4:
            return None
        text = start[: error.start].decode()
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        return None
    words = text.lstrip("\ufeff \t\r\n").lower()
    if "<svg" in words:
        return "SVG"
    return "HTML" if words.startswith(("<!doctype html", "<html")) else "text"
