from __future__ import annotations

import click
import pytest
from tests.cli.test_scan import run

from mingcha import cli
from mingcha.cli.exits import Exit
from mingcha.model import InvalidRuleError, MingchaError, UnreadablePackageError

ENDS = {
    "usage": (MingchaError("a / b"), Exit.USAGE, "mingcha: a / b\n"),
    "unreadable": (UnreadablePackageError("a / b"), Exit.UNREADABLE, "mingcha: a / b\n"),
    "invalid rule": (InvalidRuleError("a / b"), Exit.INVALID_RULE, "mingcha: a / b\n"),
    "internal": (ZeroDivisionError("oops"), Exit.INTERNAL, "mingcha: 内部错误 internal error: ZeroDivisionError: oops\n"),
    "click's own": (click.UsageError("wrong"), Exit.USAGE, "mingcha: 用法错误 / wrong (mingcha version --help)\n"),
    "interrupted": (click.Abort(), 130, ""),
}


def test_codes_are_those_of_the_contract() -> None:
    assert [int(code) for code in Exit] == [0, 1, 2, 3, 4, 5, 70]


@pytest.mark.parametrize("kind", ENDS)
def test_every_failure_ends_with_its_line_and_code(kind: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    error, code, line = ENDS[kind]

    @click.command("version")
    def fail() -> None:
        raise error

    monkeypatch.setattr(cli.group, "get_command", lambda _context, _name: fail)
    assert run(monkeypatch, "version") == code
    done = capsys.readouterr()
    assert (done.out, done.err.endswith(line), "Traceback" in done.err) == ("", True, False)


def test_help_names_every_command_and_code(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "--help") == 0
    text = capsys.readouterr().out
    assert [word for word in (*cli._COMMANDS, *(f" {int(code)} " for code in Exit)) if word not in text] == []
