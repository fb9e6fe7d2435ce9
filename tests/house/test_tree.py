"""What must not stand in the tree, and how large a room may grow."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

from flask import Flask

import config

SCRIPTS = sorted((config.ROOT / "static" / "js").glob("*.js"))
FILE_LINES, FUNCTION_LINES, SCRIPT_LINES = 300, 45, 150
LINE = 140  # in what ruff does not look at
NOT_PYTHON = [
    path
    for folder, ending in (("templates", "html"), ("static/css", "css"), ("static/js", "js"))
    for path in sorted((config.ROOT / folder).rglob(f"*.{ending}"))
]


def name(path: Path) -> str:
    return str(path.relative_to(config.ROOT))


@cache
def ours() -> dict[Path, ast.Module]:
    """Every module of the house, parsed once."""
    paths = sorted((config.ROOT / "webapp").rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=config.ROOT, capture_output=True, check=True).stdout
    return [config.ROOT / name for name in listed.decode().split("\0") if name]


def test_it_compiles_every_template(app: Flask) -> None:
    found = app.jinja_env.list_templates(extensions=["html"])
    assert found
    for template in found:
        app.jinja_env.get_template(template)


def test_it_hides_no_second_thing() -> None:
    long = []
    for path, tree in ours().items():
        lines = path.read_text(encoding="utf-8").count("\n")
        if lines > FILE_LINES:
            long.append(f"{name(path)}: {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                lines = (node.end_lineno or 0) - node.lineno + 1
                if lines > FUNCTION_LINES:
                    long.append(f"{name(path)}: {node.name}: {lines} lines")
    assert not long, "\n".join(long)


def test_it_has_one_concern_a_script() -> None:
    assert not [name(path) for path in SCRIPTS if path.read_text(encoding="utf-8").count("\n") > SCRIPT_LINES]


def test_it_presses_no_line() -> None:
    long = [
        f"{name(path)}:{number}: {len(line)} characters"
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
        f"{name(path)}: {match.group()}"
        for path in tracked()
        if "vendor" not in path.parts
        and path.suffix in {".py", ".md", ".toml", ".txt", ".html", ".js", ".css", ".po", ".json", ".csv", ""}
        for match in [forbidden.search(path.read_text(encoding="utf-8", errors="ignore"))]
        if match
    ]
    assert not found


def test_it_numbers_no_placeholder() -> None:
    """Python 3.12 takes `?1` for a name, and warns where values come in a sequence: names, or plain `?`."""
    numbered = [name(path) for path in ours() if re.search(r"\?\d", path.read_text(encoding="utf-8"))]
    assert not numbered
