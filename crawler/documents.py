"""Documents that are no HTML: PDF, plain text and Markdown, XML of laws and parliaments."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO

import lxml.etree as etree
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from crawler import pagedates
from crawler.decode import decode
from crawler.exceptions import ExtractionError
from crawler.formats import Format
from db.records import Article

logging.getLogger("pypdf").setLevel(logging.ERROR)  # a line for every fault it repairs

Day = datetime | date | None


def read(kind: Format, content: bytes, url: str, *, content_type: str | None, latest: date) -> Article:
    """The Article of a document. `latest` is the day of the fetch: no date lies after it."""
    if kind == "pdf":
        return read_pdf(content, url, latest=latest)
    if kind == "xml":
        return read_xml(content, url, latest=latest)
    return read_text(decode(content, content_type), url, latest=latest)


# PDF

_FILE_NAME = re.compile(
    r"\.(?:docx?|pdf|indd|rtf|xlsx?|pptx?|odt|tmp|wpd)\b|^(?:untitled|microsoft word\b|document\d*$)", re.I
)
_PAGE_NUMBER = re.compile(r"(?:page\s+)?[-–—\s]*\d{1,4}[-–—\s]*(?:(?:of|de|sur|/)\s*\d{1,4})?", re.IGNORECASE)
_DIGITS = re.compile(r"\d+")


def read_pdf(content: bytes, url: str, *, latest: date) -> Article:
    """Text of a PDF, pages and paragraphs separated by blank lines, without running heads and page numbers.

    Title and date are those of the first lines, else of the file's properties. Raises ExtractionError where it is
    broken, encrypted, or scanned without a text layer.
    """
    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ExtractionError(f"{url}: PDF protected by a password")
        pages = [page.extract_text().splitlines() for page in reader.pages]
        properties = reader.metadata
        title = properties.title if properties else None
        created = _property_date(properties.get("/CreationDate") if properties else None)
    except PyPdfError as error:
        raise ExtractionError(f"{url}: broken PDF: {error}") from error
    if not any(line.strip() for page in pages for filled in [list(filter(None, page))] for line in page):
        raise ExtractionError(f"{url}: PDF without text on its {len(pages)} pages: a scan, to be read by OCR")
    pages = _without_running_heads([[line.strip() for line in page] for page in pages])
    first = [line for page in pages[:1] for line in page if line][:25]
    title = " ".join(str(title).split()) if title else ""
    if not title or _FILE_NAME.search(title):
        title = (
            next((line for line in first if len(line.split()) >= 2 and not pagedates.dateline(line)), "") or first[0]
            if first
            else ""
        )
    published = (
        next((value for line in first if (value := pagedates.dateline(line)) and _day(value) <= latest), None)
        or created
    )
    return Article(
        url=url,
        text="\n\n".join(paragraph for page in pages for paragraph in _unwrapped(page)),
        headline=title or None,
        published=pagedates.iso(published if published and _day(published) <= latest else None),
        kind="document",
    )


def _property_date(value: object) -> Day:
    """A date of the form D:20230324083100-04'00'; PDF 32000-1:2008, 7.9.4."""
    return pagedates.parse(str(value).removeprefix("D:").replace("'", "")) if value else None


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without page numbers, and without the two lines at either end that more than half of the pages share."""
    pages = [[line for line in page if line and not _PAGE_NUMBER.fullmatch(line)] for page in pages]
    edges = Counter(line for page in pages for line in {_running(line) for line in page[:2] + page[-2:]})
    running = {line for line, count in edges.items() if len(pages) > 2 and count > len(pages) / 2}
    return [[line for line in page if _running(line) not in running] for page in pages]


def _running(line: str) -> str:
    """A line as it recurs on every page: but for its numbers, unless it is a sentence."""
    return line if _ENDS_SENTENCE.search(line) else _DIGITS.sub("#", line)


_ENDS_SENTENCE = re.compile(r"[.!?:;”»\"]\s*$")
_STARTS_ITEM = re.compile(r"(?:[•●▪–*-]|\(?\w{1,4}[.)])\s")


