"""XLSX files written as they come, row by row, in constant memory: one sheet, cells typed, the same bytes for the same rows.

The format is ECMA-376 (Office Open XML); what is written is the smallest part of it that Excel, LibreOffice and openpyxl read.
Writing whole object trees by a library takes ten times as long for the 100,000 rows of the open data.
"""

import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from types import TracebackType
from typing import IO
from xml.sax.saxutils import escape

from tanggap.intake.history.tables import runs

MOST_ROWS = 1_048_575  # Excel's limit, less the head line
MOST_SIGNS = 32_767
_MOST_EXACT = 10**15
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet's day 0, of no zone
_STAMP = (1980, 1, 1, 0, 0, 0)  # of every part, so that equal rows make equal files
_PLAIN, _HEAD, _DAY, _INSTANT, _QUOTED = range(5)
_RESERVED = re.compile(r"[\[\]:*?/\\]")
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Cell = str | int | float | Decimal | bool | date | datetime | None


class TooManyRows(Exception):
    """A sheet holds at most `MOST_ROWS` rows below its head."""


class Book:
    """An XLSX file that is being written to `out`; it is whole when the `with` ends, and unreadable when that ends by an exception."""

    def __init__(self, out: IO[bytes], columns: Sequence[str], *, title: str = "") -> None:
        self.rows = 0
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        for name, content in _parts(_sheet_name(title)).items():
            self._zip.writestr(_entry(name), content)
        self._sheet = self._zip.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._letters = [_letters(number) for number in range(1, len(columns) + 1)]
        self._write(_opening(self._letters[-1] if columns else "A"))
        self._write(self._line([_text(name, _HEAD) for name in columns]))
        self._last = self._letters[-1] if columns else "A"

    def __enter__(self) -> "Book":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._write(f'</sheetData><autoFilter ref="A1:{self._last}{self.rows + 1}"/></worksheet>')
        self._sheet.close()
        self._zip.close()

    def add(self, row: Iterable[Cell]) -> None:
        """Write one row. Raises TooManyRows."""
        if self.rows >= MOST_ROWS:
            raise TooManyRows
        self.rows += 1
        self._write(self._line([_cell(value) for value in row]))

    def _line(self, cells: list[str]) -> str:
        number = self.rows + 1
        named = (
            cell.replace("<c", f'<c r="{letters}{number}"', 1)
            for letters, cell in zip(self._letters, cells, strict=True)
            if cell
        )
        return f'<row r="{number}">{"".join(named)}</row>'

    def _write(self, text: str) -> None:
        self._sheet.write(text.encode())


def _cell(value: Cell) -> str:
    """Return a cell's XML without its address; empty for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return _text(value, _QUOTED if runs(value) else _PLAIN)
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        return _moment(value.astimezone(UTC).replace(tzinfo=None), _INSTANT)
    if isinstance(value, date):
        return _moment(datetime(value.year, value.month, value.day), _DAY)  # noqa: DTZ001  a day of no zone
    if not math.isfinite(value):
        return ""
    if isinstance(value, int) and abs(value) >= _MOST_EXACT:
        return _text(str(value), _PLAIN)
    return f"<c><v>{value!r}</v></c>" if isinstance(value, float) else f"<c><v>{value}</v></c>"


def _moment(at: datetime, style: int) -> str:
    """Return a day or an instant as the number of days that a spreadsheet counts; before 1 March 1900, where it miscounts, as text."""
    if at < datetime(1900, 3, 1):  # noqa: DTZ001
        return _text(at.isoformat(), _PLAIN)
    since = at - _FIRST_DAY
    days = since.days + (since.seconds + since.microseconds / 1e6) / 86_400
    return f'<c s="{style}"><v>{days:.15g}</v></c>'


def _text(text: str, style: int) -> str:
    shown = _NO_XML.sub("", text)
    shown = shown if len(shown) <= MOST_SIGNS else shown[: MOST_SIGNS - 1] + "…"
    look = f' s="{style}"' if style else ""
    return f'<c{look} t="inlineStr"><is><t xml:space="preserve">{escape(shown)}</t></is></c>'


def _letters(number: int) -> str:
    """Return the name of a column, from 1: A, …, Z, AA."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sheet_name(title: str) -> str:
    return _RESERVED.sub(" ", _NO_XML.sub("", title)).strip("' ")[:31] or "Tanggap"


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _opening(last: str) -> str:
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols><col min="1" max="{_number(last)}" width="18" customWidth="1"/></cols><sheetData>'
    )


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _parts(sheet: str) -> dict[str, str]:
    """Return what an XLSX file holds beside its sheet."""
    name = escape(sheet, {'"': "&quot;"})
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f'<sheets><sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
        '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>'
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
        '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }  # fmt: skip
