"""Acts and regulations as Justice Laws publishes them in XML: each section a document with versions of its own.

https://laws-lois.justice.gc.ca/eng/XML/Legis.xml names the files; their elements are those of
https://laws-lois.justice.gc.ca/eng/XML/regulations_web.dtd.
"""

from __future__ import annotations

from collections.abc import Iterator

import lxml.etree as etree

from crawler import pagedates
from crawler.documents import parse_xml, xml_paragraphs
from crawler.exceptions import ExtractionError
from crawler.kinds.listing import Listing
from db.records import Article

SITE = "https://laws-lois.justice.gc.ca"
_LIMS = "{http://justice.gc.ca/lims}"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FOLDERS = {
    ("Statute", "en"): "eng/acts/{}/section-{}.html",
    ("Statute", "fr"): "fra/lois/{}/article-{}.html",
    ("Regulation", "en"): "eng/regulations/{}/section-{}.html",
    ("Regulation", "fr"): "fra/reglements/{}/article-{}.html",
}
"""Where the site shows a section of what, in which language."""


def is_law(content: bytes) -> bool:
    """Whether the bytes are Justice Laws' XML: an Act, a regulation, or sections of one."""
    head = content[:1000]
    return b"http://justice.gc.ca/lims" in head and any(
        f"<{name}".encode() in head for name in ("Statute", "Regulation", "Extract")
    )


def read_law(content: bytes, url: str) -> Listing:
    """The sections of one law, and nothing to fetch."""
    try:
        sections = tuple(read_sections(content, url))
    except ExtractionError as error:
        return Listing(problem=str(error))
    return Listing(documents=sections, problem=None if sections else f"{url}: no sections")


def read_sections(content: bytes, url: str) -> Iterator[Article]:
    """Each section as a document, and what stands outside of them (preamble, schedules) as one more.

    A section has the address the site shows it at; in an extract that does not say of which law it is, an address of
    ours with the number that Justice Laws gives each section for life. Raises ExtractionError where there is no XML.
    """
    root = parse_xml(content, url)
    language = (root.get(_XML_LANG) or "")[:2].lower() or None
    title = _first(root, "LongTitle") if _local(root) == "Regulation" else _first(root, "ShortTitle", "LongTitle")
    folder = _FOLDERS.get((_local(root), language or ""))
    number = (_first(root, "InstrumentNumber", "ConsolidatedNumber") or "").replace("/", "-")
    seen: set[str] = set()
    for section in list(root.iter("{*}Section")):
        label = _first(section, "Label")
        if label is None or any(_local(above) == "Schedule" for above in section.iterancestors()):
            continue
        at_home = f"{SITE}/{folder.format(number, label)}" if folder and number else None
        fragment = section.get(f"{_LIMS}fid")
        address = at_home or (f"import:justice-laws/section-{fragment}" if fragment else f"{url}#section-{label}")
        if address in seen:
            continue
        seen.add(address)
        text = "\n\n".join(xml_paragraphs(section))
        yield _article(section, address, _headline(section, title, label, language), text, language, label)
        parent = section.getparent()
        if parent is not None:
            parent.remove(section)
    rest = "\n\n".join(xml_paragraphs(root))
    if rest and title:
        at_home = f"{SITE}/{folder.format(number, '').rpartition('/')[0]}/" if folder and number else None
        yield _article(root, at_home or f"{url}#rest", title, rest, language)


def _article(
    element: etree._Element, url: str, headline: str, text: str, language: str | None, label: str | None = None
) -> Article:
    """`published` is when it came into force, `modified` when it was last amended, `section` its number."""
    in_force, amended = (element.get(f"{_LIMS}{name}") for name in ("inforce-start-date", "lastAmendedDate"))
    return Article(
        url=url,
        text=text,
        headline=headline,
        published=pagedates.iso(pagedates.parse(in_force)) if in_force else None,
        modified=pagedates.iso(pagedates.parse(amended)) if amended else None,
        language=language,
        section=label,
        kind="document",
    )


def _headline(section: etree._Element, title: str | None, label: str, language: str | None) -> str:
    number = f"{'article' if language == 'fr' else 'section'} {label}"
    note = next((_words(child) for child in section if _local(child) == "MarginalNote"), "")
    named = ", ".join(part for part in (title, number) if part)
    return f"{named}: {note}" if note else named


def _first(element: etree._Element, *names: str) -> str | None:
    for name in names:
        found = next(element.iter(f"{{*}}{name}"), None)
        if found is not None and (words := _words(found)):
            return words
    return None


def _words(element: etree._Element) -> str:
    return " ".join("".join(str(part) for part in element.itertext()).split())


def _local(element: etree._Element) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
