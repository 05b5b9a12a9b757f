"""PDFs to text, with the place at which each page begins in it."""

from __future__ import annotations

import logging
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from io import BytesIO
from itertools import pairwise

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from crawler import pagedates
from crawler.exceptions import ExtractionError
from crawler.lines import ENDS_SENTENCE, LEADERS, STARTS_ITEM, goes_on, hyphenated
from db.records import Article

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # a line for every fault it repairs; others it raises
logger = logging.getLogger(__name__)

Day = datetime | date | None

CELL = " · "
"""Between the cells of a table's row: spaCy's models take a row with bars in it for several sentences."""
_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|rtf|xlsx?|pptx?|odt|tmp|wpd)\b|^(?:untitled|microsoft word\b|document\d*$)", re.I
)
_PAGE_NUMBER = re.compile(
    r"(?:page\s+)?[-–—\s]*(?:\d{1,4}|[ivxlc]{1,7})[-–—\s]*(?:(?:of|de|sur|/)\s*\d{1,4})?", re.IGNORECASE
)
_CONTENTS = re.compile(r"(?:\.\s?){5,300}\s?\d{0,4}$")
"""The dots and the page number of a line in a table of contents: no figure of the document."""
_DIGITS = re.compile(r"\d+")
MIN_GAP = 2
"""Blanks between two cells; between words there is one."""
MIN_GUTTER = 3
"""Blanks between two columns: where lines are justified, words have two between them."""
_GLYPHS = {ord(glyph): unicodedata.normalize("NFKC", glyph) for glyph in "ﬀﬁﬂﬃﬄﬅﬆ"} | {0xAD: "-", 0x7F: None}
"""Letters set as one glyph, which no search would find; the hyphen that only shows where a word is broken."""
SHORT = 200
"""Characters on a page that may be but a small part of its text."""
_GAP = re.compile(r"\s{2,}")
_WIDE_GAP = re.compile(r"\s{3,}")
_IN_COLUMNS = 3
"""Lines with words side by side, from which they are columns to be read one after the other."""


def read_pdf(content: bytes, url: str, *, latest: date) -> Article:
    """Text of a PDF, without running heads and page numbers: paragraphs and rows of tables, with blank lines between.

    Title and date are those of the first lines, else of the file's properties. `latest` is the day of the fetch: no
    date lies after it. A page that is broken is left out, and logged. Raises ExtractionError where the file is broken,
    encrypted, or scanned without a text layer.
    """
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ExtractionError(f"{url}: PDF protected by a password")
        pages = _read_pages(reader, url)
        properties = reader.metadata
        title = properties.title if properties else None
        created = _property_date(properties.get("/CreationDate") if properties else None)
    except PyPdfError as error:
        raise ExtractionError(f"{url}: broken PDF: {error}") from error
    if not any(line for page in pages for line in page):
        raise ExtractionError(f"{url}: PDF without text on its {len(pages)} pages: a scan, to be read by OCR")
    pages = _without_running_heads(pages)
    text, starts = _flow(pages)
    first = [line for page in pages[:1] for line in page if line][:25]
    found = (value for line in first if (value := pagedates.dateline(line)) and _day(value) <= latest)
    published = next(found, created)
    return Article(
        url=url,
        text=text,
        headline=_headline(" ".join(str(title or "").split()), first),
        published=pagedates.iso(published if published and _day(published) <= latest else None),
        kind="document",
        pages=starts,
    )


def _headline(title: str, first: list[str]) -> str | None:
    if title and not _FILE_NAME.search(title):
        return title
    worded = (line for line in first if len(line.split()) >= 2 and not pagedates.dateline(line))
    return next(worded, first[0] if first else None)


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _property_date(value: object) -> Day:
    """A date of the form D:20230324083100-04'00'; PDF 32000-1:2008, 7.9.4."""
    return pagedates.parse(str(value).removeprefix("D:").replace("'", "")) if value else None


