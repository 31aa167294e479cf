"""Programs and origins that a file names, from our own list; words of strangers never come out (threats.md §4, 7)."""

import json
import struct

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tanggap.verification.evidence.history import tools
from tanggap.verification.evidence.history.inside.claims import claims, cleaned
from tanggap.verification.evidence.history.inside.fields import Fields, fields

from .conftest import said, signs
from .files import SOURCE, camera, jpeg, photo, picture, png_saying, saved, with_xmp

SILENT = [("no_camera", "silent", "weak")]
STRONG, MODERATE, WEAK = ("against", "strong"), ("question", "moderate"), ("question", "weak")


def packed_text(name: str, value: str) -> PngInfo:
    info = PngInfo()
    if name.startswith("XML"):
        info.add_itxt(name, value, zip=True)
    else:
        info.add_text(name, value, zip=True)
    return info


CROSSED = "<img src=x onerror=alert(1)>"


@pytest.mark.parametrize(
    ("software", "key"),
    [
        ("Adobe Photoshop CC 2019 (Windows)", "photoshop"),
        ("Adobe Photoshop Lightroom Classic 13.2", "lightroom"),
        ("Adobe Photoshop Express (Android)", "ps_express"),
        ("Snapseed 2.0", "snapseed"),
        ("PicsArt", "picsart"),
        ("GIMP 2.10.36", "gimp"),
        ("Adobe Firefly", "firefly"),
        ("Midjourney v7", "midjourney"),
        ("Google Gemini", "google_ai"),
        ("Gemini", "google_ai"),
        ("Picasa", "picasa"),
        ("Google", "google"),
    ],
)
def test_a_program_is_named_by_its_one_key(software, key):
    assert tools.named(software) == {key}


@pytest.mark.parametrize(
    "software",
    [
        "gemini-user 8.0.0 OPR1.170623.032 V10.2.2.0.OAACNXM",  # the inner name of a telephone
        "gemini gemini-user 7.0",
        "HDR+ 1.0.641377609zd",
        "G991BXXU5CVLL",
        "17.5.1",
        "MediaTek Camera Application",
        "Nikon Transfer 1.1 W",
        "Version 1.0",
        "Timemark",
        "GPS Map Camera",
        "Digital Camera FinePix S7000 Ver1.00",
        "Capture NX-D 1.4",
    ],
)
def test_cameras_and_their_firmware_are_no_programs(software):
    assert tools.named(software) == set()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (jpeg(Software="Snapseed 2.0", Model="X"), [("editor", *MODERATE)]),
        (jpeg(Software="Picasa", Model="X"), [("keeper", *WEAK)]),
        (jpeg(Software="Midjourney"), [("generator", *STRONG)]),
        (photo("edited_Canon_40D_photoshop.jpg"), [("editor", *MODERATE)]),
        (with_xmp('xmp:CreatorTool="Adobe Photoshop 25.1 (Macintosh)"'), [("editor", *MODERATE)]),
        (with_xmp('photoshop:Credit="Made with Google AI"'), [("generator", *STRONG)]),
        (with_xmp('photoshop:Credit="AI-Generated with Google Photos"'), [("generator", *STRONG)]),
        (with_xmp('photoshop:Credit="Photo: A. Newspaper"'), SILENT),
        (with_xmp(f'Iptc4xmpExt:DigitalSourceType="{SOURCE}trainedAlgorithmicMedia"'), [("declared", *STRONG)]),
        (
            with_xmp(f'Iptc4xmpExt:DigitalSourceType="{SOURCE}compositeWithTrainedAlgorithmicMedia"'),
            [("declared", *STRONG)],
        ),
        (with_xmp(f'Iptc4xmpExt:DigitalSourceType="{SOURCE}digitalCapture"'), SILENT),
        (with_xmp(f'Iptc4xmpExt:DigitalSourceType="{SOURCE}somethingNew"'), SILENT),
        (with_xmp(f'dc:description="not {SOURCE}trainedAlgorithmicMedia"'), SILENT),
        (with_xmp("TC260:AIGC='{&quot;Label&quot;:&quot;1&quot;,&quot;ContentProducer&quot;:&quot;x&quot;}'"), [("declared", *STRONG)]),
        (png_saying(parameters="a road\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"), [("generator", *STRONG)]),
        (png_saying(prompt='{"3": {"class_type": "KSampler"}}'), [("generator", *STRONG)]),
        (png_saying(Description="a clean road --v 6.1 --ar 3:2 Job ID: 0"), [("generator", *STRONG)]),
        (png_saying(Description="Job ID: 4711, gang 3"), SILENT),
        (png_saying(Software="Adobe ImageReady"), SILENT),
        (jpeg(UserComment=b"ASCII\0\0\0Screenshot"), [("declared", *MODERATE)]),
    ],
)  # fmt: skip
def test_a_file_that_names_a_program_or_an_origin_is_told(data, told):
    assert said(data, place=None) == told


def grey() -> Image.Image:
    return Image.linear_gradient("L").resize((320, 240)).convert("RGB")


