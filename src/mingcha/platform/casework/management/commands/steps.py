"""`python -m django steps`: prints the transition matrix, or writes it into the docs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand

from mingcha.platform.casework.matrix import page

if TYPE_CHECKING:
    from argparse import ArgumentParser

_PAGE = Path("docs/platform-steps.md")


class Command(BaseCommand):
    """The steps of a case as Markdown."""

    help = "The steps of a case as Markdown."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take `--write`."""
        parser.add_argument("--write", action="store_true", help=f"write {_PAGE} of the source tree")

    def handle(self, *_args: Any, write: bool, **_options: Any) -> None:
        """Print or write the page."""
        if write:
            _PAGE.write_text(page(), "utf-8")
        else:
            self.stdout.write(page())