def _read_pages(reader: PdfReader, url: str) -> list[list[str]]:
    """The lines of each page. Raises PyPdfError where none is readable."""
    pages: list[list[str]] = []
    fault: PyPdfError | None = None
    for number, page in enumerate(reader.pages, 1):
        try:
            pages.append(_page_lines(page))
        except PyPdfError as error:
            logger.warning("%s: page %d is not readable: %s", url, number, error)
            pages.append([])
            fault = fault or error
    if fault and not any(map(any, pages)):
        raise fault
    return pages


# One page


def _page_lines(page: PageObject) -> list[str]:
    """The lines of a page, "" where there is space between two, the cells of a table's row separated by CELL."""
    try:
        text = page.extract_text(extraction_mode="layout").translate(_GLYPHS)
        lines = _by_column([line.rstrip() for line in text.splitlines()])
    except PyPdfError:
        raise
    except Exception:  # for want of a font's or a matrix's numbers; the words may be there nevertheless
        lines = []
    if sum(map(len, lines)) < SHORT and len(plain := page.extract_text().translate(_GLYPHS).strip()) > sum(
        map(len, lines)
    ):
        lines = plain.splitlines()  # text that is turned has no place in the layout
    read = [row or " ".join(line.split()) for line, row in zip(lines, _rows(lines), strict=True)]
    return _spaced([_CONTENTS.sub(".....", line) for line in read])


def _by_column(lines: list[str]) -> list[str]:
    """The lines with what stands in columns of sentences one column after the other."""
    found: list[str] = []
    n = 0
    while n < len(lines):
        end, cut = _columns(lines, n)
        if cut is None:
            found.append(lines[n])
            n += 1
            continue
        # The right column may begin higher than the left one.
        begin = n
        while found and len(found[-1]) > cut and not found[-1][:cut].strip():
            found.pop()
            begin -= 1
        block = lines[begin:end]
        left, right = _filled(line[:cut].rstrip() for line in block), _filled(line[cut:] for line in block)
        goes_on = right[0].lstrip()[:1].islower() and not ENDS_SENTENCE.search(left[-1])
        found += ["", *_by_column(left), *([] if goes_on else [""]), *_by_column(right), ""]
        n = end
    return found


def _filled(lines: Iterable[str]) -> list[str]:
    """Lines from the first to the last that is not blank."""
    kept = list(lines)
    filled = [n for n, line in enumerate(kept) if line.strip()]
    return kept[filled[0] : filled[-1] + 1]


def _columns(lines: list[str], begin: int) -> tuple[int, int | None]:
    """Where the columns end that begin with this line, and at which character the second one begins; None for none."""
    line = lines[begin]
    gaps = [(a, b) for a, b in _gaps(line) if b - a >= MIN_GUTTER and _worded(line, a, b)]
    for low, high in sorted(gaps, key=lambda gap: gap[0] - gap[1]):
        end, cut = _clear(lines, begin, low, high)
        if cut is not None:
            return end, cut
    return begin, None


def _clear(lines: list[str], begin: int, low: int, high: int) -> tuple[int, int | None]:
    """How far down a gutter goes that lies between two characters, as `_columns`."""
    together, end, adjacent = 0, begin, False
    for n in range(begin, len(lines)):
        line = lines[n]
        indent = len(line) - len(line.lstrip())
        gap = next(((a, b) for a, b in _gaps(line) if min(b, high) - max(a, low) >= MIN_GUTTER), None)
        if gap:
            low, high, adjacent = max(low, gap[0]), min(high, gap[1]), True
            together += _worded(line, *gap)
            end = n + 1
        elif not line:
            adjacent = False
        elif len(line) <= high - MIN_GUTTER:
            low, end = max(low, len(line)), n + 1 if adjacent else end
        elif indent >= low + MIN_GUTTER:
            high, end = min(high, indent), n + 1 if adjacent else end
        else:
            break
    return (end, high) if together >= _IN_COLUMNS else (begin, None)


def _gaps(line: str) -> list[tuple[int, int]]:
    return [match.span() for match in _GAP.finditer(line) if match.start()]


def _worded(line: str, start: int, end: int) -> bool:
    """Whether there are words, not numbers, on both sides of a gap."""
    return all(sum(word[0].isalpha() for word in side.split()) >= 3 for side in (line[:start], line[end:]))


