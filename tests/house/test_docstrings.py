"""Docstrings stand where a name cannot say it, and say shapes, units and what is raised."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import config

HOUSE = config.ROOT / "webapp"
WORDS, PARAMETERS = 4, 4
SHAPES = re.compile(
    r"→|\b(?:seconds|minutes|hours|days|months|years|cents|bytes|pixels|points|millimetres|E\.164|UTC"
    r"|instants?|ids?|rows?|pairs?|lists?|columns?)\b",
    re.IGNORECASE,
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Public(NamedTuple):
    where: str
    node: Function | ast.ClassDef
    words: str


@cache
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(HOUSE.rglob("*.py"))}


def inside(node: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """What others may use: of the module, and of its classes."""
    for child in node.body:
        if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)) and not child.name.startswith("_"):
            yield child
            if isinstance(child, ast.ClassDef):
                yield from inside(child)


@cache
def public() -> list[Public]:
    return [
        Public(f"{path.relative_to(config.ROOT)}:{node.lineno}: {node.name}", node, ast.get_docstring(node) or "")
        for path, tree in modules().items()
        for node in inside(tree)
    ]


def is_command(node: Function | ast.ClassDef) -> bool:
    """Its docstring is the help that a person reads."""
    return any(
        isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr in ("command", "group")
        for call in node.decorator_list
    )


def called() -> Iterator[tuple[str, Function, str]]:
    """What other modules call: no view, which a URL calls, and no command, which a person does."""
    for where, node, words in public():
        path = where.split(":")[0]
        if (
            not isinstance(node, ast.ClassDef)
            and not is_command(node)
            and not re.search(r"/(?:routes|cli)(?:/|\.py)", path)
        ):
            yield where, node, words


@cache
def our_exceptions() -> set[str]:
    """By name: the classes of the house that come, by whatever way, from an exception."""
    bases = {
        node.name: {base.attr if isinstance(base, ast.Attribute) else getattr(base, "id", "") for base in node.bases}
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef) and node.bases
    }
    found: set[str] = set()
    while more := {
        name
        for name, above in bases.items()
        if name not in found and any(base in found or base.endswith(("Exception", "Error")) for base in above)
    }:
        found |= more
    return found


def own(node: ast.AST) -> Iterator[ast.AST]:
    """The statements of a function, without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            yield child
            yield from own(child)


def raised(node: Function) -> set[str]:
    names = set()
    for child in own(node):
        if isinstance(child, ast.Raise) and child.exc is not None:
            what = child.exc.func if isinstance(child.exc, ast.Call) else child.exc
            names.add(what.attr if isinstance(what, ast.Attribute) else getattr(what, "id", ""))
    return names & our_exceptions()


def parameters(node: Function) -> list[str]:
    given = node.args.posonlyargs + node.args.args + node.args.kwonlyargs
    return [each.arg for each in given if each.arg not in ("self", "cls")]


def test_it_has_no_docstring_for_the_sake_of_it() -> None:
    short = [
        f"{where}: {words}"
        for where, node, words in public()
        if words and len(words.split()) <= WORDS and len(node.body) > 1 and not is_command(node)
    ]
    assert not short, "\n".join(short)


def test_it_names_what_a_function_of_many_parameters_is_given() -> None:
    unsaid = [
        f"{where}({', '.join(given)}): {words}"
        for where, node, words in called()
        if len(given := parameters(node)) >= PARAMETERS
        and not SHAPES.search(words)
        and not any(f"`{name}`" in words for name in given)
    ]
    assert not unsaid, "\n".join(unsaid)


def test_it_says_what_is_raised() -> None:
    unsaid = [
        f"{where}: {', '.join(sorted(missing))}: {words}"
        for where, node, words in called()
        if (missing := {name for name in raised(node) if not re.search(rf"\b[Rr]aises?\b.*\b{name}\b", words, re.S)})
    ]
    assert not unsaid, "\n".join(unsaid)
