"""Photos as telephones, programs and forgers write them, made from pixels that we may use."""

import datetime as dt
import io
import struct
from pathlib import Path

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PIL.PngImagePlugin import PngInfo
from PIL.TiffImagePlugin import IFDRational

PHOTOS = Path(__file__).resolve().parents[3] / "data" / "photos"
SOURCE = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def photo(name: str) -> bytes:
    return (PHOTOS / name).read_bytes()


def picture(name: str = "place_bridge_3.jpg") -> Image.Image:
    """A picture that was never compressed at its size."""
    with Image.open(PHOTOS / name) as file:
        whole = file.convert("RGB")
    return whole.resize((whole.width * 3 // 4, whole.height * 3 // 4), Image.Resampling.LANCZOS)


def saved(image: Image.Image, kind: str = "JPEG", **how) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def camera(
    *,
    taken: str | None = None,
    offset: str | None = None,
    lat: float | None = None,
    lon: float | None = None,
    satellites: tuple[str, tuple[int, int, int]] | None = None,
    **texts: object,
) -> Image.Exif:
    """Camera data; `texts` are tags by their EXIF name."""
    exif = Image.Exif()
    inner, place = exif.get_ifd(IFD.Exif), exif.get_ifd(IFD.GPSInfo)
    if taken:
        inner[Base.DateTimeOriginal] = taken
    if offset:
        inner[Base.OffsetTimeOriginal] = offset
    if lat is not None and lon is not None:
        place[GPS.GPSLatitudeRef], place[GPS.GPSLatitude] = "S" if lat < 0 else "N", _degrees(lat)
        place[GPS.GPSLongitudeRef], place[GPS.GPSLongitude] = "W" if lon < 0 else "E", _degrees(lon)
    if satellites:
        place[GPS.GPSDateStamp], place[GPS.GPSTimeStamp] = satellites
    for name, value in texts.items():
        tag = Base[name]
        (inner if tag in (Base.UserComment, Base.CameraOwnerName, Base.BodySerialNumber) else exif)[tag] = value
    return exif


def _degrees(value: float) -> tuple[IFDRational, ...]:
    parts = divmod(abs(value) * 60, 60)
    return IFDRational(int(parts[0])), IFDRational(round(parts[1] * 1_000_000), 1_000_000), IFDRational(0)


def jpeg(image: Image.Image | None = None, **how) -> bytes:
    """A JPEG with the camera data of `camera(**how)`."""
    return saved(image or Image.linear_gradient("L").resize((320, 240)), exif=camera(**how), quality=90)


def with_xmp(text: str) -> bytes:
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description {text}/></rdf:RDF></x:xmpmeta>'
    return saved(Image.linear_gradient("L").resize((320, 240)), xmp=packet.encode())


def png_saying(**texts: str) -> bytes:
    info = PngInfo()
    for name, value in texts.items():
        info.add_text(name, value)
    return saved(Image.linear_gradient("L").resize((320, 240)), "PNG", pnginfo=info)


def with_small_picture(image: Image.Image, small: Image.Image, *, quality: int = 75) -> bytes:
    """A JPEG whose camera data hold `small`, and name a camera."""
    inside = saved(small.convert("RGB").resize((160, 120)), quality=quality)
    entries = struct.pack("<HHI4s", 0x110, 2, 2, b"x")
    head = b"II*\0" + struct.pack("<IH", 8, 1) + entries + struct.pack("<I", 26)
    entries = struct.pack("<HHII", 513, 4, 1, 56) + struct.pack("<HHII", 514, 4, 1, len(inside))
    return saved(
        image, exif=b"Exif\0\0" + head + struct.pack("<H", 2) + entries + struct.pack("<I", 0) + inside, quality=90
    )


def held(block: bytes, orientation: int) -> bytes:
    """Camera data that say how the camera was held, 1 to 8, and nothing else changed."""
    order = "<" if block[6:8] == b"II" else ">"
    place = block.index(struct.pack(order + "HHI", Base.Orientation, 3, 1)) + 8
    return block[:place] + struct.pack(order + "H", orientation) + block[place + 2 :]


def signed(*actions: dict[str, object], data: bytes | None = None, elsewhere: str = "") -> bytes:
    """A JPEG with Content Credentials of a signer made for this call, known to nobody, whose key is forgotten with it."""
    chain, key = _throwaway()
    manifest = {
        "claim_generator_info": [{"name": "A test", "version": "1"}],
        "title": "Budi Santoso's photo",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": list(actions)}}],
    }
    builder = c2pa.Builder(manifest)
    if elsewhere:
        builder.set_no_embed()
        builder.set_remote_url(elsewhere)
    out = io.BytesIO()
    signer = c2pa.Signer.from_info(c2pa.C2paSignerInfo(b"es256", chain, key, None))
    builder.sign(signer, "image/jpeg", io.BytesIO(data or jpeg(picture())), out)
    return out.getvalue()


def changed_in_its_pixels(data: bytes) -> bytes:
    place = len(data) - 3_000
    return data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]


def _throwaway() -> tuple[bytes, bytes]:
    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    above = _certificate("A root", root.public_key(), root, is_root=True)
    below = _certificate("A leaf", leaf.public_key(), root, is_root=False)
    pem = serialization.Encoding.PEM
    key = leaf.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return below.public_bytes(pem) + above.public_bytes(pem), key


def _certificate(
    name: str, key: ec.EllipticCurvePublicKey, root: ec.EllipticCurvePrivateKey, *, is_root: bool
) -> x509.Certificate:
    since = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    uses = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(_called(name))
        .issuer_name(_called("A root"))
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + dt.timedelta(days=30))
        .add_extension(x509.BasicConstraints(is_root, None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root.public_key()), False)
        .add_extension(
            x509.KeyUsage(digital_signature=not is_root, key_cert_sign=is_root, crl_sign=is_root, **uses), True
        )
    )
    if not is_root:
        certificate = certificate.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
    return certificate.sign(root, hashes.SHA256())


def _called(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )
