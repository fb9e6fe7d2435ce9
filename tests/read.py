"""What the process that copies are made of reads once: the rooms of every command, and their French."""

from importlib import import_module

from tests import processes  # noqa: F401
from webapp import cli, languages

for room in {*cli.ROOMS.values(), *cli.OF_BATCH.values()}:
    import_module(room)
languages.load("fr")
