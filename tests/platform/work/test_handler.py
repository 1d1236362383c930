from __future__ import annotations

import pytest

from mingcha.model import Text
from mingcha.platform.work import handler as handlers
from mingcha.platform.work.handler import Task, TryAgainError, find_handler, handler, kinds


def test_a_kind_has_one_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handlers, "_HANDLERS", {})

    def run(task: Task) -> int:
        return task.attempt

    assert handler("b", limit=5.0, at_once=2)(run) is run
    handler("a")(run)
    assert kinds() == ["a", "b"]
    found = find_handler("b")
    assert (found.run, found.record, found.prepare, found.limit, found.at_once) == (run, None, None, 5.0, 2)
    with pytest.raises(ValueError, match="b: two handlers"):
        handler("b")(run)
    with pytest.raises(KeyError):
        find_handler("c")


def test_trying_again_tells_why_and_when() -> None:
    wrong = TryAgainError(Text("没有网", "no network"), after=5.0)
    assert (str(wrong), wrong.why.zh, wrong.after) == ("no network", "没有网", 5.0)
