"""`mingcha scan`: packages in, reports out."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import click

from mingcha.cli.exits import Exit
from mingcha.cli.packages import check_output, find_packages, read_files, reading_options, resolve_app_type
from mingcha.model import CoverageState, Grade, MingchaError, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.catalogue import Catalogue
    from mingcha.census.batch import Reading

# Packages whose facts are judged together; bounds the memory of a large folder.
_TOGETHER = 64
_GRADES = {"serious": (Grade.SERIOUS,), "general": (Grade.SERIOUS, Grade.GENERAL), "never": ()}


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@reading_options
@click.option("-f", "--format", "form", type=click.Choice(["text", "json", "html"]), default="text", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="写入文件；多个包的HTML写入文件夹 File, or a folder for several HTML.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="文本报告语言 Language.")
@click.option("--fail-on", type=click.Choice(list(_GRADES)), default="serious", show_default=True, help="失败级别 Grade.")
@click.option("--strict", is_flag=True, help="有未检测内容时以4退出 Exit 4 when part could not be tested.")
@click.option("--no-color", is_flag=True, help="不用颜色 No colour (also NO_COLOR).")
def command(  # noqa: PLR0913 - the options of the contract
    *,
    paths: tuple[str, ...],
    jobs: int | None,
    timeout: int,
    app_type: str | None,
    unsafe: bool,
    form: str,
    output: str | None,
    lang: str,
    fail_on: str,
    strict: bool,
    no_color: bool,
) -> int:
    """检测安装包并出具报告  Test packages and report; PATH is a package, a folder, or a folder of facts."""
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time

    catalogue = load()
    kind = resolve_app_type(app_type)
    stored = [path for path in paths if (Path(path) / "package.parquet").is_file()]
    files = find_packages(path for path in paths if path not in stored)
    several = bool(stored) or len(files) > 1
    if several and form == "html" and output is None:
        raise MingchaError("多个包的HTML需要 -o 文件夹 / HTML of several packages needs -o FOLDER")
    check_output(output, is_folder=several and form == "html")
    color = form == "text" and output is None and sys.stdout.isatty() and not no_color and "NO_COLOR" not in os.environ
    writer = _Writer(form, output, several=several, lang=lang, color=color, catalogue=catalogue)
    codes = {Exit.OK}
    with _progress(len(files)) as advance, writer:
        readings = _readings(stored, files, jobs=jobs, timeout=timeout, unsafe=unsafe, app_type=kind, advance=advance)
        for reading, report in _judged(readings, catalogue):
            codes.add(_exit_code(reading, report, fail_on=fail_on, strict=strict))
            if reading.failure is not None:
                click.echo(f"mingcha: {reading.path}: {reading.failure.zh} / {reading.failure.en}", err=True)
                if not several:
                    continue
            writer.add(report, reading.path)
    return _worst(codes)


def _readings(
    stored: list[str],
    files: list[Path],
    *,
    jobs: int | None,
    timeout: int,
    unsafe: bool,
    app_type: str | None,
    advance: Any,
) -> Iterator[Reading]:
    from mingcha.census.batch import Reading  # noqa: PLC0415 - start-up time
    from mingcha.census.store import load_facts  # noqa: PLC0415 - start-up time

    if files:
        yield from read_files(files, jobs=jobs, timeout=timeout, unsafe=unsafe, app_type=app_type, progress=advance)
    for folder in stored:
        for facts in load_facts(Path(folder)):
            yield Reading(Path(folder), facts)


def _judged(readings: Iterator[Reading], catalogue: Catalogue) -> Iterator[tuple[Reading, Report]]:
    """Judge readings in groups; each query runs once for all packages of a group."""
    from mingcha import __version__  # noqa: PLC0415 - start-up time
    from mingcha.model import Tool  # noqa: PLC0415 - start-up time
    from mingcha.reports.assemble import assemble  # noqa: PLC0415 - start-up time
    from mingcha.rules import judge, load_pack  # noqa: PLC0415 - start-up time

    pack = load_pack(catalogue)
    tool = Tool(version=__version__, rules=pack.digest, catalogue=catalogue.digest)
    while group := list(islice(readings, _TOGETHER)):
        judgements = judge([reading.facts for reading in group], pack, catalogue)
        for reading in group:
            yield reading, assemble(reading.facts, judgements[reading.facts.package], catalogue, tool)


def _exit_code(reading: Reading, report: Report, *, fail_on: str, strict: bool) -> Exit:
    if reading.failure is not None:
        return Exit.UNREADABLE
    if any(finding.grade in _GRADES[fail_on] for finding in report.findings):
        return Exit.VIOLATIONS
    if strict and any(c.state is not CoverageState.COMPLETE for c in report.coverage):
        return Exit.NOT_TESTED
    return Exit.OK


def _worst(codes: set[Exit]) -> Exit:
    """Return the code that weighs most: a lost package before a violation, for its silence must not pass for a result."""
    for code in (Exit.UNREADABLE, Exit.VIOLATIONS, Exit.NOT_TESTED):
        if code in codes:
            return code
    return Exit.OK


def _progress(count: int) -> Any:
    """Return a context that gives a function told the number of files done; a bar only on a terminal."""
    if count < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one package needs no bar
        return nullcontext(None)
    return _Bar(count)


class _Bar:
    def __init__(self, count: int) -> None:
        self._bar = click.progressbar(length=count, label="检测 scanning", file=sys.stderr)

    def __enter__(self) -> Any:
        bar = self._bar.__enter__()
        return lambda done: bar.update(done - bar.pos)

    def __exit__(self, *reason: object) -> None:
        self._bar.__exit__(*reason)  # type: ignore[arg-type]


class _Writer:
    """Writes each report as it comes, to stdout, one file, or one HTML file per package in a folder."""

    def __init__(self, form: str, output: str | None, *, several: bool, lang: str, color: bool, catalogue: Catalogue) -> None:
        self._form, self._several, self._lang, self._color, self._catalogue = form, several, lang, color, catalogue
        self._folder = Path(output) if output and several and form == "html" else None
        self._file = Path(output) if output and self._folder is None else None
        self._parts: list[str] = []

    def __enter__(self) -> Self:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if self._file is not None and kind is None:
            self._file.write_text("".join(self._parts), encoding="utf-8")

    def add(self, report: Report, path: Path) -> None:
        """Write one report."""
        text = self._render(report)
        if self._folder is not None:
            name = f"{path.stem}-{report.package.sha256[:8]}.html"
            (self._folder / name).write_text(text, encoding="utf-8")
        elif self._file is not None:
            self._parts.append(text)
        else:
            click.echo(text, nl=not text.endswith("\n"), color=self._color)

    def _render(self, report: Report) -> str:
        from mingcha.reports import html, json, text  # noqa: PLC0415 - start-up time

        if self._form == "json":
            return json.write(report, one_line=self._several)
        if self._form == "html":
            return html.write(report, self._catalogue, lang=self._lang)
        return text.write(report, self._catalogue, lang=self._lang, color=self._color)
