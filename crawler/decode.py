"""Bytes of a page to text: what the bytes are decides, not what the page says they are.

Pages copied or re-encoded on their way keep the old declaration, so a declared encoding is only a candidate. One that
fits nearly all bytes, such as windows-1252, which servers name by default, is the last of them.
"""

from __future__ import annotations

import codecs
import re
import zlib
from collections.abc import Sequence

from charset_normalizer import from_bytes
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, resolve_encoding

from crawler.exceptions import ExtractionError

MAX_UNPACKED = 64 * 2**20
"""Bytes; a page larger than this after decompression is an attack or no page."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_FITS_ALL = "cp1252"
_LEGACY = {
    language: codecs_used
    for codecs_used, languages in {
        ("cp1250", "iso8859-2"): "cs sk pl hu hr sl bs ro sq",
        ("cp1251", "koi8_r", "iso8859-5"): "ru uk be bg sr mk kk",
        ("cp1253",): "el",
        ("cp1254",): "tr az",
        ("cp1255",): "he",
        ("cp1256",): "ar fa ur",
        ("cp1257",): "lt lv et",
        ("cp874",): "th",
        ("cp932", "euc_jp", "iso2022_jp"): "ja",
        ("gb18030", "big5"): "zh",
        ("cp949",): "ko",
    }.items()
    for language in languages.split()
}
"""Encodings of pages before UTF-8, by the language the page declares; those of Western Europe used windows-1252."""
_USED = sorted({codec for used in _LEGACY.values() for codec in used} | {_FITS_ALL})
_TAG = re.compile(rb"<[^<>]*>")
_LANGUAGE = re.compile(rb"<html\b[^<>]{0,300}?\blang\s{0,3}=\s{0,3}[\"']?([a-z]{2})", re.IGNORECASE)
_XML_DECLARATION = re.compile(rb"""<\?xml[^>]{0,100}?encoding=["']([\w.:-]{1,40})["']""")


def gunzip(content: bytes, url: str, *, limit: int = MAX_UNPACKED) -> bytes:
    """Content, decompressed where it starts as gzip does. A cut-off end is lost, what came before it is kept.

    Raises ExtractionError where it unpacks to more than `limit` bytes or to nothing.
    """
    if not content.startswith(b"\x1f\x8b"):
        return content
    unpacker, unpacked = zlib.decompressobj(wbits=31), bytearray()
    rest = content
    try:
        while rest and len(unpacked) <= limit:
            unpacked += unpacker.decompress(rest, limit + 1 - len(unpacked))
            if unpacker.eof:  # gzip files may hold several members
                rest = unpacker.unused_data
                unpacker = zlib.decompressobj(wbits=31)
                if not rest.startswith(b"\x1f\x8b"):
                    break
            else:
                rest = unpacker.unconsumed_tail
    except zlib.error as error:
        if not unpacked:
            raise ExtractionError(f"{url}: not readable as gzip: {error}") from error
    if len(unpacked) > limit:
        raise ExtractionError(f"{url}: unpacks to more than {limit // 2**20} MiB")
    if not unpacked:
        raise ExtractionError(f"{url}: gzip without content")
    return bytes(unpacked)


def decode(content: bytes, content_type: str | None = None) -> str:
    """Text of the bytes of an HTML, XML or plain text page, without byte order mark and NUL characters.

    A byte order mark decides. Then bytes that are valid UTF-8 and use it are UTF-8, whatever is declared. Then the
    encoding of the HTTP header `content_type`, then the one declared in the page, each only if the bytes fit it;
    windows-1252, which nearly all bytes fit, only for a language written in it. Bytes that are UTF-8 but for a few keep
    those few as U+FFFD. The last resort is detection, among the encodings of the page's language if it names one.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _clean(content[len(bom) :].decode(encoding, errors="replace"))
    declared = sorted(_declared(content, content_type), key=_FITS_ALL.__eq__)
    if (wide := _wide(content)) is not None:
        return _clean(wide)
    if content.isascii() and b"\x1b" not in content:
        return _clean(content.decode("ascii"))
    escapes = b"\x1b" in content and ("iso2022_jp" in declared or b"\x1b$" in content)
    declared.insert(0, "iso2022_jp" if escapes else "utf-8")
    for encoding in declared:
        try:
            text = content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding == _FITS_ALL and (used := _LEGACY.get(_language(content))):
            text = content.decode(_detected(content, used) or encoding, errors="replace")
        return _clean(text)
    return _clean(_damaged(content, [encoding for encoding in declared if encoding != "utf-8"]))


def _declared(content: bytes, content_type: str | None) -> list[str]:
    """Codecs named by HTTP and by the page, as browsers understand the names (latin-1 is windows-1252)."""
    named = [http_content_type_encoding(content_type), html_body_declared_encoding(content[:8192])]
    if match := _XML_DECLARATION.search(content[:200]):
        named.append(match[1].decode("ascii"))
    codecs_named: list[str] = []
    for name in named:
        codec = resolve_encoding(name) if name else None
        # A page that could be read as far as its declaration is no UTF-16.
        if codec and not codec.startswith(("utf-16", "utf-32")) and codec not in codecs_named:
            codecs_named.append(codec)
    return codecs_named


def _wide(content: bytes) -> str | None:
    """UTF-16 without a byte order mark: of the bytes of markup every other one is NUL, and none between them."""
    start = content[:1000]
    low, high = start[::2].count(0), start[1::2].count(0)
    if len(start) >= 20 and max(low, high) > 0.05 * len(start) and min(low, high) < 0.1 * max(low, high):
        return content.decode("utf-16-le" if high > low else "utf-16-be", errors="replace")
    return None


def _damaged(content: bytes, declared: list[str]) -> str:
    """Text of bytes that fit no encoding named: one bad byte must not turn a whole page into noise."""
    sequences = _UTF8_SEQUENCE.findall(content)
    high = sum(byte > 127 for byte in content)
    if sum(map(len, sequences)) > 0.8 * high:
        return content.decode("utf-8", errors="replace")
    used = _LEGACY.get(_language(content))
    if declared and not (used and declared[0] == _FITS_ALL):
        try:
            text = content.decode(declared[0], errors="replace")
            if text.count("\ufffd") < 0.02 * high:
                return text
        except LookupError:
            pass
    found = _detected(content, used or _USED) or _FITS_ALL
    # The letters of French and Portuguese are letters in windows-1250, too, but of Central Europe.
    return content.decode(_FITS_ALL if found == "cp1250" and not used else found, errors="replace")


def _language(content: bytes) -> str:
    match = _LANGUAGE.search(content[:8192])
    return match[1].decode("ascii").lower() if match else ""


def _detected(content: bytes, used: Sequence[str]) -> str | None:
    """Which of the encodings the bytes between the tags are in, as far as can be told."""
    lines = (line for line in _TAG.sub(b"\n", content[:300_000]).splitlines() if not line.isascii())
    text = b"\n".join(lines)[:50_000]
    if used[0] == "cp1250":  # the other one has no letters where windows-1250 has some
        return "cp1250" if _C1.search(text) else "iso8859-2"
    if used != _USED and len(fitting := [codec for codec in used if _fits(text, codec)]) == 1:
        return fitting[0]
    best = from_bytes(text, cp_isolation=list(used)).best()
    return best.encoding if best and best.encoding in used else None


def _fits(content: bytes, codec: str) -> bool:
    try:
        content.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


_C1 = re.compile(rb"[\x80-\x9f]")


def _clean(text: str) -> str:
    return text.replace("\x00", "").removeprefix("\ufeff")
