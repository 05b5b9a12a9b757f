"""What kind of file some bytes are: by their first bytes, then by what is said of them (extension, HTTP header)."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import PurePosixPath
from typing import Literal
from urllib.parse import urlsplit

from crawler.exceptions import UnsupportedFormat

Format = Literal["html", "pdf", "xml", "text"]

_SIGNATURES = (
    (b"\x89PNG", "an image (PNG)"),
    (b"\xff\xd8\xff", "an image (JPEG)"),
    (b"GIF8", "an image (GIF)"),
    (b"BM", "an image (BMP)"),
    (b"II*\x00", "an image (TIFF)"),
    (b"MM\x00*", "an image (TIFF)"),
    (b"\x00\x00\x01\x00", "an image (ICO)"),
    (b"\xd0\xcf\x11\xe0", "an old Microsoft Office file"),
    (b"{\\rtf", "a rich text file (RTF)"),
    (b"%!PS", "a PostScript file"),
    (b"ID3", "an audio file (MP3)"),
    (b"OggS", "an audio or video file (Ogg)"),
    (b"fLaC", "an audio file (FLAC)"),
    (b"\x1aE\xdf\xa3", "a video file (Matroska)"),
    (b"wOFF", "a font"),
    (b"wOF2", "a font"),
    (b"7z\xbc\xaf", "an archive (7z)"),
    (b"Rar!", "an archive (RAR)"),
    (b"BZh", "a compressed file (bzip2)"),
    (b"\xfd7zXZ", "a compressed file (xz)"),
    (b"(\xb5/\xfd", "a compressed file (zstd)"),
    (b"SQLite format 3", "a SQLite database"),
    (b"PAR1", "a Parquet table"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"WARC/", "a web archive (WARC)"),
)
_NAMED = {
    ".csv": "a table (CSV)", ".tsv": "a table (TSV)", ".json": "JSON data", ".jsonl": "JSON data",
    ".geojson": "JSON data", ".js": "a script", ".css": "a style sheet", ".warc": "a web archive (WARC)",
    ".xls": "a spreadsheet (XLS)", ".mp3": "an audio file (MP3)", ".mp4": "a video file (MP4)", ".ics": "a calendar",
    "text/csv": "a table (CSV)", "text/tab-separated-values": "a table (TSV)", "application/json": "JSON data",
    "text/css": "a style sheet", "text/javascript": "a script", "application/javascript": "a script",
}  # fmt: skip
_TEXT_NAMES = frozenset({".txt", ".md", ".markdown", ".text", ".rst", "text/plain", "text/markdown"})
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml", ".shtml", "text/html", "application/xhtml+xml"})
_HTML_START = re.compile(
    rb"<!doctype\s+html|<(?:html|head|body|title|meta|div|p|article|main|section|h[1-6]|script|table|span|a|ul)[\s>/]",
    re.IGNORECASE,
)
_ROOT = re.compile(rb"<(?![?!])(?:[\w.-]{1,40}:)?([\w.-]{1,60})")
_FEEDS = frozenset({b"rss", b"feed", b"rdf", b"urlset", b"sitemapindex", b"opml"})
_WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff")


def sniff(content: bytes, url: str, content_type: str | None = None) -> Format:
    """The format of a page or document, decompressed. Raises UnsupportedFormat, naming it, for any other."""
    if b"%PDF-" in content[:1024]:
        return "pdf"
    if what := _binary(content):
        raise UnsupportedFormat(f"{url}: {what}, from which no text is read")
    start = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    names = _names(url, content_type)
    root = _ROOT.search(start)
    tag = root[1].lower() if root else b""
    if start.startswith(b"<?xml") or (".xml" in names and start.startswith(b"<")):
        if tag == b"html" or b"<!doctype html" in start[:1000].lower():
            return "html"
        if tag in _FEEDS:
            raise UnsupportedFormat(f"{url}: a feed or sitemap, which lists articles and is none")
        if tag == b"svg":
            raise UnsupportedFormat(f"{url}: an image (SVG), from which no text is read")
        return "xml"
    if start.startswith(_WIDE_BOMS) or b"\x00" in start:
        return "html" if b"<" in start else "text"
    # A page stays one whatever its address ends in; a text may mention a tag.
    if _HTML_START.match(start) or (not names & _TEXT_NAMES and _HTML_START.search(start)):
        return "html"
    if what := next((_NAMED[name] for name in names if name in _NAMED), None):
        raise UnsupportedFormat(f"{url}: {what}, from which no text is read")
    if tag in _FEEDS and start.startswith(b"<"):
        raise UnsupportedFormat(f"{url}: a feed or sitemap, which lists articles and is none")
    if start.startswith((b'{"', b'[{"')):
        raise UnsupportedFormat(f"{url}: JSON data, from which no text is read")
    return "html" if names & _HTML_NAMES else "text"


def is_table(content: bytes, url: str) -> bool:
    """Whether a file is a spreadsheet, or a text that its name says is a table."""
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return (_binary(content) or "").startswith(("a spreadsheet", "an OpenDocument", "an old Microsoft"))
    return bool({".csv", ".tsv"} & _names(url, None)) and _binary(content) is None


def _names(url: str, content_type: str | None) -> set[str]:
    """Extensions of the address, and the media type."""
    suffixes = {suffix.lower() for suffix in PurePosixPath(urlsplit(url).path).suffixes[-2:]}
    return suffixes | {(content_type or "").partition(";")[0].strip().lower()}


def _binary(content: bytes) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return _zip(content)
    for signature, what in _SIGNATURES:
        if content.startswith(signature) and (len(signature) > 2 or b"\x00" in content[:64]):
            return what
    if content.startswith(b"RIFF"):
        return {b"WEBP": "an image (WebP)", b"WAVE": "an audio file (WAV)"}.get(content[8:12], "a media file (RIFF)")
    if content[4:8] == b"ftyp":
        return "an image (AVIF)" if content[8:12] == b"avif" else "a video file (MP4)"
    sample = content[:2048]
    controls = sum(byte < 32 and byte not in b"\t\n\r\x0c\x1b\x00" for byte in sample)
    nuls = sample.count(0)
    wide = content.startswith(_WIDE_BOMS) or (nuls > 0.4 * len(sample) and b"<" in sample)
    if controls > 0.05 * len(sample) or (nuls > 0.05 * len(sample) and not wide):
        return "binary data"
    return None


def _zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            members = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return "a broken archive (ZIP)"
    for folder, what in (
        ("xl/", "a spreadsheet (XLSX)"),
        ("word/", "a Word document (DOCX)"),
        ("ppt/", "a presentation (PPTX)"),
        ("META-INF/manifest.xml", "an OpenDocument file"),
        ("OEBPS/", "an e-book (EPUB)"),
    ):
        if any(name.startswith(folder) for name in members):
            return what
    return "an archive (ZIP)"
