"""The map of routes, walked: an address for each, and who may pass."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule

from webapp import access


def example(converter: BaseConverter) -> object:
    if isinstance(converter, AnyConverter):
        return sorted(converter.items)[0]
    return 1 if isinstance(converter, IntegerConverter) else "x"


def address(app: Flask, rule: Rule) -> str:
    values = {name: example(converter) for name, converter in rule._converters.items()}
    built: str = app.url_map.bind("localhost").build(rule.endpoint, values)
    return built


def guarded(app: Flask) -> Iterator[tuple[Rule, access.Guard]]:
    for rule in app.url_map.iter_rules():
        guard = access.guard_of(app.view_functions[rule.endpoint])
        if guard and guard.role:
            yield rule, guard


def methods(rule: Rule) -> list[str]:
    return sorted(rule.methods or set())
