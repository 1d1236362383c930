"""`mingcha version`: the product's version and the digests that a report names."""

from __future__ import annotations

import click


@click.command("version")
def command() -> None:
    """版本与规则包、目录摘要  Version, and digests of rules and catalogue."""
    from mingcha import __version__  # noqa: PLC0415 - start-up time
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time
    from mingcha.rules import load_pack  # noqa: PLC0415 - start-up time

    catalogue = load()
    click.echo(f"mingcha {__version__}")
    click.echo(f"rules {load_pack(catalogue).digest}")
    click.echo(f"catalogue {catalogue.digest}")
