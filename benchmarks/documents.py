"""Whether the documents that lie beside are read as they should be: `python -m benchmarks.documents`.

`roxham import` brings `docs` of `../shared/data` (or $ROXHAM_SHARED) into a home of its own. Then: which of the facts
that people noted can be found there, in the document that states each; which sections of the law the amendment of
March 2023 changed; whether the national totals of the official spreadsheet are those of its own total row. Last, what
a PDF of many pages costs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import lxml.etree as etree
from pypdf import PdfReader, PdfWriter
from python_calamine import CalamineWorkbook
from sqlite_utils import Database

from benchmarks.accuracy import DATA
from db.store.connection import Home

DOCS = DATA / "docs"
OLD, NEW = "2022-11-24", "2023-04-18"
AMENDED = "2023-03-25"
"""Day on which SOR/2023-58 came into force, as Justice Laws writes it on each section it changed."""
SPREADSHEET = "ircc-EN_ODP-Asylum-OfficeType_Prov.xlsx"
LIMS = "{http://justice.gc.ca/lims}"
PAGES = 300
MEMORY = 300
"""MB that reading as many pages may take."""


def squeezed(text: str) -> str:
    return " ".join(text.replace("*", "").split())


def facts(database: Database) -> Iterator[tuple[str, bool]]:
    """Each fact, and whether its quote is in a text of its document, or its day is the document's."""
    for line in (DOCS / "facts.jsonl").read_text(encoding="utf-8").splitlines():
        fact = json.loads(line)
        name, quote = fact["file"].rpartition("/")[2], squeezed(fact["quote"])
        texts = list(
            database.query(
                """select v.headline, v.text, a.published_at from fetches f join versions v on v.snapshot = f.snapshot
                join articles a on a.id = v.article_id where f.url like ?""",
                [f"import:%/{name}"],
            )
        )
        found = any(quote in squeezed(f"{each['headline']} {each['text']}") for each in texts)
        dated = any((each["published_at"] or "").startswith(fact["value"]) for each in texts)
        yield f"{name}: {fact['field']} {fact['value']}", found or dated


def amended_sections(path: Path) -> set[str]:
    """The numbers of the sections that the file itself says were last amended on that day."""
    content = path.read_bytes()
    root = etree.fromstring(gzip.decompress(content) if path.suffix == ".gz" else content)
    return {
        str(section.findtext("{*}Label"))
        for section in root.iter("{*}Section")
        if section.get(f"{LIMS}lastAmendedDate") == AMENDED
    }


def changed_sections(database: Database, name: str) -> tuple[set[str], set[str]]:
    """The sections of which the file brought a first text, and those of which it brought another one."""
    rows = database.query(
        """select a.section, v.number from fetches f join versions v on v.snapshot = f.snapshot
        join articles a on a.id = v.article_id where f.url like ? and a.section is not null""",
        [f"import:%/{name}"],
    )
    brought = [(row["section"], row["number"]) for row in rows]
    return {section for section, number in brought if number == 1}, {s for s, number in brought if number > 1}


def amendment(database: Database) -> Iterator[tuple[str, bool]]:
    for name in ("irpr-SOR-2002-227.{}.en.xml.gz", "irpr-s159.{}.en.xml"):
        new, changed = changed_sections(database, name.format(NEW))
        wanted = amended_sections(DOCS / name.format(NEW))
        yield (
            f"{name.format(NEW)}: {len(changed)} changed, {len(new)} new: {', '.join(sorted(new | changed))}",
            (new | changed == wanted and "159.4" in changed),
        )
        told = database.execute(
            """select count(*) from fetches f join versions v on v.snapshot = f.snapshot
            join articles a on a.id = v.article_id
            where f.url like ? and a.section = '159.4' and v.number = 2 and v.changes like '%14 days%'""",
            [f"import:%/{name.format(NEW)}"],
        ).fetchone()[0]
        yield f"{name.format(NEW)}: 14 days among what changed in section 159.4", told == 1


