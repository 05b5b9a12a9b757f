"""`roxham correct` as a person types it, and its CSV files."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from db.store.connection import Home
from published import publish
from roxham.cli import main

FIGURE = "1-286-299"
"""39,540 people, in the agency's article."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("ROXHAM_AUTHOR", "Ada")
    return publish(tmp_path / "home")


def correct(home: Home, *arguments: str | Path, reason: str | None = "She said so.") -> Result:
    given = [*map(str, arguments), *(["--reason", reason] if reason is not None else [])]
    return CliRunner().invoke(main, ["correct", *given, "--home", str(home.path)])


def rows(home: Home, sql: str) -> list[tuple]:
    database = home.open()
    try:
        return database.execute(sql).fetchall()
    finally:
        database.close()


def listed(home: Home) -> list[dict]:
    return json.loads(correct(home, "list", "--json", reason=None).stdout)


@pytest.mark.parametrize(
    ("arguments", "change"),
    [
        (("merge", "ottawa", "canada"), {"into": "canada"}),
        (("split", "canada", "--article", "1", "--into", "Ottawa"),
         {"into": "ottawa", "name": "Ottawa", "kind": None, "article": 1, "source": None}),
        (("split", "rcmp", "--source", "courrier", "--into", "Garde", "--kind", "organisation"),
         {"into": "garde", "name": "Garde", "kind": "organisation", "article": None, "source": "courrier"}),
        (("rename", "rcmp", "The Mounties"), {"name": "The Mounties"}),
        (("alias", "rcmp", "Police montée", "--language", "fr"), {"alias": "Police montée", "language": "fr"}),
        (("reject", "ottawa"), {}),
        (("kind", "ottawa", "organisation"), {"kind": "organisation"}),
        (("value", FIGURE, "39000", "--high", "40000"), {"value": 39000.0, "value_high": 40000.0}),
        (("measure", FIGURE, "none"), {"measure": None}),
        (("measure", FIGURE, "claim-window-days"), {"measure": "claim-window-days"}),
        (("speaker", FIGURE, "justin-trudeau"), {"speaker": "justin-trudeau"}),
        (("reject", FIGURE), {}),
    ],
)  # fmt: skip
def test_a_correction_is_recorded_with_author_and_reason(home: Home, arguments: tuple[str, ...], change: dict) -> None:
    result = correct(home, *arguments)
    assert result.exit_code == 0, result.output
    assert "correction 1 is in force" in result.stdout
    [row] = listed(home)
    assert (row["kind"], row["target"], row["change"]) == (arguments[0], arguments[1], change)
    assert (row["author"], row["reason"], row["state"]) == ("Ada", "She said so.", "in force")
    again = correct(home, *arguments)
    assert again.exit_code == 0
    assert "in force already, as correction 1" in again.stdout
    assert correct(home, "undo", "1", reason="It was right.").exit_code == 0
    assert [row["state"] for row in listed(home)] == ["undone", "in force"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("merge", "nobody", "rcmp"), "no entity 'nobody'"),
        (("reject", "9-9-9"), "no figure '9-9-9'"),
        (("undo", "7"), "no correction 7"),
        (("split", "rcmp", "--into", "X"), "one article or of one source"),
    ],
)
def test_an_error_is_one_line_that_names_the_target(home: Home, arguments: tuple[str, ...], words: str) -> None:
    result = correct(home, *arguments)
    assert result.exit_code == 1
    assert words in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_reason_is_asked_for(home: Home) -> None:
    result = correct(home, "reject", "rcmp", reason=None)
    assert result.exit_code == 2
    assert "--reason" in result.stderr


def test_new_names_say_that_texts_will_be_read_again(home: Home) -> None:
    assert "reads all texts again" in correct(home, "alias", "ottawa", "the capital").stdout
    assert "reads all texts again" not in correct(home, "merge", "ottawa", "canada").stdout


def test_a_dry_run_changes_nothing(home: Home) -> None:
    assert "nothing was done" in correct(home, "reject", "rcmp", "--dry-run").stdout
    assert correct(home, "reject", "nobody", "--dry-run").exit_code == 1
    assert listed(home) == []
    assert rows(home, "select count(*) from entities where id = 'rcmp'") == [(1,)]


# Files

SHEET = f"""\
kind,target,change,author,reason
merge,ottawa,canada,Ada,"The government, not the town."
value,{FIGURE},"39,450",Bo,Misread.
split,rcmp,"{{""source"": ""courrier"", ""into"": ""Garde rurale""}}",Bo,A local force.
measure,{FIGURE},none,Bo,It counts something else.
"""


