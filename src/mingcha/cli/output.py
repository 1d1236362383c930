"""Where reports go, and in which form: stdout, one file, or one file per package in a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import click

from mingcha.cli.packages import check_output
from mingcha.model import MingchaError

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Report
    from mingcha.rules import Pack

FORMS = ("text", "json", "html", "sarif", "docx", "pdf")
# Forms of which each package gets a file of its own; the others put several reports into one stream.
_ONE_EACH = ("html", "docx", "pdf")
_BINARY = ("docx", "pdf")


class Form(NamedTuple):
    """How reports are to look: one of FORMS, its language (zh or en), colour, and the day printed on documents."""

    name: str
    lang: str
    color: bool = False
    day: str | None = None


def check(form: str, output: str | None, *, several: bool) -> None:
    """Raise with one clear line when reports cannot be written like that; to be asked before the work is done."""
    if several and form in _ONE_EACH and output is None:
        raise MingchaError(f"多个包的{form.upper()}需要 -o 文件夹 / {form.upper()} of several packages needs -o FOLDER")
    if form in _BINARY:
        if output is None and sys.stdout.isatty():
            raise MingchaError(f"{form.upper()}需要 -o 文件 / {form.upper()} needs -o FILE")
        _import_documents()
    check_output(output, is_folder=several and form in _ONE_EACH)


class Writer:
    """Writes each report as it comes; a file is written when all have come without an error."""

    def __init__(self, form: Form, output: str | None, *, several: bool, catalogue: Catalogue, pack: Pack) -> None:
        self._form, self._several, self._catalogue, self._pack = form, several, catalogue, pack
        self._folder = Path(output) if output and several and form.name in _ONE_EACH else None
        self._file = Path(output) if output and self._folder is None else None
        self._parts: list[bytes] = []
        self._kept: list[Report] = []

    def __enter__(self) -> Self:
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is not None:
            return
        if self._form.name == "sarif":
            from mingcha.reports import sarif  # noqa: PLC0415 - start-up time

            self._put(sarif.write(self._kept, self._catalogue, self._pack).encode())
        if self._file is not None:
            self._file.write_bytes(b"".join(self._parts))

    def add(self, report: Report, path: Path) -> None:
        """Write one report; `path` is its package, after which a file of its own is called."""
        if self._form.name == "sarif":
            self._kept.append(report)
        elif self._folder is not None:
            name = f"{path.stem}-{report.package.sha256[:8]}.{self._form.name}"
            (self._folder / name).write_bytes(self._render(report))
        else:
            self._put(self._render(report))

    def _put(self, content: bytes) -> None:
        if self._file is not None:
            self._parts.append(content)
        elif self._form.name in _BINARY:
            click.echo(content, nl=False)
        else:
            click.echo(content.decode(), nl=not content.endswith(b"\n"), color=self._form.color)

    def _render(self, report: Report) -> bytes:
        form = self._form
        if form.name == "json":
            from mingcha.reports import json  # noqa: PLC0415 - start-up time

            return json.write(report, one_line=self._several).encode()
        if form.name == "html":
            from mingcha.reports import html  # noqa: PLC0415 - start-up time

            return html.write(report, self._catalogue, lang=form.lang).encode()
        if form.name in _BINARY:
            from mingcha.reports import docx, pdf  # noqa: PLC0415 - start-up time

            write = docx.write if form.name == "docx" else pdf.write
            return write(report, self._catalogue, lang=form.lang, day=form.day)
        from mingcha.reports import text  # noqa: PLC0415 - start-up time

        return text.write(report, self._catalogue, lang=form.lang, color=form.color).encode()


def _import_documents() -> None:
    """Raise with one clear line when the libraries of the extra `documents` are absent."""
    from importlib.util import find_spec  # noqa: PLC0415 - start-up time

    missing = [name for name in ("docx", "typst", "pylopdf_fonts_zh_cn") if find_spec(name) is None]
    if missing:
        raise MingchaError(
            f"缺少 {', '.join(missing)}，请安装 pip install 'mingcha[documents]' / missing: pip install 'mingcha[documents]'"
        )
