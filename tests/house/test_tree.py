"""What must not stand in the tree, and how large a room may grow."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest
from flask import Flask

import config

PYTHON = sorted(path for folder in ("webapp", "tests") for path in (config.ROOT / folder).rglob("*.py"))
SCRIPTS = sorted((config.ROOT / "static" / "js").glob("*.js"))
FILE_LINES, FUNCTION_LINES, SCRIPT_LINES = 300, 45, 150
LINE = 140  # in what ruff does not look at
NOT_PYTHON = [p for p in sorted((config.ROOT / "static").rglob("*.[cj]s*")) if "vendor" not in p.parts]


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=config.ROOT, capture_output=True, check=True).stdout
    return [config.ROOT / name for name in listed.decode().split("\0") if name]


def test_it_compiles_every_template(app: Flask) -> None:
    names = app.jinja_env.list_templates(extensions=["html"])
    assert names
    for name in names:
        app.jinja_env.get_template(name)


@pytest.mark.parametrize(
    "path", [p for p in PYTHON if "webapp" in p.parts], ids=lambda p: str(p.relative_to(config.ROOT))
)
def test_it_hides_no_second_thing(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert source.count("\n") <= FILE_LINES
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{node.name}: {length} lines"


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_it_has_one_concern_a_script(path: Path) -> None:
    assert path.read_text(encoding="utf-8").count("\n") <= SCRIPT_LINES


def test_it_presses_no_line() -> None:
    long = [
        f"{path.relative_to(config.ROOT)}:{number}: {len(line)} characters"
        for path in NOT_PYTHON
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if len(line) > LINE
    ]
    assert not long, "\n".join(long)


def test_it_names_no_machine_and_no_registry() -> None:
    # In pieces, so that this file does not find itself.
    forbidden = re.compile(
        "|".join(["index-" + "url", "pythonhosted" + r"\.org", "registry" + r"\.npmjs", "/ho" + r"me/\w"])
    )
    found = [
        f"{path.relative_to(config.ROOT)}: {match.group()}"
        for path in tracked()
        if "vendor" not in path.parts
        and path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".js", ".css", ".po", ".json", ".csv", ""}
        for match in [forbidden.search(path.read_text(encoding="utf-8", errors="ignore"))]
        if match
    ]
    assert not found


def test_it_has_a_docstring_on_what_is_public() -> None:
    bare = [
        f"{path.relative_to(config.ROOT)}: {node.name}"
        for path in PYTHON
        if "webapp" in path.parts
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert not bare, "\n".join(bare)