def _unwrapped(lines: list[str]) -> Iterator[str]:
    """Paragraphs of lines that were broken to fit a page."""
    width = max(map(len, lines), default=0)
    parts: list[str] = []
    for line in lines:
        if not line:
            continue
        previous = parts[-1] if parts else ""
        full = len(previous) > 0.7 * width and not _ENDS_SENTENCE.search(previous)
        wrapped = (
            previous and not _STARTS_ITEM.match(line) and (line[0].islower() or full or len(previous) > 0.9 * width)
        )
        if wrapped and previous.endswith("-") and line[0].islower():
            parts[-1] = previous[:-1]
            parts.append(line)
        elif wrapped:
            parts.extend((" ", line))
        else:
            if parts:
                yield "".join(parts)
            parts = [line]
    if parts:
        yield "".join(parts)


# Plain text and Markdown

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.{1,5000}?)\n---[ \t]*\n", re.DOTALL)
_FRONT_LINE = re.compile(r"^(\w[\w -]{0,40}):[ \t]*(.*)$", re.MULTILINE)
_UPDATED = re.compile(
    r"^\W*(?:last )?(?:updated|modified|mis à jour|mise à jour|modifié|dernière mise à jour)\b", re.IGNORECASE
)
_SKIP_LINK = re.compile(
    r"(?:skip to|jump to|go to|aller au|passer au)\b.{0,40}\b(?:content|navigation|menu|contenu|search)\b.{0,20}",
    re.IGNORECASE,
)
_MARKDOWN_LINK = re.compile(r"!?\[([^\[\]]{0,300})\]\([^()\s]{0,500}\)")
_MARKDOWN_MARKS = re.compile(r"^(?:#{1,6}|>)[ \t]+|\*\*|__(?=\w)|(?<=\w)__", re.MULTILINE)
_HEADER_LINES = 15