def totals(database: Database) -> Iterator[tuple[str, bool]]:
    with CalamineWorkbook.from_path(DOCS / SPREADSHEET) as workbook:
        rows = [[str(cell).strip() for cell in row] for row in workbook.get_sheet_by_index(0).to_python()]
    total = next(row for row in rows if row[0] == "Total")
    heads = rows[rows.index(next(row for row in rows if "Jan" in row))]
    monthly = [float(cell.replace(",", "")) for head, cell in zip(heads, total, strict=True) if len(head) == 3]
    stored = database.query(
        """select f.value from figures f join articles a on a.id = f.article_id where a.source_id = 'ircc-asylum-claims'
        and f.kind = 'official' and f.measure_id = 'asylum-claims'
        and substr(f.period_start, 1, 7) = substr(f.period_end, 1, 7) order by f.period_start"""
    )
    yield (
        f"{len(monthly)} monthly national totals, {sum(monthly):,.0f} claims",
        monthly == [row["value"] for row in stored],
    )
    cells = [cell for row in rows[4:] for cell in row[2:] if re.fullmatch(r"[\d,]+|--", cell)]
    counted = database.execute(
        """select count(*), sum(text = '0'), sum(value = 0) from figures f join articles a on a.id = f.article_id
        where a.source_id = 'ircc-asylum-claims'"""
    ).fetchone()
    wanted = (len(cells) - cells.count("--"), cells.count("0"), cells.count("0"))
    yield f"{counted[0]} counts, {cells.count('--')} suppressed and none of them a zero", counted == wanted


def read_pages(path: Path) -> int:
    """Print what reading a PDF costs; in a process of its own, whose memory it is."""
    from datetime import date

    from crawler.pdf import read_pdf

    content = path.read_bytes()
    before, begin = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    article = read_pdf(content, path.name, latest=date.max)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    words = len(article.text.split())
    print(json.dumps([len(article.pages), words, after // 1024, (after - before) // 1024, time.perf_counter() - begin]))
    return 0


def many_pages(folder: Path) -> tuple[str, bool]:
    """The PDFs that lie beside, one after the other until there are enough pages."""
    writer = PdfWriter()
    beside = [PdfReader(path) for path in sorted(DOCS.glob("*.pdf"))]
    while len(writer.pages) < PAGES:
        for reader in beside:
            writer.append(reader)
    path = folder / "many.pdf"
    writer.write(path)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.documents", "--pages", str(path)],
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    pages, words, memory, more, seconds = json.loads(done.stdout)
    what = f"{pages} pages of PDF, {words:,} words: {seconds:.1f} s, {memory} MB at the most, {more} MB for the PDF"
    return what, memory <= MEMORY


def bring(home: Home, *arguments: str) -> tuple[str, bool]:
    begin = time.perf_counter()
    command = [sys.executable, "-m", "roxham", "import", "--home", str(home.path), "--json", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    what = arguments[-1].rpartition("/")[2] if "--source" in arguments else f"{len(arguments)} files"
    return (
        f"import {what}: {time.perf_counter() - begin:.0f} s",
        done.returncode == 0 and "Traceback" not in done.stderr,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.pages:
        return read_pages(options.pages)
    if not DOCS.is_dir():
        print(f"no documents in {DOCS}: set ROXHAM_SHARED to where they are", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder, "home"))
        subprocess.run([sys.executable, "-m", "roxham", "init", "--home", str(home.path), "--quiet"], check=True)
        results = [
            bring(home, *(str(path) for path in sorted(DOCS.iterdir()) if path.suffix != ".jsonl")),
            bring(home, "--source", "ircc-asylum-claims", str(DOCS / SPREADSHEET)),
        ]
        with closing(home.open()) as database:
            failed = database.query("select url, reason from fetches where outcome in ('failed', 'refused')")
            results += [(f"{row['url']}: {row['reason']}", False) for row in failed]
            found = list(facts(database))
            results += [*found, *amendment(database), *totals(database)]
        results.append(many_pages(Path(folder)))
    for what, holds in results:
        print(f"{'' if holds else 'FAILED: '}{what}")
    print(f"{sum(holds for _, holds in found)} of {len(found)} facts found")
    return int(not all(holds for _, holds in results))


if __name__ == "__main__":
    sys.exit(main())
