"""The programs that a photo's file may name, from our own list: no word of the file itself is ever shown.

`GENERATOR` makes pictures or parts of them with AI, `EDITOR` changes what is seen, `KEEPER` mostly turns, sorts or makes smaller.
"""

import re
from dataclasses import dataclass

GENERATOR, EDITOR, KEEPER = "generator", "editor", "keeper"
LONGEST = 200  # signs of a value that are looked at


@dataclass(frozen=True, slots=True)
class Tool:
    """A program: `name` as its maker writes it, `pattern` found in what files say of it (lower case)."""

    key: str
    name: str
    what: str
    pattern: str


# fmt: off
TOOLS = (
    Tool("firefly",     "Adobe Firefly",                  GENERATOR, r"\bfirefly\b|adobe[ _]firefly"),
    Tool("midjourney",  "Midjourney",                     GENERATOR, r"\bmidjourney\b"),
    Tool("openai",      "OpenAI (ChatGPT, DALL·E)",       GENERATOR, r"\bopenai\b|\bchatgpt\b|\bdall[-·. ]?e\b|\bgpt-(4o|image)"),
    Tool("google_ai",   "Google AI (Gemini, Imagen)",     GENERATOR,
         r"google ai\b|ai-generated with google|google[ _](generative|gemini|imagen)|^gemini( |$)(?!.*-user)|^imagen( \d|$)|nano banana"),
    Tool("stable",      "Stable Diffusion",               GENERATOR,
         r"stable[ -]?diffusion|\bsdxl\b|\bcomfyui\b|\binvokeai\b|\bautomatic1111\b|\bnovelai\b|\bstability ai\b|\bdreamstudio\b"),
    Tool("flux",        "FLUX (Black Forest Labs)",       GENERATOR, r"black forest labs|\bflux[. ](1|2|pro|dev|schnell)"),
    Tool("microsoft",   "Microsoft Designer",             GENERATOR,
         r"bing image creator|image creator from|microsoft (responsible ai|designer)"),
    Tool("meta_ai",     "Meta AI",                        GENERATOR, r"\bmeta ai\b|imagined with ai"),
    Tool("grok",        "Grok (xAI)",                     GENERATOR, r"\bgrok\b|\bxai\b"),
    Tool("bytedance",   "Doubao, Jimeng (ByteDance)",     GENERATOR, r"\bdoubao\b|\bjimeng\b|\bseedream\b|\bdreamina\b"),
    Tool("leonardo",    "Leonardo.Ai",                    GENERATOR, r"\bleonardo\.ai\b"),
    Tool("ideogram",    "Ideogram",                       GENERATOR, r"\bideogram\b"),
    Tool("remini",      "Remini",                         GENERATOR, r"\bremini\b"),
    Tool("faceapp",     "FaceApp",                        GENERATOR, r"\bfaceapp\b"),
    Tool("lightroom",   "Adobe Lightroom",                EDITOR,    r"\blightroom\b|adobe camera raw"),
    Tool("ps_express",  "Adobe Photoshop Express",        EDITOR,    r"photoshop express|\bpsx\b"),
    Tool("photoshop",   "Adobe Photoshop",                EDITOR,    r"photoshop(?! (express|lightroom))"),
    Tool("snapseed",    "Snapseed",                       EDITOR,    r"\bsnapseed\b"),
    Tool("picsart",     "Picsart",                        EDITOR,    r"\bpics ?art\b"),
    Tool("gimp",        "GIMP",                           EDITOR,    r"\bgimp\b"),
    Tool("canva",       "Canva",                          EDITOR,    r"\bcanva\b"),
    Tool("pixlr",       "Pixlr",                          EDITOR,    r"\bpixlr\b"),
    Tool("affinity",    "Affinity Photo",                 EDITOR,    r"\baffinity (photo|designer)"),
    Tool("paint_net",   "Paint.NET",                      EDITOR,    r"\bpaint\.net\b"),
    Tool("meitu",       "Meitu",                          EDITOR,    r"\bmeitu\b|\bxiuxiu\b|\bbeautyplus\b|\bairbrush\b"),
    Tool("facetune",    "Facetune",                       EDITOR,    r"\bfacetune\b"),
    Tool("polarr",      "Polarr",                         EDITOR,    r"\bpolarr\b"),
    Tool("vsco",        "VSCO",                           EDITOR,    r"\bvsco\b"),
    Tool("photoroom",   "Photoroom",                      EDITOR,    r"\bphotoroom\b"),
    Tool("retouch",     "TouchRetouch",                   EDITOR,    r"\btouch ?retouch\b"),
    Tool("inshot",      "InShot",                         EDITOR,    r"\binshot\b"),
    Tool("capcut",      "CapCut",                         EDITOR,    r"\bcapcut\b"),
    Tool("pixelmator",  "Pixelmator",                     EDITOR,    r"\bpixelmator\b"),
    Tool("luminar",     "Luminar",                        EDITOR,    r"\bluminar\b"),
    Tool("capture_one", "Capture One",                    EDITOR,    r"\bcapture one\b"),
    Tool("darktable",   "darktable",                      EDITOR,    r"\bdarktable\b"),
    Tool("rawtherapee", "RawTherapee",                    EDITOR,    r"\brawtherapee\b"),
    Tool("krita",       "Krita",                          EDITOR,    r"\bkrita\b"),
    Tool("paintshop",   "PaintShop Pro",                  EDITOR,    r"\bpaint ?shop( pro|$)"),
    Tool("photoscape",  "PhotoScape",                     EDITOR,    r"\bphotoscape\b"),
    Tool("fotor",       "Fotor",                          EDITOR,    r"\bfotor\b"),
    Tool("picasa",      "Picasa",                         KEEPER,    r"\bpicasa\b"),
    Tool("google",      "Google Photos",                  KEEPER,    r"^google( inc\.?)?$|google photos"),
    Tool("apple",       "Apple Photos",                   KEEPER,    r"^(apple )?photos \d|\biphoto\b|^preview \d"),
    Tool("windows",     "Windows photo viewer",           KEEPER,
         r"windows photo (editor|viewer|gallery)|^microsoft windows (live )?photo|^paint \d"),
    Tool("acdsee",      "ACDSee",                         KEEPER,    r"\bacd ?see\b|\bacd systems"),
    Tool("xnview",      "XnView",                         KEEPER,    r"\bxnview\b"),
    Tool("irfanview",   "IrfanView",                      KEEPER,    r"\birfanview\b"),
    Tool("faststone",   "FastStone",                      KEEPER,    r"\bfaststone\b"),
    Tool("digikam",     "digiKam",                        KEEPER,    r"\bdigikam\b|\bshowfoto\b"),
    Tool("imagemagick", "ImageMagick",                    KEEPER,    r"\bimagemagick\b|\bgraphicsmagick\b"),
)
# fmt: on
BY_KEY = {one.key: one for one in TOOLS}
_PATTERNS = tuple((one.key, re.compile(one.pattern)) for one in TOOLS)


def named(text: str) -> set[str]:
    """Return the keys of the listed programs that a value names; nothing of the value itself."""
    words = " ".join(text[:LONGEST].lower().split())
    return {key for key, pattern in _PATTERNS if pattern.search(words)}
