"""Add someone who can sign in, if they are not there yet: `python -m tests.benchmarks.person LOGIN PASSWORD`."""

from __future__ import annotations

import sys

import config
from webapp import clock
from webapp.access import Role
from webapp.app import create_app
from webapp.staff import actions, queries

if __name__ == "__main__":
    login, password = sys.argv[1:]
    with create_app(config.load()).app_context():
        if not queries.by_login(login):
            actions.add(name=login.title(), login=login, role=Role.MANAGER, password=password, now=clock.now())
