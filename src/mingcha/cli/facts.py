"""`mingcha facts`: what was read of packages, without any judgement."""

from __future__ import annotations

import json
from pathlib import Path

import click

from mingcha.cli.documents import document_options
from mingcha.cli.exits import Exit
from mingcha.cli.packages import check_output, find_packages, read_files, reading_options, resolve_app_type
from mingcha.model import MingchaError


@click.command("facts")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@reading_options
@document_options
@click.option("-f", "--format", "form", type=click.Choice(["json", "parquet"]), default="json", show_default=True)
@click.option("-o", "--output", metavar="FILE", help="JSON的文件，或Parquet的文件夹 File, or folder for Parquet.")
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
) -> int:
    """只读出事实，不作判断  Read the facts: one JSON document a line, or Parquet that `scan` judges later."""
    from mingcha.census.documents import open_documents  # noqa: PLC0415 - start-up time
    from mingcha.census.store import save_facts  # noqa: PLC0415 - start-up time

    if form == "parquet" and output is None:
        raise MingchaError("Parquet 需要 -o 文件夹 / Parquet needs -o FOLDER")
    check_output(output, is_folder=form == "parquet")
    kind = resolve_app_type(app_type)
    documents = open_documents(policy, lists, listing, unsafe=unsafe)
    readings = read_files(find_packages(paths), jobs=jobs, timeout=timeout, unsafe=unsafe, app_type=kind)
    code, kept, lines = Exit.OK, [], []
    for reading in documents.attach(readings):
        if reading.failure is not None:
            click.echo(f"mingcha: {reading.path}: {reading.failure.zh} / {reading.failure.en}", err=True)
            code = Exit.UNREADABLE
        if form == "parquet":
            kept.append(reading.facts)
            continue
        line = json.dumps(reading.facts.to_wire(), ensure_ascii=False, sort_keys=True) + "\n"
        if output is None:
            click.echo(line, nl=False)
        else:
            lines.append(line)
    if form == "parquet":
        save_facts(kept, Path(str(output)))
    elif output is not None:
        Path(output).write_text("".join(lines), encoding="utf-8")
    return code
