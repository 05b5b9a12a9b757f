"""Documents that are no HTML: PDF, plain text and Markdown, XML of laws and parliaments."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date, datetime

import lxml.etree as etree

from crawler import pagedates
from crawler.decode import decode
from crawler.exceptions import ExtractionError
from crawler.formats import Format
from crawler.lines import STARTS_ITEM, unwrapped
from crawler.pdf import read_pdf
from db.records import Article


def read(kind: Format, content: bytes, url: str, *, content_type: str | None, latest: date) -> Article:
    """The Article of a document. `latest` is the day of the fetch: no date lies after it."""
    if kind == "pdf":
        return read_pdf(content, url, latest=latest)
    if kind == "xml":
        return read_xml(content, url, latest=latest)
    return read_text(decode(content, content_type), url, latest=latest)


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
_BLANK = re.compile(r"\n[ \t\u00a0\ufeff]*\n")
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
    for block in _BLANK.split(text):
        lines = [line for each in block.split("\n") if (line := " ".join(each.split()))]
        width = max(map(len, lines), default=0)
        # The last line of a paragraph or of a list's item is short.
        inner = (before for before, line in itertools.pairwise(lines) if not STARTS_ITEM.match(line))
        if len(lines) > 1 and 40 <= width <= 100 and all(len(line) > 30 for line in inner):
            paragraphs.extend(unwrapped(lines))
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
    """The title, after the house or committee that met: Parliament calls each record of one the same."""
    met = (item for item in root.iter("{*}ExtractedItem") if item.get("Name") == "InstitutionDebate")
    house = next(map(_xml_text, met), "")
    for name in _TITLES:
        element = next(root.iter(f"{{*}}{name}"), None)
        if element is not None and (text := " ".join(" ".join(str(part) for part in element.itertext()).split())):
            return f"{house}, {text}" if house else text
    return house or None


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
