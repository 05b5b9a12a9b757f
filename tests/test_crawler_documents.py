from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from crawler.documents import read_text, read_xml
from crawler.exceptions import ExtractionError
from crawler.extract import extract
from crawler.importer import import_paths
from crawler.pdf import read_pdf
from loopback import make_home, rows

URL = "https://example.org/document"
TODAY = date(2023, 6, 1)


def pdf(*pages: list[str] | list[tuple[str, ...]], title: str = "", height: int = 14, turned: bool = False) -> bytes:
    """A PDF with these lines on its pages, or lines of cells 130 points apart: pypdf does not write text."""
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, lines in enumerate(pages):
        cells = [
            f"0 1 -1 0 {50 + height * row} {50 + 130 * column} Tm ({cell}) Tj"
            if turned
            else f"1 0 0 1 {50 + 130 * column} {750 - height * row} Tm ({cell}) Tj"
            for row, line in enumerate(lines)
            for column, cell in enumerate((line,) if isinstance(line, str) else line)
            if cell
        ]
        content = f"BT /F1 12 Tf {' '.join(cells)} ET"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {5 + 2 * index} 0 R"
            " /Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    objects.append(f"<< /Title ({title}) /CreationDate (D:20230320080000-04'00') >>")
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    trailer = f"trailer\n<< /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\nstartxref\n{len(out)}\n%%EOF"
    return f"{out}xref\n0 {size}\n0000000000 65535 f \n{table}{trailer}".encode("latin-1")


def test_pdf_with_title_date_and_wrapped_lines():
    first = [
        "Court of Example",
        "March 24, 2023",
        "The agreement applies to the whole length of the land bor-",
        "der and its rivers.",
    ]
    article = read_pdf(pdf(first, ["1. The appeal is dismissed."], title="Example v. Example"), URL, latest=TODAY)
    assert article.headline == "Example v. Example"
    assert article.published == "2023-03-24"
    assert article.kind == "document"
    assert "the whole length of the land border and its rivers." in article.text
    assert article.text.endswith("\n\n1. The appeal is dismissed.")


def test_pdf_titled_by_its_file_name_takes_its_first_line():
    article = read_pdf(pdf(["Notice of the council"], title="Microsoft Word - notice_v2.doc"), URL, latest=TODAY)
    assert article.headline == "Notice of the council"
    assert article.published == "2023-03-20T08:00:00-04:00"


def test_running_heads_and_page_numbers_are_left_out():
    pages = [["Example Gazette, Vol. 7", f"Order number {number} is made.", str(number)] for number in range(1, 6)]
    text = read_pdf(pdf(*pages), URL, latest=TODAY).text
    assert text == "\n\n".join(f"Order number {number} is made." for number in range(1, 6))


def test_rows_of_a_table_stay_rows():
    rows = [
        ("Month", "At ports of entry", "Between them", "Total"),
        ("January 2023", "2,310", "4,994", "7,304"),
        ("February 2023", "", "4,517", "4,517"),
    ]
    article = read_pdf(
        pdf([("People who came, by month.",), ("",), *rows, ("",), ("Source: the office.",)]), URL, latest=TODAY
    )
    assert article.text.split("\n\n") == [
        "People who came, by month.",
        "Month · At ports of entry · Between them · Total",
        "January 2023 · 2,310 · 4,994 · 7,304",
        "February 2023 · 4,517 · 4,517",
        "Source: the office.",
    ]


def test_columns_are_read_one_after_the_other():
    left = ["The first column of the page", "says in its lines that the", "agreement applies everywhere."]
    right = ["La seconde colonne de la page", "dit dans ses lignes que cette", "entente vaut partout."]
    columns = [(one, "", other) for one, other in zip(left, right, strict=True)]
    article = read_pdf(pdf([("Canada Gazette",), ("",), *columns]), URL, latest=TODAY)
    assert article.text.split("\n\n") == [
        "Canada Gazette",
        "The first column of the page says in its lines that the agreement applies everywhere.",
        "La seconde colonne de la page dit dans ses lignes que cette entente vaut partout.",
    ]


