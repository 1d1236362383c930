"""The systemd units and the compose file: what they start is there, with the options that it has."""

from __future__ import annotations

import importlib.resources
import json
import re
import shlex
from configparser import ConfigParser
from pathlib import Path

import jsonschema
import pytest
import yaml
from tests.test_docs import find_command

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = ROOT / "deploy" / "compose.yaml"
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))


def unknown(line: list[str]) -> list[str]:
    """Return the options of a command line of mingcha that the command does not have."""
    command, rest = find_command(line)
    known = {name for parameter in command.params for name in parameter.opts + parameter.secondary_opts}
    return [word for word in rest if word.startswith("--") and word not in known]


def test_there_are_units_for_the_site_the_worker_and_backups() -> None:
    assert [path.stem for path in UNITS] == ["mingcha-backup", "mingcha-web", "mingcha-worker"]


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_unit_starts_what_there_is(path: Path) -> None:
    unit = ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(path.read_text("utf-8"))
    service = unit["Service"]
    line = re.findall(r"/opt/mingcha/bin/mingcha (platform [^']*)", service["ExecStart"])
    assert len(line) == 1
    assert unknown(shlex.split(line[0])) == []
    assert (service["User"], service["UMask"]) == ("mingcha", "0077")
    if path.stem != "mingcha-backup":
        assert service["Restart"] == "always"


def test_the_worker_may_lock_its_children_in() -> None:
    settings = (ROOT / "deploy/systemd/mingcha-worker.service").read_text("utf-8")
    assert re.findall(r"^(RestrictNamespaces|SystemCallFilter|RestrictAddressFamilies)=", settings, re.MULTILINE) == []


def test_the_compose_file_holds_and_starts_what_there_is() -> None:
    schema = json.loads((importlib.resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json").read_text("utf-8"))
    compose = yaml.safe_load(COMPOSE.read_text("utf-8"))
    kind = jsonschema.validators.validator_for(schema)
    assert [error.message for error in kind(schema).iter_errors(compose)] == []
    commands = {name: service["command"] for name, service in compose["services"].items() if "command" in service}
    assert sorted(commands) == ["init", "web", "worker"]
    assert {name: unknown(line) for name, line in commands.items()} == {name: [] for name in commands}