def sheet(tmp_path: Path, text: str, name: str = "corrections.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_corrections_is_made_once(home: Home, tmp_path: Path) -> None:
    path = sheet(tmp_path, SHEET)
    dry = correct(home, "import", path, "--dry-run", reason=None)
    assert (dry.exit_code, listed(home)) == (0, [])
    assert "would be made: 4" in dry.stdout
    assert "made: 4, known: 0, bad rows: 0" in correct(home, "import", path, reason=None).stdout
    assert "made: 0, known: 4, bad rows: 0" in correct(home, "import", path, reason=None).stdout
    assert [(row["kind"], row["author"]) for row in listed(home)] == [
        ("merge", "Ada"),
        ("value", "Bo"),
        ("split", "Bo"),
        ("measure", "Bo"),
    ]
    assert rows(home, f"select value, measure_id from figures where id = '{FIGURE}'") == [(39450.0, None)]


def test_bad_rows_are_named_and_the_others_made(home: Home, tmp_path: Path) -> None:
    bad = (
        'merge,nobody,canada,Bo,Why.\nvalue,1-286-299,many,Bo,Why.\nrename,rcmp,"a\nb",,\nreject,rcmp\n'
        'split,rcmp,{},Bo,Why.\nsplit,rcmp,"{""into""",Bo,Why.\nimprove,rcmp,,Bo,Why.\n'
    )
    path = sheet(tmp_path, SHEET + bad + "kind,justin-trudeau,group,Bo,Why.\n")
    result = correct(home, "import", path, reason=None)
    assert result.exit_code == 1
    assert "made: 5, known: 0, bad rows: 7" in result.stdout
    errors = dict(line.removeprefix(f"{path}:").split(": ", 1) for line in result.stderr.splitlines())
    assert errors == {
        "6": "no entity 'nobody'",
        "7": "the value of a figure is a number, not 'many'",
        "9": "a correction needs its reason: give --reason",
        "10": "the row has not as many cells as the header",
        "11": "the correction does not say 'into'",
        "12": "the change is no JSON object: Expecting ':' delimiter: line 1 column 8 (char 7)",
        "13": "unknown kind of correction 'improve': it is one of merge, split, rename, alias, reject, kind, value, "
        "measure, speaker",
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"kind;target\n", "no column change, reason"),
        (b"", "no column kind, target, change, reason"),
        (SHEET.encode("utf-16"), "no CSV file in UTF-8"),
        (b'kind,target,change,reason\nreject,rcmp,,"open', "no CSV file"),
    ],
)
def test_a_file_that_is_no_sheet_of_corrections_is_refused(
    home: Home, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    result = correct(home, "import", path, reason=None)
    assert result.exit_code == 1
    assert str(path) in result.stderr
    assert words in result.stderr


def test_a_spreadsheets_semicolons_and_mark_are_read(home: Home, tmp_path: Path) -> None:
    path = sheet(tmp_path, "\ufeffkind;target;change;reason\nalias;rcmp;Police montée;Usage.\n")
    assert "made: 1" in correct(home, "import", path, reason=None).stdout
    assert listed(home)[0]["author"] == "Ada"


def test_what_is_exported_makes_another_home_the_same(home: Home, tmp_path: Path) -> None:
    correct(home, "import", sheet(tmp_path, SHEET), reason=None)
    correct(home, "undo", "2", reason="It was right.")
    correct(home, "value", FIGURE, "39,000".replace(",", ""))
    exported = correct(home, "export", reason=None).stdout
    assert exported.splitlines()[0] == "id,kind,target,change,author,reason,created_at"
    assert [row["kind"] for row in csv.DictReader(io.StringIO(exported))] == [
        "merge", "value", "split", "measure", "undo", "value",
    ]  # fmt: skip
    other = publish(tmp_path / "other")
    correct(other, "rename", "rcmp", "Mounties")  # so that numbers differ
    path = sheet(tmp_path, exported, "export.csv")
    assert "made: 6, known: 0" in correct(other, "import", path, reason=None).stdout
    state = "select * from mentions union all select id, article_id, version_id, speaker_id, value, measure_id, 0, 0 "
    state += "from figures order by 1"
    assert rows(other, state) == rows(home, state)
    assert [row["state"] for row in listed(other)][1:] == [row["state"] for row in listed(home)]
    for target in (home, other):
        assert "made: 0, known: 6" in correct(target, "import", path, reason=None).stdout


def test_a_killed_import_has_made_whole_corrections(home: Home, tmp_path: Path) -> None:
    """kill -9 at a random moment: each correction is there with all it changes, or not at all."""
    lines = [f"value,{FIGURE},{n},Ada,Try {n}." for n in range(1, 401)]
    lines[1::2] = [f'split,canada,"{{""article"": 1, ""into"": ""Canada {n}""}}",Ada,Try.' for n in range(200)]
    path = sheet(tmp_path, "kind,target,change,author,reason\n" + "\n".join(lines) + "\n")
    command = [sys.executable, "-m", "roxham", "correct", "import", str(path), "--home", str(home.path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=os.environ) as process:
        while not rows(home, "select 1 from corrections limit 1"):
            time.sleep(0.02)
        time.sleep(random.Random(20230325).uniform(0, 0.3))
        process.kill()
    made = rows(home, "select count(*) from corrections")[0][0]
    assert 0 < made < 400
    [(value,)] = rows(home, f"select value from figures where id = '{FIGURE}'")
    [(last,)] = rows(home, "select json_extract(change, '$.value') from corrections where kind = 'value' "
                           "order by id desc limit 1")  # fmt: skip
    assert value == last
    assert rows(home, "PRAGMA foreign_key_check") == []
    result = correct(home, "import", path, reason=None)
    assert f"made: {400 - made}, known: {made}, bad rows: 0" in result.stdout
    assert rows(home, f"select value from figures where id = '{FIGURE}'") == [(399.0,)]


def test_corrections_and_reading_go_on_at_once(home: Home) -> None:
    """Nobody fails for the other's lock, and what was read meanwhile is corrected."""
    command = [sys.executable, "-m", "roxham", "annotate", "--workers", "1", "--home", str(home.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as reading:
        made = 0
        while reading.poll() is None and made < 40:
            assert correct(home, "value", FIGURE, str(1000 + made)).exit_code in (0, 1)
            made += 1
            time.sleep(0.1)
        _, errors = reading.communicate(timeout=120)
    assert reading.returncode == 0, errors
    assert rows(home, "PRAGMA foreign_key_check") == []
