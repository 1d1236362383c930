"""`mingcha scan`: packages in, reports out."""

from __future__ import annotations

import os
import sys
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mingcha.cli.documents import document_options
from mingcha.cli.exits import Exit
from mingcha.cli.output import FORMS, Form, Writer, check
from mingcha.cli.packages import find_packages, read_files, reading_options, resolve_app_type
from mingcha.cli.triage import Triage, resolve_day
from mingcha.model import CoverageState, Grade, Report

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mingcha.catalogue import Catalogue
    from mingcha.census.batch import Reading
    from mingcha.rules import Pack

# Packages whose facts are judged together; bounds the memory of a large folder.
_TOGETHER = 64
_GRADES = {"serious": (Grade.SERIOUS,), "general": (Grade.SERIOUS, Grade.GENERAL), "never": ()}


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@reading_options
@document_options
@click.option("-f", "--format", "form", type=click.Choice(FORMS), default="text", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="写入文件；多个包的HTML、DOCX、PDF写入文件夹 File, or a folder.")
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="报告语言 Language.")
@click.option("--date", "day", metavar="DAY", help="报告日期：YYYY-MM-DD 或 today Date of the report; none unless given.")
@click.option("--suppress", metavar="FILE", help="不计入的问题及理由（YAML） Findings that do not count, and why.")
@click.option("--baseline", metavar="FILE", help="以往的JSON报告，只计新问题 Earlier JSON report: only new findings count.")
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
    policy: str | None,
    lists: tuple[str, ...],
    listing: str | None,
    form: str,
    output: str | None,
    lang: str,
    day: str | None,
    suppress: str | None,
    baseline: str | None,
    fail_on: str,
    strict: bool,
    no_color: bool,
) -> int:
    """检测安装包并出具报告  Test packages and report; PATH is a package, a folder, or a folder of facts."""
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time
    from mingcha.census.documents import open_documents  # noqa: PLC0415 - start-up time
    from mingcha.rules import load_pack  # noqa: PLC0415 - start-up time

    catalogue, day = load(), resolve_day(day)
    triage = Triage(suppress, baseline, day)
    kind = resolve_app_type(app_type)
    stored = [path for path in paths if (Path(path) / "package.parquet").is_file()]
    files = find_packages(path for path in paths if path not in stored)
    several = bool(stored) or len(files) > 1
    check(form, output, several=several)
    color = form == "text" and output is None and sys.stdout.isatty() and not no_color and "NO_COLOR" not in os.environ
    documents = open_documents(policy, lists, listing, unsafe=unsafe)
    pack = load_pack(catalogue)
    writer = Writer(Form(form, lang, color, day), output, several=several, catalogue=catalogue, pack=pack)
    codes = {Exit.OK}
    with _progress(len(files)) as advance, writer:
        readings = _readings(stored, files, jobs=jobs, timeout=timeout, unsafe=unsafe, app_type=kind, advance=advance)
        for reading, judged in _judged(documents.attach(readings), pack, catalogue):
            report = triage.apply(judged, reading.path)
            codes.add(_exit_code(reading, report, fail_on=fail_on, strict=strict))
            if reading.failure is not None:
                click.echo(f"mingcha: {reading.path}: {reading.failure.zh} / {reading.failure.en}", err=True)
                if not several:
                    continue
            writer.add(report, reading.path)
    triage.close()
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


def _judged(readings: Iterator[Reading], pack: Pack, catalogue: Catalogue) -> Iterator[tuple[Reading, Report]]:
    """Judge readings in groups; each query runs once for all packages of a group."""
    from mingcha import __version__  # noqa: PLC0415 - start-up time
    from mingcha.model import Tool  # noqa: PLC0415 - start-up time
    from mingcha.reports.assemble import assemble  # noqa: PLC0415 - start-up time
    from mingcha.rules import judge  # noqa: PLC0415 - start-up time

    tool = Tool(version=__version__, rules=pack.digest, catalogue=catalogue.digest)
    while group := list(islice(readings, _TOGETHER)):
        judgements = judge([reading.facts for reading in group], pack, catalogue)
        for reading in group:
            yield reading, assemble(reading.facts, judgements[reading.facts.package], catalogue, tool)


def _exit_code(reading: Reading, report: Report, *, fail_on: str, strict: bool) -> Exit:
    from mingcha.reports.view import is_open  # noqa: PLC0415 - start-up time

    if reading.failure is not None:
        return Exit.UNREADABLE
    if any(finding.grade in _GRADES[fail_on] and is_open(finding) for finding in report.findings):
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
