"""What others do with the same work: packages of the extra `bench`, each in a process of its own."""

from __future__ import annotations

import importlib.util
import sys


def installed(module: str) -> bool:
    """Whether the peer is there; it is not imported."""
    return importlib.util.find_spec(module) is not None


def command(peer: str, *arguments: object) -> list[str]:
    """The peer's driver of this folder, as a command."""
    return [sys.executable, "-m", f"tests.benchmarks.peers.{peer}", *map(str, arguments)]
