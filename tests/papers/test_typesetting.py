"""Documents for print: tagged, in the reader's language, the same each time, and what people wrote stays words."""

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst
from pypdf import PdfReader

from tanggap.papers import typesetting

AT = datetime(2026, 11, 26, 3, 0, tzinfo=UTC)
BODY = """#import "/papers/templates/charts.typ": *
#let data = json(bytes(sys.inputs.data))
#show: document.with(title: data.title, city: data.city, foot: data.foot)
#facts((("Masa", data.said),))
#bars(data.rows, alt: data.said)
#figure-table(("Kategori", "Selesai"), data.table, caption: "Tabel")
"""
DATA = {
    "title": "Evaluasi",
    "city": "Jakarta",
    "foot": "v1:abc",
    "said": "2020",
    "rows": [{"label": "Cakung", "value": 0.5, "low": 0.4, "high": 0.6, "said": "50%"}],
    "table": [["Sampah", "72"]],
}


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template among the product's own, in a copy of their folder."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/templates").symlink_to(typesetting.ROOT / "papers/templates")
    monkeypatch.setattr(typesetting, "ROOT", tmp_path)
    file = tmp_path / "made.typ"
    file.write_text(BODY)
    return file


def read(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(made)).pages)


def test_a_document_is_tagged_and_tells_its_language_and_title(template: Path) -> None:
    made = PdfReader(io.BytesIO(typesetting.pdf(template, DATA, language="id", title="Evaluasi 2020", at=AT)))
    catalog = made.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "id"
    assert made.metadata is not None
    assert made.metadata.title == "Evaluasi 2020"
    assert "pdfuaid" in catalog["/Metadata"].get_data().decode()


def test_the_page_is_numbered_in_the_reader_s_language(template: Path) -> None:
    assert "Halaman 1 dari 1" in read(typesetting.pdf(template, DATA, language="id", title="E", at=AT))
    assert "Page 1 of 1" in read(typesetting.pdf(template, DATA, language="en", title="E", at=AT))


def test_the_same_data_and_instant_give_the_same_bytes(template: Path) -> None:
    made = [typesetting.pdf(template, DATA, language="id", title="E", at=AT) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    "written",
    [
        '#read("/papers/templates/base.typ")',
        '#image("/etc/passwd")',
        "file:///etc/passwd",
        "http://127.0.0.1:1/canary",
        '#import "@preview/cetz:0.3.0"',
        "$ x^2 $ *bold* _em_ <b>&amp; @ref \\ #",
        "=HYPERLINK(1)",
    ],
)
def test_what_people_wrote_stays_words(template: Path, written: str) -> None:
    told = read(typesetting.pdf(template, {**DATA, "said": written}, language="id", title=written, at=AT))
    assert "".join(written.split()) in "".join(told.split())


def test_a_template_reads_nothing_outside_the_product(template: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    secret = tmp_path_factory.mktemp("beside") / "secret.txt"
    secret.write_text("secret")
    template.write_text(f'#read("/../{secret.parent.name}/secret.txt")')
    with pytest.raises(typst.TypstError):
        typesetting.pdf(template, DATA, language="id", title="E", at=AT)


def test_no_package_is_fetched_from_anywhere(template: Path) -> None:
    template.write_text('#import "@local/none:1.0.0": *')
    with pytest.raises(typst.TypstError):
        typesetting.pdf(template, DATA, language="id", title="E", at=AT)


def test_pages_are_pictures_too(template: Path) -> None:
    assert [page[:4] for page in typesetting.pngs(template, DATA, language="id", title="E")] == [b"\x89PNG"]
