"""`python -m benchmarks.kill [crawl|annotate] --moments 50`: the suite's kill -9 tests, at as many seeded moments as
wanted."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

TESTS = Path(__file__).parent.parent / "tests"
FILES = {"crawl": "test_crawler_kill.py", "annotate": "test_nlp_annotate.py"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=FILES, default="crawl")
    parser.add_argument("--moments", type=int, default=50)
    options = parser.parse_args()
    command = [sys.executable, "-m", "pytest", "-q", "-k", "kill_9", str(TESTS / FILES[options.what])]
    environment = {**os.environ, "ROXHAM_KILL_MOMENTS": str(options.moments)}
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
