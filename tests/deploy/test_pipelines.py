"""The GitHub action and the GitLab template: valid by the schemas of their makers, and what they run does what they say."""

from __future__ import annotations

import importlib.resources
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
ACTION = ROOT / "action.yml"
TEMPLATE = ROOT / "deploy" / "gitlab" / "mingcha.yml"


def schema(name: str) -> Any:
    folder = importlib.resources.files("check_jsonschema") / "builtin_schemas" / "vendor"
    return json.loads((folder / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(("path", "name"), [(ACTION, "github-actions"), (TEMPLATE, "gitlab-ci")])
def test_the_schema_holds(path: Path, name: str) -> None:
    kind = jsonschema.validators.validator_for(schema(name))
    errors = kind(schema(name)).iter_errors(yaml.safe_load(path.read_text("utf-8")))
    assert [error.message for error in errors] == []


def test_no_input_is_put_into_a_script() -> None:
    # An expression inside `run` is pasted into the shell: whoever sets the input could run commands.
    steps = yaml.safe_load(ACTION.read_text("utf-8"))["runs"]["steps"]
    assert [step["run"] for step in steps if "${{" in step.get("run", "")] == []


def run(script: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    source = os.environ.get("PYTHONPATH", "")
    python_path = os.pathsep.join(str(Path(part).resolve()) for part in source.split(os.pathsep) if part)
    environment = {**os.environ, "PATH": path, "PYTHONPATH": python_path, **variables}
    return subprocess.run(["bash", "-c", script], cwd=folder, env=environment, capture_output=True, text=True, check=False)


def scan_with_action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    action = yaml.safe_load(ACTION.read_text("utf-8"))
    step = next(step for step in action["runs"]["steps"] if step.get("id") == "scan")
    given = {name: value.get("default", "") for name, value in action["inputs"].items()} | inputs
    variables = {name: given[value.removeprefix("${{ inputs.").removesuffix(" }}")] for name, value in step["env"].items()}
    for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"):
        variables[name] = str(folder / name)
    return run(step["run"], folder, **variables)


def test_the_action_scans_and_names_its_reports(tmp_path: Path, example_apk: Path) -> None:
    (tmp_path / "apks").mkdir()
    (tmp_path / "apks" / "a.apk").write_bytes(example_apk.read_bytes())
    done = scan_with_action(tmp_path, packages=f"\n  \napks\n{example_apk}\n")
    assert (done.returncode, "违规收集个人信息" in done.stdout) == (1, True), done.stderr
    given = dict(line.split("=", 1) for line in (tmp_path / "GITHUB_OUTPUT").read_text("utf-8").splitlines())
    assert len(json.loads((tmp_path / given["sarif"]).read_text("utf-8"))["runs"]) == 1  # the same file twice is one package
    assert (tmp_path / "GITHUB_STEP_SUMMARY").read_text("utf-8").startswith("```text\n")
    again = scan_with_action(tmp_path, packages="apks", baseline=given["json"])
    assert again.returncode == 0, again.stderr


def test_the_action_passes_on_wrong_use_and_lost_packages(tmp_path: Path) -> None:
    assert scan_with_action(tmp_path, packages="absent.apk").returncode == 2
    (tmp_path / "bad.apk").write_bytes(b"no package")
    assert scan_with_action(tmp_path, packages="bad.apk").returncode == 3


def test_the_template_scans(tmp_path: Path, example_apk: Path) -> None:
    template = yaml.safe_load(TEMPLATE.read_text("utf-8"))
    script = "\n".join(template["mingcha"]["script"])
    variables = template["variables"] | {"MINGCHA_PACKAGES": str(example_apk)}
    done = run(script, tmp_path, **variables)
    assert (done.returncode, "违规收集个人信息" in done.stdout) == (1, True), done.stderr
    made = {path.suffix for path in (tmp_path / "mingcha-reports").iterdir() if path.is_file()}
    assert (made, len(list((tmp_path / "mingcha-reports" / "html").iterdir()))) == ({".sarif", ".json"}, 1)
    variables["MINGCHA_BASELINE"] = "mingcha-reports/mingcha.json"
    assert run(script, tmp_path, **variables).returncode == 0
