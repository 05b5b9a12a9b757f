"""`roxham extract` and `roxham analyze`: a line in, a line out, and nothing dropped silently."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from roxham.cli import main

PAGE = """<!doctype html><html lang="en"><head><title>Bridge closes | The Border Post</title>
<meta property="article:published_time" content="2023-03-24T20:10:00-04:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Bridge closes for repairs</h1>
<p>The covered bridge on the river road closed on Friday for repairs that the county says will last until autumn.</p>
<p>Drivers are asked to take the long way round, which adds about twelve minutes to the trip into town.</p>
</article></body></html>"""


def filtered(command: str, lines: list[Any]) -> tuple[Result, list[dict[str, Any]]]:
    stdin = "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in lines)
    result = CliRunner().invoke(main, [command], input=stdin)
    return result, [json.loads(line) for line in result.stdout.splitlines()]


def test_extract_says_what_a_page_says(tmp_path: Path) -> None:
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress(PAGE.encode()))
    url = "https://example.org/bridge"
    result, [inline, stored] = filtered(
        "extract", [{"id": "a", "url": url, "html": PAGE}, {"id": "b", "url": url, "path": str(packed)}]
    )
    assert result.exit_code == 0
    assert set(inline) == {
        "id", "url", "headline", "text", "authors", "published", "modified", "language", "section", "canonical_url",
    }  # fmt: skip
    assert inline["headline"] == "Bridge closes for repairs"
    assert inline["published"] == "2023-03-24T20:10:00-04:00"
    assert inline["text"].startswith("The covered bridge")
    assert {**stored, "id": "a"} == inline


def test_analyze_answers_in_order_with_offsets_into_the_text() -> None:
    english = "About 39,000 people crossed into Canada at Roxham Road last year, police said."
    french = "Selon la GRC, quelque 39 000 personnes ont traversé au chemin Roxham l'an dernier."
    result, answers = filtered(
        "analyze",
        [
            {"id": 1, "text": english, "date": "2023-03-24", "language": "en"},
            {"id": 2, "text": french, "date": "2023-03-24T09:00:00-04:00", "language": "fr-CA", "country": "CA"},
            {"id": 3, "text": english},
            {"id": 4, "text": ""},
        ],
    )
    assert result.exit_code == 0
    assert [answer["id"] for answer in answers] == [1, 2, 3, 4]
    for answer, text in zip(answers, (english, french, english), strict=False):
        [figure] = answer["figures"]
        assert (figure["value"], figure["qualifier"], figure["measure"]) == (39000.0, "about", "irregular-crossings")
        for elements in (answer["figures"], answer["entities"], answer["quotes"], answer["dates"]):
            assert all(text[e["start"] : e["end"]] == e["text"] for e in elements)
        assert "roxham-road" in {entity["entity"] for entity in answer["entities"]}
    assert answers[0]["figures"][0]["period_start"] == answers[1]["figures"][0]["period_start"] == "2022-01-01"
    assert answers[1]["figures"][0]["speaker"] == "Royal Canadian Mounted Police"
    assert answers[2]["figures"][0]["period_start"] is None  # no date to count 'last year' from
    assert answers[3] == {"id": 4, "figures": [], "entities": [], "quotes": [], "dates": []}


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{not json}\n", "line 2"),
        ('["a list"]\n', "not an object"),
        ('{"text": "no id"}\n', 'with an "id"'),
        ('{"id": 9}\n', "no text under"),
        ('{"id": 9, "text": 9, "path": 9}\n', "no text under"),
        (b"\xff\xfe\n".decode("latin-1"), "line 2"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "analyze"])
def test_a_bad_line_is_numbered_and_counted(command: str, line: str, words: str) -> None:
    good = {"id": 1, "url": "https://example.org/a", "html": PAGE, "text": "Nobody crossed."}
    result, answers = filtered(command, [good, line, good | {"id": 2}])
    assert [answer["id"] for answer in answers] == [1, 2]
    assert "line 2: " in result.stderr
    assert words in result.stderr
    assert result.exit_code == 1


def test_pages_that_cannot_be_extracted_are_named(tmp_path: Path) -> None:
    image = tmp_path / "photo.png"
    image.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    missing = tmp_path / "missing.html"
    result, answers = filtered(
        "extract", [{"id": 1, "url": "", "path": str(image)}, {"id": 2, "url": "", "path": str(missing)}]
    )
    assert answers == []
    assert result.exit_code == 2
    assert "photo.png" in result.stderr
    assert "missing.html" in result.stderr


def test_texts_that_cannot_be_analyzed_are_named() -> None:
    texts = [
        {"id": 1, "text": "Es kamen 20 Leute über die Grenze.", "language": "de"},
        {"id": 2, "text": "Twenty people came.", "date": "yesterday", "language": "en"},
        {"id": 3, "text": "Twenty people came.", "language": "en"},
    ]
    result, answers = filtered("analyze", texts)
    assert [answer["id"] for answer in answers] == [3]
    assert result.exit_code == 2
    assert "line 1: no model reads 'de'" in result.stderr
    assert "line 2: " in result.stderr