def before_the_picture(segment: int, body: bytes) -> bytes:
    """A JPEG with one more segment."""
    data = saved(grey())
    return data[:2] + struct.pack(">BBH", 0xFF, segment, len(body) + 2) + body + data[2:]


@pytest.mark.parametrize(
    "data",
    [
        saved(grey(), "PNG", exif=camera(Software="Snapseed 2.0")),
        saved(grey(), "WEBP", exif=camera(Software="Snapseed 2.0")),
        saved(grey(), "WEBP", xmp=b'<rdf:Description xmp:CreatorTool="Snapseed 2.0"/>'),
        saved(grey(), "PNG", pnginfo=packed_text("Software", "Snapseed 2.0")),
        saved(grey(), "PNG", pnginfo=packed_text("XML:com.adobe.xmp", '<a xmp:CreatorTool="Snapseed 2.0"/>')),
        saved(grey(), comment=b"Snapseed 2.0"),
        before_the_picture(0xED, b"Photoshop 3.0\0" + b"8BIM\4\4\0\0\0\0\0\x11" + b"\x1c\2\x41\0\x0cSnapseed 2.0"),
        before_the_picture(0xE1, b"http://ns.adobe.com/xap/1.0/\0<xmp:CreatorTool>Snapseed 2.0</xmp:CreatorTool>"),
        before_the_picture(
            0xE1, b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 40 + b'stEvt:softwareAgent="Snapseed 2.0"'
        ),
    ],
    ids=["png", "webp", "webp xmp", "png text", "png xmp", "comment", "iptc", "xmp element", "xmp extension"],
)
def test_a_program_is_found_wherever_files_name_it(data):
    assert said(data) == [("editor", *MODERATE)]


def test_only_the_programs_key_is_kept():
    [one] = signs(jpeg(Software=f"Snapseed {CROSSED}", Artist="Budi Santoso", ImageDescription=CROSSED))

    assert one.facts == {"check": "editor", "tools": ["snapseed"]}


def test_owners_serials_and_texts_never_come_out():
    data = jpeg(
        taken="2026:11:25 15:30:00",
        Model="SM-A155F",
        Make=CROSSED,
        Software=CROSSED,
        Artist="Budi Santoso",
        Copyright="Budi Santoso",
        ImageDescription=CROSSED,
        CameraOwnerName="Budi Santoso",
        BodySerialNumber="351756051523999",
        UserComment=b"ASCII\0\0\0" + CROSSED.encode(),
    )
    facts = claims(fields("jpeg", data))

    assert facts == {
        "taken_at": "2026-11-25T15:30:00",
        "has_camera": True,
        "model": "SM-A155F",
        "tools": [],
        "origins": [],
        "size": [320, 240],
    }


@pytest.mark.parametrize(
    "model", [CROSSED, "{{7*7}}", "351756051523999", "a" * 41, "Budi's phone", "\u202eX", "x\0y", "''"]
)
def test_a_model_that_does_not_read_like_one_is_left_out(model):
    assert cleaned(model) == ""


@given(st.text(max_size=300))
@hypothesis_settings(max_examples=200)
def test_whatever_a_program_calls_itself_only_keys_of_the_list_come_out(text):
    facts = claims(Fields(texts=[("software", text)], xmp=f'xmp:CreatorTool="{text}" DigitalSourceType="{text}"'))

    assert set(facts["tools"]) <= set(tools.BY_KEY)
    assert facts["origins"] == []


@pytest.mark.filterwarnings("ignore")
@given(st.data())
@hypothesis_settings(max_examples=150, deadline=None)
def test_a_file_with_any_bytes_spoiled_is_read_or_says_nothing(data):
    whole = bytearray(photo("exif_no_gps_Canon_40D.jpg")[:4_000])
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), max_size=40)):
        whole[place] = data.draw(st.integers(0, 255))
    kind = data.draw(st.sampled_from(["jpeg", "png", "webp", "heif"]))

    facts = claims(fields(kind, bytes(whole[: data.draw(st.integers(0, len(whole)))])))

    json.dumps(facts)
    assert set(facts["tools"]) <= set(tools.BY_KEY)


def test_another_camera_than_the_senders_device_is_a_weak_question():
    assert said(jpeg(Model="Canon EOS 40D"), device="SM-A155F") == [("device", *WEAK)]
    assert said(jpeg(Model="SM-A155F"), device="samsung SM-A155F") == [("nothing", "silent", "weak")]
    assert said(jpeg(), device="SM-A155F") == SILENT


def test_a_screens_size_without_a_camera_is_a_weak_question():
    shot, scaled = Image.new("L", (1080, 2400), 90), Image.new("L", (720, 1600), 90)

    assert said(saved(shot, "PNG")) == [("screen_size", *WEAK)]
    assert said(saved(scaled)) == SILENT  # what a messenger makes of a tall photo
    assert said(jpeg(shot, Model="X")) == [("nothing", "silent", "weak")]


def test_what_is_absent_says_nothing():
    assert said(saved(picture())) == SILENT
    assert said(photo("near_path_messenger.jpg")) == SILENT
