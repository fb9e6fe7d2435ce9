"""Add people who can sign in, if they are not there yet: `python -m tests.benchmarks.person PASSWORD LOGIN …`."""

from __future__ import annotations

import sys

import config
from webapp import clock
from webapp.access import Role
from webapp.app import create_app
from webapp.staff import actions, queries

if __name__ == "__main__":
    password, *logins = sys.argv[1:]
    with create_app(config.load()).app_context():
        for login in logins:
            if not queries.by_login(login):
                actions.add(name=login.title(), login=login, role=Role.MANAGER, password=password, now=clock.now())
