from __future__ import annotations

from typing import TYPE_CHECKING

from tests.cli.test_scan import run

from mingcha import __version__
from mingcha.catalogue import load
from mingcha.rules import load_pack

if TYPE_CHECKING:
    import pytest


def test_version_and_digests_are_those_of_a_report(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(monkeypatch, "version") == 0
    catalogue = load()
    expected = [f"mingcha {__version__}", f"rules {load_pack(catalogue).digest}", f"catalogue {catalogue.digest}"]
    assert capsys.readouterr().out.splitlines() == expected
