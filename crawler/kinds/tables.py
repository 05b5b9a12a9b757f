"""Bytes of a table (CSV, TSV, a spreadsheet, the records of an API) to rows of cells, as they are written."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from python_calamine import CalamineError, CalamineWorkbook

from crawler.decode import decode
from crawler.exceptions import ExtractionError
from crawler.kinds.listing import parse_json, records

Row = list[str]
_SPREADSHEETS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How a spreadsheet begins: XLSX and ODS are zip files, XLS is an OLE2 file."""
_DELIMITERS = ",\t;|"
SAMPLE = 4000
"""Characters by which the delimiter is chosen."""
MAX_CELL = 1_000_000
"""Characters in a cell of a CSV file: one quotation mark left open must not take the rest for a cell without end."""


def is_spreadsheet(content: bytes) -> bool:
    return content.startswith(_SPREADSHEETS)


def is_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def read_tables(content: bytes, url: str) -> list[list[Row]]:
    """The tables in a file: each sheet of a spreadsheet that holds anything, or the one of a CSV or JSON file.

    Raises ExtractionError where there is none.
    """
    if is_spreadsheet(content):
        tables = _sheets(content, url)
    elif is_json(content):
        tables = [_json_rows(content, url)]
    else:
        tables = [_csv_rows(content, url)]
    tables = [table for table in tables if table]
    if not tables:
        raise ExtractionError(f"{url}: no table in it")
    return tables


def _sheets(content: bytes, url: str) -> list[list[Row]]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            return [
                [[_cell(value) for value in row] for row in workbook.get_sheet_by_name(name).to_python()]
                for name in workbook.sheet_names
            ]
    except (CalamineError, OSError) as error:
        raise ExtractionError(f"{url}: not readable as a spreadsheet: {error}") from error


def _csv_rows(content: bytes, url: str) -> list[Row]:
    text = decode(content)
    # Open data are often separated by tabs and called .csv all the same.
    delimiter = max(_DELIMITERS, key=text[:SAMPLE].count)
    csv.field_size_limit(MAX_CELL)
    try:
        rows = list(csv.reader(StringIO(text.lstrip("\ufeff")), delimiter=delimiter))
    except csv.Error as error:
        raise ExtractionError(f"{url}: not readable as a table: {error}") from error
    return [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]


def _json_rows(content: bytes, url: str) -> list[Row]:
    """The records of an API, their keys as first row: `items` (UNHCR) or `result.records` (CKAN's datastore)."""
    answer, problem = parse_json(content, url)
    if problem:
        raise ExtractionError(problem)
    found = records(answer, "items") or records(answer, "result", "records")
    names = list(dict.fromkeys(name for record in found for name in record))
    return [names, *([_cell(record.get(name)) for name in names] for record in found)] if found else []


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
