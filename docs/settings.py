"""Prints docs/settings.md from the comments in crawler/settings.py: `make docs` writes it, a test holds it."""

from __future__ import annotations

import ast
import re
from pathlib import Path

SETTINGS = Path(__file__).parent.parent / "crawler" / "settings.py"
HEAD = """\
# Settings

Made from `crawler/settings.py` by `make docs`. Names are [Scrapy's](https://docs.scrapy.org/en/latest/topics/settings.html),
but for the `EXTRACTION_…` ones. `roxham scrapy settings --get NAME` prints one in force.

Three environment variables are read: `ROXHAM_HOME` (the home where `--home` is not given), `ROXHAM_CONTACT` (the
contact in the User-Agent, before the topic file's own) and `ROXHAM_MODELS` (other spaCy models than the small ones that
come with Roxham, each a package or a folder: `en=en_core_web_md fr=/opt/models/fr_core_news_md`). What was read with
other models is read again by the next `roxham annotate`.

What differs from source to source (`delay`, `interval`, `address`, `keep_params`) is in the [topic file](topic.md).

| setting | value | why |
| --- | --- | --- |
"""


def page() -> str:
    source = SETTINGS.read_text()
    lines = source.splitlines()
    rows = []
    for node in ast.parse(source).body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        if not isinstance(target, ast.Name) or not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        comment = re.search(r"  # (.+)$", lines[node.lineno - 1])
        value = ast.unparse(node.value) if node.lineno == node.end_lineno else "see the file"
        reason = comment[1] if comment else ""
        if node.lineno != node.end_lineno and not comment:
            found = [m[1] for line in lines[node.lineno - 1 : node.end_lineno] if (m := re.search(r"  # (.+)$", line))]
            reason = "; ".join(found)
        rows.append(f"| `{target.id}` | `{value}` | {reason} |")
    return HEAD + "\n".join(rows) + "\n"


if __name__ == "__main__":
    print(page(), end="")
