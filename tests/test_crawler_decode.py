import gzip

import pytest

from crawler.decode import decode, gunzip
from crawler.exceptions import ExtractionError

FRENCH = "<html><head>{meta}</head><body><p>Réfugiés à la frontière près de Saint-Bernard-de-Lacolle</p></body></html>"


@pytest.mark.parametrize(
    ("stated", "actual", "content_type"),
    [
        ("iso-8859-1", "utf-8", None),  # re-encoded on its way, declaration left as it was
        ("iso-8859-1", "utf-8", "text/html; charset=iso-8859-15"),
        ("windows-1252", "windows-1252", None),
        ("utf-8", "windows-1252", "text/html; charset=windows-1252"),
        ("bogus", "utf-8", "text/html; charset=unknown"),
        ("utf-8", "utf-16", None),
        ("utf-8", "utf-16-le", None),
        ("utf-16", "utf-8", None),
        ("windows-1252", "utf-8-sig", None),
    ],
)
def test_bytes_decide_over_declaration(stated: str, actual: str, content_type: str | None):
    page = FRENCH.format(meta=f'<meta charset="{stated}">')
    assert decode(page.encode(actual), content_type) == page


@pytest.mark.parametrize("encoding", ["shift_jis", "euc-jp", "iso-2022-jp"])
def test_japanese_as_declared(encoding: str):
    page = f'<meta charset="{encoding}"><p>難民の受け入れについて両国が合意した。国境での申請が対象になる。</p>'
    assert decode(page.encode(encoding)) == page


def test_undeclared_single_byte_page_is_readable():
    page = FRENCH.format(meta="") * 5
    assert "Réfugiés à la frontière" in decode(page.encode("windows-1252"))


@pytest.mark.parametrize(
    ("language", "encoding", "text"),
    [
        ("fr", "windows-1252", "Le règlement entre en vigueur à la frontière : dès lors, être réfugié ne suffit plus."),
        ("pt", "windows-1252", "A situação dos refugiados não mudou: a fronteira está fechada até à próxima eleição."),
        ("cs", "windows-1250", "Žádost o azyl na hranici už podat nelze, říká ministerstvo vnitra. Šéf úřadu mlčí."),
        ("cs", "iso-8859-2", "Žádost o azyl na hranici už podat nelze, říká ministerstvo vnitra. Šéf úřadu mlčí."),
        ("ru", "windows-1251", "Граница закрыта с полуночи, сообщили власти. Беженцы ждут решения суда."),
        ("ru", "koi8-r", "Граница закрыта с полуночи, сообщили власти. Беженцы ждут решения суда."),
        ("tr", "windows-1254", "Sınır gece yarısı kapandı, başvurular alınmıyor diyor yetkililer. Şimdi ne olacak?"),
        ("el", "windows-1253", "Τα σύνορα έκλεισαν τα μεσάνυχτα, ανακοίνωσαν οι αρχές."),
        ("ja", "shift_jis", "難民の受け入れについて両国が合意した。国境での申請が対象になる。"),
        ("ja", "euc-jp", "難民の受け入れについて両国が合意した。国境での申請が対象になる。"),
        ("ja", "iso-2022-jp", "難民の受け入れについて両国が合意した。国境での申請が対象になる。"),
        ("ko", "euc-kr", "국경이 자정에 폐쇄되었다고 당국이 밝혔다."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("content_type", [None, "text/html; charset=ISO-8859-1"])
def test_language_tells_the_encoding_where_servers_name_their_default(
    language: str, encoding: str, text: str, content_type: str | None
):
    page = f'<!doctype html><html lang="{language}"><p>{text}</p><p>{text}</p></html>'
    assert decode(page.encode(encoding), content_type) == page


def test_encoding_of_the_page_before_the_default_of_a_server():
    page = '<meta charset="windows-1251"><p>Граница закрыта с полуночи.</p>'
    assert decode(page.encode("windows-1251"), "text/html; charset=ISO-8859-1") == page


def test_wide_page_of_few_latin_letters():
    page = "<title>Граница закрыта с полуночи, сообщили власти</title><p>Беженцы ждут решения суда.</p>"
    assert decode(page.encode("utf-16-le")) == page


def test_one_bad_byte_costs_one_character():
    page = FRENCH.format(meta='<meta charset="utf-8">').encode()
    damaged = page.replace(b"Saint", b"Sa\xffint")
    assert decode(damaged) == page.decode().replace("Saint", "Sa\ufffdint")


def test_cut_in_the_middle_of_a_character():
    assert decode("une frontière fermée et un été à Montréal, évidemment é".encode()[:-1]).startswith(
        "une frontière fermée"
    )


def test_nul_characters_are_dropped():
    assert decode(b"<p>cross\x00ing</p>") == "<p>crossing</p>"


def test_xml_declaration_is_read():
    assert "é" in decode('<?xml version="1.0" encoding="ISO-8859-1"?><a>été</a>'.encode("latin-1"))


def test_gunzip_by_magic_bytes():
    assert gunzip(gzip.compress(b"page"), "https://example.org/") == b"page"
    assert gunzip(gzip.compress(b"one") + gzip.compress(b"two"), "https://example.org/") == b"onetwo"
    assert gunzip(b"page", "https://example.org/") == b"page"


def test_truncated_gzip_keeps_what_was_there():
    packed = gzip.compress(bytes(range(256)) * 200)
    assert gunzip(packed[:-20], "https://example.org/").startswith(bytes(range(200)))


def test_gzip_bomb_is_refused():
    with pytest.raises(ExtractionError, match=r"https://example.org/bomb: unpacks to more than"):
        gunzip(gzip.compress(b"\0" * 3_000_000), "https://example.org/bomb", limit=2**20)
