"""`python -m benchmarks.kill --moments 50`: the suite's kill -9 test, at as many seeded moments as wanted."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

TEST = Path(__file__).parent.parent / "tests" / "test_crawler_kill.py"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=50)
    moments = parser.parse_args().moments
    command = [sys.executable, "-m", "pytest", "-q", str(TEST)]
    return subprocess.run(command, env={**os.environ, "ROXHAM_KILL_MOMENTS": str(moments)}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
