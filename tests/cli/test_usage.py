"""Wrong use is one line, Chinese first and English beside it, and exit code 2."""

from __future__ import annotations

import re

import click
import pytest
from tests.cli.test_scan import run

from mingcha.cli.usage import explain


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("scan", "缺少 PATH… / missing PATH…"),
        ("scan x --what", "没有选项 --what"),
        ("scan x --formt text", "没有选项 --formt；是否指 --format / no such option --formt; did you mean --format"),
        ("scan x -f xml", "--format：xml 不在可选值之中 / --format: xml is not one of text, json, html, sarif, docx, pdf"),
        ("scan x --jobs 0", "--jobs：应为不小于1的整数 / --jobs: must be an integer of at least 1"),
        ("scan x --jobs many", "--jobs：应为不小于1的整数"),
        ("scan x -o", "选项 -o 需要一个值"),
        ("scan x --strict=1", "选项 --strict 不带值"),
        ("nothing", "没有命令 nothing / no such command nothing"),
        ("rules nothing", "没有命令 nothing"),
        ("rules explain", "缺少 ID / missing ID"),
        ("rules --rules /nowhere list", "--rules：/nowhere 不存在或不能用"),
        ("version x y", "多余的参数 x y / unexpected arguments x y"),
        ("facts x -f html", "--format：html 不在可选值之中"),
    ],
)
def test_wrong_use_is_one_line_in_both_languages(
    line: str, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, *line.split()) == 2
    done = capsys.readouterr()
    assert (done.out, done.err.count("\n")) == ("", 1)
    assert done.err.startswith(f"mingcha: {told}")
    assert re.search(r"[\u4e00-\u9fff].* / [a-zA-Z'-].* \(mingcha.* --help\)\n$", done.err)


def test_a_group_without_a_command_shows_its_help(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch) == 2
    done = capsys.readouterr()
    assert "检测安装包并出具报告" in done.out + done.err


def test_an_error_that_click_may_add_is_told_in_its_own_words() -> None:
    assert explain(click.UsageError("Something else.")) == "用法错误 / Something else (mingcha --help)"
    assert explain(click.UsageError("Missing command.")) == "缺少命令 / missing command (mingcha --help)"
    assert explain(click.BadParameter("odd value", param_hint="x")) == "x：值无效 / x: odd value (mingcha --help)"
