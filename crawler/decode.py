"""Bytes of a page to text: what the bytes are decides, not what the page says they are.

Pages copied or re-encoded on their way keep the old declaration, so a declared encoding is only a candidate.
"""

from __future__ import annotations

import codecs
import re
import zlib

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
    encoding of the HTTP header `content_type`, then the one declared in the page, each only if the bytes fit it.
    Bytes that are UTF-8 but for a few keep those few as U+FFFD. The last resort is detection.
    """
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _clean(content[len(bom) :].decode(encoding, errors="replace"))
    declared = _declared(content, content_type)
    if content.isascii() and b"\x1b" not in content:
        return _clean(content.decode("ascii"))
    if (wide := _wide(content)) is not None:
        return _clean(wide)
    if b"\x1b" not in content or "iso2022_jp" not in declared:
        declared.insert(0, "utf-8")
    for encoding in declared:
        try:
            return _clean(content.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
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
    """UTF-16 without a byte order mark: every other byte of markup is NUL."""
    start = content[:200]
    for codec, position in (("utf-16-le", 1), ("utf-16-be", 0)):
        if len(start) >= 20 and start[position::2].count(0) > 0.8 * len(start) / 2:
            return content.decode(codec, errors="replace")
    return None


def _damaged(content: bytes, declared: list[str]) -> str:
    """Text of bytes that fit no encoding named: one bad byte must not turn a whole page into noise."""
    sequences = _UTF8_SEQUENCE.findall(content)
    high = sum(byte > 127 for byte in content)
    if sum(map(len, sequences)) > 0.8 * high:
        return content.decode("utf-8", errors="replace")
    if declared:
        try:
            text = content.decode(declared[0], errors="replace")
            if text.count("\ufffd") < 0.02 * high:
                return text
        except LookupError:
            pass
    best = from_bytes(content[:100_000]).best()
    return content.decode(best.encoding if best else "cp1252", errors="replace")


def _clean(text: str) -> str:
    return text.replace("\x00", "").removeprefix("\ufeff")
