"""All benchmarks, as tables of ratios: `python -m tests.benchmarks`. Each holds or says NO; the exit status tells."""

from __future__ import annotations

import subprocess
import sys

PARTS = (
    "imports",
    "workbooks",
    "search",
    "pages",
    "batches",
    "counting",
    "memory",
    "preparing",
    "sending",
    "letters",
    "export",
    "values",
)


def main() -> int:
    """Each part in a process of its own, so that none inherits another's memory."""
    failed = []
    for part in PARTS:
        print(f"\n== {part} ==", flush=True)
        if subprocess.run([sys.executable, "-m", f"tests.benchmarks.{part}"], check=False).returncode:
            failed.append(part)
    print("\nall hold" if not failed else f"\ndo not hold: {', '.join(failed)}")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
