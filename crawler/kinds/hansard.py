"""The debates of the House of Commons, one XML file a sitting: each subject of business a document.

A sitting's file has its number in its name (https://www.ourcommons.ca/Content/House/441/Debates/172/HAN172-E.XML), so
that the next sitting is known where this one is: the site's search, which robots.txt bars, is not needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.etree as etree

from crawler import pagedates
from crawler.documents import parse_xml, xml_paragraphs
from crawler.exceptions import ExtractionError
from crawler.kinds.listing import Listing
from db.records import Article

_SITTING = re.compile(r"/Debates/(\d{1,4})/HAN\1-([EF])\.XML$", re.IGNORECASE)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def read_sitting(content: bytes, url: str) -> Listing:
    """What was spoken of in a sitting, and the address of the next one."""
    following = next_sitting(url)
    try:
        subjects = tuple(read_subjects(content, url))
    except ExtractionError as error:
        return Listing(problem=str(error))
    if not subjects:
        return Listing(problem=f"{url}: no debates")
    return Listing(documents=subjects, listings=(following,) if following else ())


def next_sitting(url: str) -> str | None:
    match = _SITTING.search(url)
    if match is None:
        return None
    number = f"{int(match[1]) + 1:0{len(match[1])}}"
    return f"{url[: match.start()]}/Debates/{number}/HAN{number}-{match[2]}.XML"


def read_subjects(content: bytes, url: str) -> Iterator[Article]:
    """Each subject of business, under its own number in the file. Raises ExtractionError where there is no XML."""
    root = parse_xml(content, url)
    language = (root.get(_XML_LANG) or "")[:2].lower() or None
    extracted = {item.get("Name"): _words(item) for item in root.iter("{*}ExtractedItem")}
    house = extracted.get("InstitutionDebate") or extracted.get("InstitutionDebateEn") or "Debates"
    day = pagedates.parse("-".join(extracted.get(f"MetaDateNum{part}") or "" for part in ("Year", "Month", "Day")))
    for subject in root.iter("{*}SubjectOfBusiness"):
        title = next((_words(each) for each in subject.iter("{*}SubjectOfBusinessTitle")), "")
        text = "\n\n".join(xml_paragraphs(subject))
        if text:
            yield Article(
                url=f"{url}#{subject.get('id') or title}",
                text=text,
                headline=", ".join(part for part in (house, title) if part),
                published=pagedates.iso(day),
                language=language,
                kind="document",
            )


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())
