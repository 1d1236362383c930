from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from tests.cli.test_scan import run

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "sunflower" / "sunflower.apk"
FIRE = {"rule": "app-collects-at-start", "owner": "app", "data_type": "imei", "start_state": "at-start"}


def write(folder: Path, *, fires: list[object], silent: list[str], beyond: str | None = None) -> Path:
    """Write a bench of one package into a folder."""
    shutil.copy(EXAMPLE, folder / "x.apk")
    record = {"pair": "x", "side": "violating", "fires": fires, "silent": silent, "accesses": None, "beyond": beyond}
    (folder / "expected.json").write_text(json.dumps({"schema_version": 1, "packages": {"x.apk": record}}), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("expected", "code", "state"),
    [
        ({"fires": [], "silent": ["target-sdk-below-23"]}, 0, "ok"),
        ({"fires": [{**FIRE, "owner": "nobody"}], "silent": []}, 5, "MISSED"),
        ({"fires": [{**FIRE, "owner": "nobody"}], "silent": [], "beyond": "known"}, 0, "beyond"),
    ],
)
def test_each_expectation_is_a_line(
    expected: dict[str, object], code: int, state: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write(tmp_path, **expected)  # type: ignore[arg-type]  # what the cases give
    assert run(monkeypatch, "rules", "test", "--bench", str(folder)) == code
    done = capsys.readouterr()
    (line,) = done.out.splitlines()
    assert line.split("\t")[:2] == [state, "x.apk"]
    assert done.err.count("\n") == 1


def test_a_folder_that_is_no_bench_is_a_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "rules", "test", "--bench", str(tmp_path)) == 2
    assert "expected.json" in capsys.readouterr().err
    write(tmp_path, fires=[], silent=[])
    (tmp_path / "x.apk").unlink()
    assert run(monkeypatch, "rules", "test", "--bench", str(tmp_path)) == 2
    assert "x.apk" in capsys.readouterr().err


def test_without_a_folder_the_sources_must_be_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, "rules", "test", "--bench") == 2
    assert "bench/violations" in capsys.readouterr().err