def _rows(lines: list[str]) -> list[str | None]:
    """For each line, the table's row that it is. Two neighbours with gaps above each other make a table."""
    cells = [_cells(line) for line in lines]
    filled = [n for n, line in enumerate(lines) if line.strip()]
    rows: list[str | None] = [None] * len(lines)
    for before, after in pairwise(filled):
        if cells[before] and cells[after] and _aligned(_gaps(lines[before]), _gaps(lines[after])):
            rows[before], rows[after] = CELL.join(cells[before]), CELL.join(cells[after])
    return rows


def _aligned(some: list[tuple[int, int]], others: list[tuple[int, int]]) -> bool:
    """Whether each gap of the line with fewer of them stands above or below one of the other's."""
    fewer, more = sorted((some, others), key=len)
    return all(any(min(b, d) - max(a, c) >= MIN_GAP for c, d in more) for a, b in fewer)


def _cells(line: str) -> list[str]:
    """The cells of a line, if it is set as a row: with a wide gap in it, or several gaps. A list's item is none."""
    text = line.strip()
    cells = _GAP.split(text)
    if LEADERS.search(text) or (len(cells) < 3 and not _WIDE_GAP.search(text)):
        return []
    item = len(cells) == 2 and STARTS_ITEM.match(f"{cells[0]} ")
    justified = len(cells) > 4 and len(cells) > 0.6 * len(text.split()) and not any(map(str.isdigit, text))
    return [] if item or justified else cells


def _spaced(lines: list[str]) -> list[str]:
    """Lines, without the blanks between them where most are followed by one, as in what is set in double spacing."""
    gaps = sum(not line for line in lines)
    runs = sum(not line and bool(before) for before, line in pairwise(lines))
    return [line for line in lines if line] if runs > 0.7 * (len(lines) - gaps) else lines


# All pages


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without the two lines at either end that more than half of the pages share."""
    pages = [_without_page_number(page) for page in pages]
    edges = Counter(line for page in pages for line in {_running(line) for line in _edges(page)})
    running = {line for line, count in edges.items() if len(pages) > 2 and count > len(pages) / 2}
    return [[line for line in page if not line or _running(line) not in running] for page in pages]


def _without_page_number(lines: list[str]) -> list[str]:
    edges = {n for n, line in enumerate(lines) if line}
    edges = {*sorted(edges)[:2], *sorted(edges)[-2:]}
    return [line for n, line in enumerate(lines) if n not in edges or not _PAGE_NUMBER.fullmatch(line)]


def _edges(lines: list[str]) -> list[str]:
    filled = [line for line in lines if line]
    return filled[:2] + filled[-2:]


def _running(line: str) -> str:
    """A line as it recurs on every page: but for its numbers, unless it is a sentence."""
    return line if ENDS_SENTENCE.search(line) else _DIGITS.sub("#", line)


def _flow(pages: list[list[str]]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages, and where in it each begins. A paragraph that a page's end breaks is one."""
    width = _width(line for page in pages for line in page if CELL not in line)
    parts: list[str] = []
    starts: list[int] = []
    length, previous, gap = 0, "", False
    for number, page in enumerate(pages):
        gap = False
        for line in page:
            if not line:
                gap = True
                continue
            broken = len(starts) <= number and ENDS_SENTENCE.search(previous)
            row = CELL in line or CELL in previous
            if not (row or gap or broken) and goes_on(previous, line, width):
                if hyphenated(previous, line):
                    parts[-1], between, length = previous[:-1], "", length - 1
                else:
                    between = " "
            else:
                between = "\n\n" if parts else ""
            starts += [length + len(between)] * (number + 1 - len(starts))
            parts += [between, line]
            length += len(between) + len(line)
            previous, gap = line, False
    starts += [length] * (len(pages) - len(starts))
    return "".join(parts), tuple(starts)


def _width(lines: Iterator[str]) -> int:
    """How long a full line is: nine of ten are no longer."""
    lengths = sorted(len(line) for line in lines if line)
    return lengths[(len(lengths) - 1) * 9 // 10] if lengths else 0
