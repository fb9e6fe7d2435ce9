"""The checkers, as tests: what they refuse does not land."""

from __future__ import annotations

import subprocess
import sys
import tomllib

import pytest

import config

CHECKS = {
    "ruff check": ["-m", "ruff", "check", "."],
    "ruff format": ["-m", "ruff", "format", "--check", "."],
    "mypy": ["-m", "mypy"],
    "djlint": ["-m", "djlint", "templates", "--lint", "--quiet"],
    "import-linter": ["-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"],
}


@pytest.mark.tools
@pytest.mark.parametrize("arguments", CHECKS.values(), ids=CHECKS.keys())
def test_it_passes(arguments: list[str]) -> None:
    done = subprocess.run([sys.executable, *arguments], cwd=config.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_it_names_the_pythons_that_are_tried() -> None:
    """`.ci/run` tries those of the classifiers."""
    project = tomllib.loads((config.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tried = [line.rpartition(" ")[2] for line in project["classifiers"]]
    assert project["requires-python"] == f">={tried[0]}"
    readme = (config.ROOT / "README.md").read_text(encoding="utf-8")
    assert f"Python {', '.join(tried[:-1])} or {tried[-1]}" in readme
