"""Which files a command is about, and the options that reading them takes."""

from __future__ import annotations

import gc
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mingcha.model import MingchaError, UnreadablePackageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mingcha.census.batch import Reading

SUFFIXES = (".apk",)


def reading_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --jobs, --timeout, --app-type and --unsafe to a command."""
    options = (
        click.option("--jobs", type=click.IntRange(min=1), default=None, help="同时检测的包数（默认CPU数） Packages at a time."),
        click.option("--timeout", type=click.IntRange(min=1), default=120, show_default=True, help="每包秒数上限 Seconds a package."),
        click.option("--app-type", help="39类常见应用之一：键、编号或中文名 One of the 39 app types."),
        click.option("--unsafe", is_flag=True, help="无完整隔离时仍读取 Read even where isolation is not complete."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def find_packages(paths: Iterable[str], suffixes: tuple[str, ...] = SUFFIXES) -> list[Path]:
    """Return the files named, and those inside named folders that end so, sorted; raises with one clear line otherwise."""
    found: list[Path] = []
    for name in paths:
        path = Path(name)
        if path.is_dir():
            inside = sorted(Path(folder, file) for folder, _, files in os.walk(path) for file in files if file.lower().endswith(suffixes))
            if not inside:
                raise UnreadablePackageError(f"{name}: 文件夹中没有安装包 / no packages in this folder")
            found += inside
        elif path.is_file():
            found.append(path)
        elif path.exists():
            raise MingchaError(f"{name}: 不是普通文件 / not a regular file")
        else:
            raise MingchaError(f"{name}: 文件不存在 / no such file")
    return list(dict.fromkeys(found))


def check_output(name: str | None, *, is_folder: bool = False) -> None:
    """Raise with one clear line when results cannot be written there; to be asked before the work is done."""
    if name is None:
        return
    path = Path(name)
    if is_folder:
        if path.exists() and not path.is_dir():
            raise MingchaError(f"{name}: 不是文件夹 / not a folder")
    elif path.is_dir():
        raise MingchaError(f"{name}: 是文件夹，不是文件 / a folder, not a file")
    elif not path.parent.is_dir():
        raise MingchaError(f"{path.parent}: 文件夹不存在 / no such folder")


def resolve_app_type(given: str | None) -> str | None:
    """Return the key of an app type given by key, number or Chinese name."""
    if given is None:
        return None
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time

    for app_type in load().app_types.values():
        if given in (app_type.key, str(app_type.number), app_type.title.zh, app_type.title.zh.removesuffix("类")):
            return app_type.key
    raise MingchaError(f"--app-type {given}: 不是39类常见应用之一 / not one of the 39 app types")


def job_count(given: int | None, packages: int) -> int:
    """Return how many children work at a time."""
    return min(given or len(os.sched_getaffinity(0)), max(packages, 1))


def read_files(
    files: list[Path],
    *,
    jobs: int | None,
    timeout: int,
    unsafe: bool,
    app_type: str | None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Reading]:
    """Yield one reading per file with the values of `reading_options`; `jobs` None is one child per usable CPU."""
    from mingcha.census.batch import read_packages  # noqa: PLC0415 - start-up time
    from mingcha.facts.collect import prepare  # noqa: PLC0415 - start-up time
    from mingcha.sandbox import Limits  # noqa: PLC0415 - start-up time

    prepare()
    gc.freeze()  # what is loaded by now stays: neither a child nor the end of the program needs to look through it

    limits = Limits(wall=float(timeout), cpu=float(timeout))
    return read_packages(files, jobs=job_count(jobs, len(files)), limits=limits, unsafe=unsafe, app_type=app_type, progress=progress)
