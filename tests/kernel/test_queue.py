from __future__ import annotations

import pytest
from flask import Flask

from webapp import queue


def test_a_hook_that_fails_does_not_stop_the_others(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    called = []

    def bad() -> None:
        raise ValueError

    monkeypatch.setattr(queue, "at_start", [bad, lambda: called.append(1)])
    queue.begin_work()
    assert called == [1]


def test_every_task_has_a_room_and_a_name(app: Flask) -> None:
    assert {"clinic.nightly", "clinic.backup", "clinic.restore"} <= set(queue.names())
    assert all("." in name for name in queue.names())
    with pytest.raises(KeyError):
        queue.wake("nobody.registered")
