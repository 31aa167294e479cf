"""Documents as PDF/UA and as pictures: a template of ours set with data of a room. What people wrote is data, never a template.

Templates (`*.typ`) lie in a room's `documents/` folder, begin with `#import "/papers/templates/base.typ": *` and read
`#let data = json(bytes(sys.inputs.data))`. They can read files of this package alone, and fetch nothing.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal

import typst
from django.core.serializers.json import DjangoJSONEncoder

from tanggap.core import clock

ROOT: Final = Path(__file__).parents[1]
STANDARDS: Final = ["ua-1"]
LOOKING: Final = 70  # pixels an inch: a page to look at, not to print


def pdf(template: Path, data: Mapping[str, Any], *, language: str, title: str, at: datetime | None = None) -> bytes:
    """Return the template set with `data` as a tagged PDF (PDF/UA-1, ISO 14289-1).

    `language` is that of the words in `data` ("id", "en"), `title` what a reader's window shows, `at` the instant the file tells as its
    making: the same data and instant give the same bytes. Raises `typst.TypstError` for a template that does not fit its data.
    """
    found = _compile(template, data, language=language, title=title, at=at, format="pdf", pdf_standards=STANDARDS)
    return found[0]


def pngs(template: Path, data: Mapping[str, Any], *, language: str, title: str, ppi: float = LOOKING) -> list[bytes]:
    """Return the pages as pictures, to be looked at."""
    return _compile(template, data, language=language, title=title, at=None, format="png", ppi=ppi)


def _compile(
    template: Path,
    data: Mapping[str, Any],
    *,
    language: str,
    title: str,
    at: datetime | None,
    format: Literal["pdf", "png"],  # noqa: A002
    **options: Any,
) -> list[bytes]:
    with TemporaryDirectory() as nothing:
        found = typst.compile(
            template,
            root=ROOT,
            ignore_system_fonts=True,
            package_path=nothing,
            format=format,
            timestamp=(at or clock.now()).replace(microsecond=0),
            sys_inputs={"data": json.dumps(data, cls=DjangoJSONEncoder), "language": language, "title": title},
            **options,
        )
    return list(found) if isinstance(found, list) else [found]
