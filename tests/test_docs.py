"""What the documents say about the command line is what the command line does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import click
import pytest

from mingcha.cli import group
from mingcha.cli.exits import Exit

ROOT = Path(__file__).resolve().parent.parent
PLATFORM = ("docs/platform.md", "docs/platform.zh.md")
DOCUMENTS = ("README.md", "README.zh.md", "docs/guide.md", "docs/guide.zh.md", *PLATFORM, "CONTRIBUTING.md")
GUIDES = ("docs/guide.md", "docs/guide.zh.md")


def commands_shown(name: str) -> list[str]:
    """Return the mingcha command lines of a document: in its code blocks and between backticks."""
    text = (ROOT / name).read_text("utf-8")
    blocks = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
    lines = re.findall(r"^(?:\.venv/bin/)?(mingcha .*)$", blocks, re.MULTILINE)
    return [*lines, *re.findall(r"`(mingcha [^`]+)`", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE))]


def find_command(words: list[str]) -> tuple[click.Command, list[str]]:
    """Follow the words through the groups; return the command and the words that are left for it."""
    command: click.Command = group
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        inner = command.get_command(click.Context(command), words[0])
        if inner is None and (default := getattr(command, "default", None)):
            words = [default, *words]
            inner = command.get_command(click.Context(command), default)
        assert inner is not None, words
        command, words = inner, words[1:]
    return command, words


@pytest.mark.parametrize("name", DOCUMENTS)
def test_commands_and_options_exist(name: str) -> None:
    shown = [line for line in commands_shown(name) if not re.match(r"mingcha (COMMAND|rules list\|)", line)]
    assert shown != []
    wrong = []
    for line in shown:
        command, rest = find_command(shlex.split(line, comments=True)[1:])
        known = {name for parameter in command.params for name in [*parameter.opts, *parameter.secondary_opts]}
        wrong += [(line, word) for word in rest if re.match(r"--?[a-z]", word) and word not in known | {"--help"}]
    assert wrong == []


@pytest.mark.parametrize("name", GUIDES)
def test_every_exit_code_is_explained(name: str) -> None:
    codes = {int(code) for code in re.findall(r"^\| (\d+) \|", (ROOT / name).read_text("utf-8"), re.MULTILINE)}
    assert codes == {int(code) for code in Exit}


@pytest.mark.parametrize("name", GUIDES)
def test_every_option_of_scan_that_changes_an_outcome_is_explained(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    command, _ = find_command(["scan"])
    options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
    spelled_short = {"--format", "--output", "--no-color", "--app-type"}
    assert [option for option in sorted(options - spelled_short) if option not in text] == []


@pytest.mark.parametrize("name", PLATFORM)
def test_every_setting_and_command_of_the_platform_is_explained(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    settings = (ROOT / "src/mingcha/platform/settings.py").read_text("utf-8")
    asked = set(re.findall(r"environ\.get\(\"(MINGCHA_\w+)\"", settings))
    assert set(re.findall(r"^\| `(MINGCHA_\w+)` \|", text, re.MULTILINE)) == asked
    command, _ = find_command(["platform"])
    assert isinstance(command, click.Group)
    assert [each for each in command.commands if f"`mingcha platform {each}" not in text] == []
