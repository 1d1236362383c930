"""`mingcha rules test --bench`: judges the packages of the violation bench and prints what was found and what was missed."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mingcha.cli.exits import Exit
from mingcha.cli.packages import read_files
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.census.batch import Reading
    from mingcha.rules import Pack
    from mingcha.rules.bench import Line

# The bench's sources belong to the repository, not to the installed program.
_BUILDER = "bench.violations.build"
_TOGETHER = 64
_SECONDS = 60


def run_bench(folder: Path | None, catalogue: Catalogue, pack: Pack) -> int:
    """Judge a bench's packages, or build them first; INVALID_RULE when an expectation is missed that is not known to be."""
    if folder is not None:
        return _judge_folder(folder, catalogue, pack)
    with tempfile.TemporaryDirectory() as scratch:
        _build(Path(scratch))
        return _judge_folder(Path(scratch), catalogue, pack)


def _build(folder: Path) -> None:
    if not Path(*_BUILDER.split(".")).with_suffix(".py").is_file():
        raise MingchaError("此处没有 bench/violations 源码，请给出文件夹 / bench/violations is not here: give a folder")
    click.echo("构建样本集…… / building the bench …", err=True)
    command = [sys.executable, "-m", _BUILDER, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the repository's own module
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["?"])[-1]
        raise MingchaError(f"样本集构建失败 / the bench could not be built: {reason}")


def _judge_folder(folder: Path, catalogue: Catalogue, pack: Pack) -> int:
    from mingcha.rules import judge  # noqa: PLC0415 - start-up time
    from mingcha.rules.bench import compare, load_expected  # noqa: PLC0415 - start-up time

    expected = load_expected(folder)
    missing = [name for name in expected if not (folder / name).is_file()]
    if missing:
        raise MingchaError(f"{folder / missing[0]}: 文件不存在 / no such file")
    lines: list[Line] = []
    readings = read_files([folder / name for name in expected], jobs=None, timeout=_SECONDS, unsafe=False, app_type=None)
    while group := list(islice(readings, _TOGETHER)):
        for reading in group:
            _attach_documents(reading)
        judged = judge([reading.facts for reading in group], pack, catalogue)
        for reading in group:
            name = reading.path.name
            lines += compare(name, expected[name], reading.facts, judged[reading.facts.package])
    return _print(lines)


def _attach_documents(reading: Reading) -> None:
    """Add the facts of the policy and the listing that lie beside a package under its name."""
    from mingcha.census.documents import open_documents  # noqa: PLC0415 - start-up time
    from mingcha.facts.policy_link import collect_links, read_links  # noqa: PLC0415 - start-up time

    policy, listing = (reading.path.with_suffix(suffix) for suffix in (".policy.md", ".listing.json"))
    given = [str(path) if path.is_file() else None for path in (policy, listing)]
    if any(given):
        list(open_documents(given[0], (), given[1], unsafe=False).attach([reading]))
    links = reading.path.with_suffix(".links.json")
    if links.is_file():
        collect_links(reading.facts, read_links(links.read_bytes(), links.name))


def _print(lines: list[Line]) -> int:
    """Print one line per expectation, tab-separated, and the sums; return the exit code."""
    states = {True: "ok", False: "MISSED"}
    for line in lines:
        fire = line.what
        state = "beyond" if line.beyond and not line.met else states[line.met]
        words = (line.package, "fires" if line.must_fire else "silent", *(word or "-" for word in fire))
        click.echo("\t".join((state, *words)))
    sums = []
    for must_fire in (True, False):
        each = [line for line in lines if line.must_fire is must_fire]
        sums.append(f"{sum(line.met for line in each)}/{len(each)}")
    missed = sum(not line.met and line.beyond is None for line in lines)
    known = sum(not line.met and line.beyond is not None for line in lines)
    zh = f"应报 {sums[0]}，应静默 {sums[1]}，已知不足 {known}，未达 {missed}"
    click.echo(f"{zh} / fires {sums[0]}, silent {sums[1]}, known gaps {known}, missed {missed}", err=True)
    return Exit.INVALID_RULE if missed else Exit.OK