def read_text(text: str, url: str, *, latest: date) -> Article:
    """An Article of plain text or Markdown, as people save or paste it.

    The first line is the headline, unless the lines before a date line are a page's header: then it is the first of
    them that is a sentence or nearly one, a shorter one before it is the section, and captions are left out. YAML
    front matter is read for title and dates.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    front: dict[str, str] = {}
    if match := _FRONT_MATTER.match(text):
        front = {key.lower(): value.strip().strip("'\"") for key, value in _FRONT_LINE.findall(match[1])}
        text = text[match.end() :]
    text = _MARKDOWN_MARKS.sub("", _MARKDOWN_LINK.sub(r"\1", text))
    paragraphs = [line for line in _blocks(text) if not _SKIP_LINK.fullmatch(line)]
    headline, section, published, modified = _front_title(front.get("title")), None, None, None
    dates = [
        (index, value) for index, line in enumerate(paragraphs[:_HEADER_LINES]) if (value := pagedates.dateline(line))
    ]
    for index, value in dates:
        if _day(value) > latest:
            continue
        if _UPDATED.match(paragraphs[index]):
            modified = modified or value
        else:
            published = published or value
    if headline is None and paragraphs:
        end = dates[0][0] if dates else 1
        header = paragraphs[:end] or paragraphs[:1]
        headline = next((line for line in header if len(line.split()) >= 4), header[0])
        before = header[: header.index(headline)]
        section = before[0] if len(before) == 1 and len(before[0].split()) <= 3 else None
        # What is a sentence stays; labels, captions and credits around it do not.
        kept = [line for line in header[header.index(headline) + 1 :] if len(line.split()) >= 8]
        paragraphs = kept + paragraphs[len(header) :]
    elif headline and paragraphs and paragraphs[0] == headline:
        paragraphs = paragraphs[1:]
    stated = [front[key] for key in ("published_time", "original_published", "published", "date") if front.get(key)]
    changed = [front[key] for key in ("modified_time", "modified", "updated", "last_modified") if front.get(key)]
    published = next((value for value in map(pagedates.parse, stated) if value and _day(value) <= latest), published)
    modified = next((value for value in map(pagedates.parse, changed) if value and _day(value) <= latest), modified)
    body = [line for index, line in enumerate(paragraphs) if index >= _HEADER_LINES or not pagedates.dateline(line)]
    return Article(
        url=url,
        text="\n\n".join(body),
        headline=headline,
        section=section,
        published=pagedates.iso(published),
        modified=pagedates.iso(modified),
    )


def _front_title(title: str | None) -> str | None:
    return " ".join(title.replace("\\_", " ").replace('\\"', '"').split()) or None if title else None


def _blocks(text: str) -> list[str]:
    """Paragraphs: blocks between blank lines, joined where their lines are broken to a width, else line by line."""
    paragraphs: list[str] = []
    for block in re.split(r"\n[ \t\ufeff]*\n", text):
        lines = [" ".join(line.split()) for line in block.split("\n")]
        lines = [line for line in lines if line]
        if len(lines) > 1 and 40 <= max(map(len, lines)) <= 100 and all(len(line) > 30 for line in lines[:-1]):
            paragraphs.extend(_unwrapped(lines))
        else:
            paragraphs.extend(lines)
    return paragraphs


def _day(value: datetime | date) -> date:
    return value.date() if isinstance(value, datetime) else value


# XML

_TITLES = ("LongTitle", "ShortTitle", "DocumentTitle", "title", "Title")
_LABELS = frozenset({"label", "num", "lbl", "enum"})
_DATES = frozenset({"date", "headerdate", "published", "pubdate", "issued", "datepublished", "publicationdate"})
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_xml(content: bytes, url: str, *, latest: date) -> Article:
    """Text of an XML document: an element with text of its own is a paragraph, its label (159.4, (1), (a)) before it.

    Made for the Acts and regulations of Justice Laws (https://laws-lois.justice.gc.ca) and for Hansard; other XML is
    read the same way. Entities are not expanded and nothing is loaded. Raises as `parse_xml`.
    """
    root = parse_xml(content, url)
    published = next((value for value in _xml_dates(root) if _day(value) <= latest), None)
    amended = max((each for each in _amendments(root) if each <= latest), default=None)
    return Article(
        url=url,
        text="\n\n".join(xml_paragraphs(root)),
        headline=_xml_title(root),
        published=pagedates.iso(published),
        modified=pagedates.iso(amended),
        language=(root.get(_XML_LANG) or "")[:2].lower() or None,
        kind="document",
    )


def parse_xml(content: bytes, url: str) -> etree._Element:
    """The root of a document, read as far as it goes. Raises ExtractionError where no XML is found."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, recover=True, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise ExtractionError(f"{url}: broken XML: {error}") from error
    if root is None:
        raise ExtractionError(f"{url}: broken XML")
    return root


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _xml_text(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _xml_title(root: etree._Element) -> str | None:
    for name in _TITLES:
        element = next(root.iter(f"{{*}}{name}"), None)
        if element is not None and (text := " ".join(" ".join(str(part) for part in element.itertext()).split())):
            return text
    return None


def xml_paragraphs(root: etree._Element) -> Iterator[str]:
    """Each element with text of its own, in order, its label before it."""
    labels: list[str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str):
            continue
        if _local(element).lower() in _LABELS:
            labels.append(_xml_text(element))
        elif (element.text or "").strip() or any((child.tail or "").strip() for child in element):
            text = _xml_text(element)
            if text and (labels or not text.isdecimal()):
                # A marginal note is a heading: it stands before the label of its section.
                yield " ".join([*labels, text]) if _local(element) != "MarginalNote" else text
                labels = labels if _local(element) == "MarginalNote" else []
        else:
            waiting.extend(reversed(element))


def _xml_dates(root: etree._Element) -> Iterator[datetime | date]:
    for element in root.iter(etree.Element):
        names = {_local(element).lower(), (element.get("Name") or "").lower()}
        if names & _DATES:
            parts = {_local(child): (child.text or "").strip() for child in element}
            text = (
                "-".join(parts[key] for key in ("YYYY", "MM", "DD"))
                if {"YYYY", "MM", "DD"} <= parts.keys()
                else _xml_text(element)
            )
            if value := pagedates.parse(text):
                yield value


def _amendments(root: etree._Element) -> Iterator[date]:
    for element in root.iter(etree.Element):
        for name, value in element.attrib.items():
            if str(name).rpartition("}")[2] == "lastAmendedDate" and (day := pagedates.parse(str(value))):
                yield _day(day)
