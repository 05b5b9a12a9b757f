"""From a figure to the page of the PDF in which it stands, in the version that has it."""

from pathlib import Path

from db.records import Article
from db.store.runs import start_run
from published import Text, opened, publish, store

URL = "https://office.example/report.pdf"
FIRST = "The office counts claims.\n\n"
LATER = "It received 4,517 claims in February."


def report(preface: str) -> Text:
    text = FIRST + preface + LATER
    pages = (0, len(FIRST), len(FIRST), len(FIRST + preface))
    article = Article(URL, text, "Report", published="2023-03-01", language="en", kind="document", pages=pages)
    return Text(article).figure("4,517", 4517, "claim", "claims")


def test_a_figure_of_a_document_tells_its_page(tmp_path: Path) -> None:
    home = publish(tmp_path / "home", articles=False)
    database = home.open()
    run = start_run(database, "test")
    store(database, run, "office", report(""))
    store(database, run, "office", report("There was an error in the last report.\n\n"), day="2023-03-28")
    figures = [row["id"] for row in database.query("select id from figures order by version_id")]
    pages = "select version_id, group_concat(start) as starts from pages group by 1 order by 1"
    assert [row["starts"] for row in database.query(pages)] == ["0,27,27,27", "0,27,27,67"]
    database.close()
    with opened(home) as site:
        assert "page 4 · <a" in site.get("/roxham/articles/1").text
        assert "in context</a>, page 4" in site.get("/roxham/figures").text
        assert all("page 4" in site.get(f"/roxham/figures/{figure}").text for figure in figures)


def test_what_has_no_pages_tells_none(tmp_path: Path) -> None:
    with opened(publish(tmp_path / "home")) as site:
        assert "in context</a>, page" not in site.get("/roxham/figures").text
        assert not site.get("/roxham/pages.json?_shape=array").json()
