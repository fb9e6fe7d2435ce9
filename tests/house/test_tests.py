"""The tests themselves: they stand each alone, and each says what it expects."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import config
from tests.conftest import first_cases


@cache
def modules() -> dict[Path, ast.Module]:
    """Every module of the tests, parsed once."""
    paths = sorted((config.ROOT / "tests").rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


def name(path: Path) -> str:
    return str(path.relative_to(config.ROOT))


def imported(tree: ast.Module) -> set[str]:
    """Every module that is imported, and every name out of one: it may be a module."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {node.module or "", *(f"{node.module}.{each.name}" for each in node.names)}
    return found


def test_other_pythons_run_each_in_its_first_case() -> None:
    """`--first-case`, with which .ci/run tries them."""
    asked = ("a.py::one", "a.py::two[1]", "a.py::two[2]", "b.py::two[2]", "b.py::Class::two[x[y]]", "b.py::two[1]")
    kept = first_cases([SimpleNamespace(nodeid=each) for each in asked])  # type: ignore[misc]
    assert [item.nodeid for item in kept] == [asked[number] for number in (0, 1, 3, 4)]


def test_none_imports_another() -> None:
    """What several share lies in factories, in a room's steps or in a conftest: its own, or one above it."""
    wrong = []
    for path, tree in modules().items():
        here = ".".join(path.relative_to(config.ROOT).parts[:-1])
        for module in imported(tree):
            parts = module.split(".")
            if parts[0] != "tests":
                continue
            if any(part.startswith("test_") for part in parts):
                wrong.append(f"{name(path)}: {module}")
            if "conftest" in parts:
                room = ".".join(parts[: parts.index("conftest")])
                if not f"{here}.".startswith(f"{room}."):
                    wrong.append(f"{name(path)}: {module}, of another room")
    assert not wrong, "\n".join(wrong)


def expects(test: ast.FunctionDef) -> bool:
    for node in ast.walk(test):
        if isinstance(node, ast.Assert):
            return True
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in {"raises", "expect"}:
            return True
    return False


def test_each_says_what_it_expects() -> None:
    silent = [
        f"{name(path)}:{node.lineno}: {node.name}"
        for path, tree in modules().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_") and not expects(node)
    ]
    assert not silent, "\n".join(silent)