def test_a_paragraph_may_go_on_in_the_next_column():
    left = ["Whoever makes a claim at", "a port of entry, or within", "so many days after the day"]
    right = ["on which they came in, is", "sent back to the country", "from which they came."]
    columns = [(one, "", other) for one, other in zip(left, right, strict=True)]
    assert read_pdf(pdf(columns), URL, latest=TODAY).text == " ".join([*left, *right])


def test_turned_text_is_read():
    lines = ["These words run up the page", "and so do these."]
    assert read_pdf(pdf(lines, turned=True), URL, latest=TODAY).text == " ".join(lines)


def test_gaps_in_a_sentence_make_no_table():
    lines = [("The council meets on the", "first Monday of"), ("each", "month at noon.")]
    assert " · " not in read_pdf(pdf([*lines, ("It is open to everyone.",)]), URL, latest=TODAY).text


def test_double_spacing_makes_no_paragraphs():
    lines = [
        "The court finds that the order was",
        "made within the powers that the",
        "statute gives, and it dismisses",
        "the appeal.",
    ]
    article = read_pdf(pdf(lines, height=30), URL, latest=TODAY)
    assert article.text == " ".join(lines)


def test_pages_begin_where_their_text_does():
    pages = [
        ["Report of the office", "The number of people who came in that"],
        ["month was 39,540, which is more than in the month before."],
        [],
        ["In the end there were fewer."],
    ]
    article = read_pdf(pdf(*pages), URL, latest=TODAY)
    assert "came in that month was 39,540" in article.text  # a sentence that two pages share is one
    starts = [article.text.index(words) for words in ("Report", "month was", "In the end", "In the end")]
    assert list(article.pages) == starts


def test_contents_stay_lines_and_lose_their_page_numbers():
    contents = [f"{number}. Part {number}{'.' * 60}{number}" for number in range(1, 4)]
    text = read_pdf(pdf(contents), URL, latest=TODAY).text
    assert text.split("\n\n") == [f"{number}. Part {number}....." for number in range(1, 4)]


def test_an_amended_pdf_is_a_version_with_pages_of_its_own(tmp_path: Path):
    home, path = make_home(tmp_path / "home"), tmp_path / "order.pdf"
    for days in (10, 14, 14):
        path.write_bytes(pdf(["Order of the council."], [f"A claim is made within {days} days."], title="Order"))
        results = list(import_paths(home, [path], workers=1))
    assert [result.outcome for result in results] == ["unchanged"]
    versions = rows(home, "select number, changes from versions order by number")
    assert [row["number"] for row in versions] == [1, 2]
    assert "within 14 days" in str(versions[1]["changes"])
    assert rows(home, "select version_id, page, start from pages") == [
        {"version_id": version, "page": page, "start": start} for version in (1, 2) for page, start in ((1, 0), (2, 23))
    ]


def test_a_broken_page_costs_only_itself(caplog: pytest.LogCaptureFixture):
    pages = [["The first page stays."], ["This one breaks."], ["The last page stays."]]
    article = read_pdf(pdf(*pages).replace(b"(This one breaks.)", b"(This one breaks. "), URL, latest=TODAY)
    assert article.text == "The first page stays.\n\nThe last page stays."
    assert article.pages == (0, 23, 23)
    assert f"{URL}: page 2 is not readable" in caplog.text


def test_scanned_pdf_says_so():
    with pytest.raises(ExtractionError, match=f"{URL}: PDF without text on its 1 pages: a scan"):
        extract(pdf([]), URL)


def test_protected_pdf_says_so():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("secret")
    file = BytesIO()
    writer.write(file)
    with pytest.raises(ExtractionError, match="protected by a password"):
        extract(file.getvalue(), URL)


@pytest.mark.parametrize("content", [b"%PDF-1.7\nnothing", pdf(["Text"])[:200]])
def test_broken_pdf(content: bytes):
    with pytest.raises(ExtractionError, match=URL):
        extract(content, URL)


