from __future__ import annotations

from io import StringIO
from pathlib import Path

from django.core.management import call_command

from mingcha.platform.casework.matrix import page
from mingcha.platform.casework.steps import STEPS

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_docs_show_the_steps_as_they_are() -> None:
    assert (DOCS / "platform-steps.md").read_text("utf-8") == page()


def test_every_step_has_its_line() -> None:
    out = StringIO()
    call_command("steps", stdout=out)
    lines = [line for line in out.getvalue().splitlines() if line.startswith("| ") and "`" in line]
    assert len(lines) == len(STEPS)
    assert all(f"`{step.name}`" in line for step, line in zip(STEPS, lines, strict=True))