PASTED = """Skip to main content

Politics

Two countries agree on their border

Ministers met for two days in the capital before they spoke

A bridge
A bridge | Agency

March 24, 2023 8:31am

Updated: March 28, 2023 1:09pm

The countries reached an agreement on Thursday, ministers said.

It takes effect at midnight."""


def test_pasted_page():
    article = extract(PASTED.encode(), "https://example.org/saved.txt")
    assert article.headline == "Two countries agree on their border"
    assert article.section == "Politics"
    assert (article.published, article.modified) == ("2023-03-24", "2023-03-28")
    assert article.text.split("\n\n") == [
        "Ministers met for two days in the capital before they spoke",
        "The countries reached an agreement on Thursday, ministers said.",
        "It takes effect at midnight.",
    ]


def test_plain_text_without_date():
    article = read_text("A plain headline here\n\nThe first paragraph.\n\nThe second.", URL, latest=TODAY)
    assert (article.headline, article.text) == ("A plain headline here", "The first paragraph.\n\nThe second.")
    assert article.published is None


def test_items_whose_last_line_is_short_are_paragraphs():
    text = """A statement of the two countries

-   The first country will receive as many people as the
    second one asks it to receive, and will do so within
    the year
    \u00a0
-   The second country will make sure of it, with a report
    on each month."""
    assert read_text(text, URL, latest=TODAY).text.split("\n\n") == [
        "- The first country will receive as many people as the second one asks it to receive, and will do so within "
        "the year",
        "- The second country will make sure of it, with a report on each month.",
    ]


def test_markdown_with_front_matter():
    text = """---
title: "Statement on the border"
published_time: 2023-03-24 15:38:52-04:00
---
# Statement on the border

Both **countries** will [work together](https://example.org/) on the whole length of
their land border, and they will do so from the first day of the coming
month."""
    article = read_text(text, URL, latest=TODAY)
    assert article.headline == "Statement on the border"
    assert article.published == "2023-03-24T15:38:52-04:00"
    assert article.text == (
        "Both countries will work together on the whole length of their land border, and they will do so from the "
        "first day of the coming month."
    )


LAW = b"""<?xml version="1.0" encoding="UTF-8"?>
<Regulation xmlns:l="http://justice.gc.ca/lims" l:lastAmendedDate="2023-03-25" xml:lang="en">
<Identification><LongTitle>Example Regulations</LongTitle></Identification>
<Section><MarginalNote>Ports of entry</MarginalNote><Label>159.4</Label><Subsection><Label>(1)</Label>
<Text>The <DefinedTerm>rule</DefinedTerm> does not apply at</Text>
<Paragraph><Label>(a)</Label><Text>a harbour port; or</Text></Paragraph></Subsection></Section></Regulation>"""


def test_law_keeps_labels():
    article = extract(LAW, "https://example.org/law.xml")
    assert article.headline == "Example Regulations"
    assert article.modified == "2023-03-25"
    assert article.text.split("\n\n") == [
        "Example Regulations",
        "Ports of entry",
        "159.4 (1) The rule does not apply at",
        "(a) a harbour port; or",
    ]


def test_record_of_a_committee_is_named_after_it():
    record = b"""<Hansard xml:lang="EN"><DocumentTitle><DocumentName>EVIDENCE</DocumentName></DocumentTitle>
    <ExtractedInformation><ExtractedItem Name="InstitutionDebate">Committee on Examples</ExtractedItem>
    <ExtractedItem Name="Date">Wednesday, September 20, 2023</ExtractedItem></ExtractedInformation>
    <Intervention><ParaText>The committee meets.</ParaText></Intervention></Hansard>"""
    article = read_xml(record, URL, latest=date(2024, 1, 1))
    assert (article.headline, article.published) == ("Committee on Examples, EVIDENCE", "2023-09-20")


def test_xml_entities_are_not_expanded():
    content = b'<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a><title>T</title><p>before &f; after</p></a>'
    assert "root:" not in read_xml(content, URL, latest=TODAY).text


def test_damaged_xml_is_read_as_far_as_it_goes():
    assert "first" in read_xml(b"<a><p>first & second</p><p>third", URL, latest=TODAY).text
