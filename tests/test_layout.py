"""The house rules that no linter knows: mirrored tests, small modules, no left-overs, documents that lead somewhere."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src" / "mingcha"
TESTS = ROOT / "tests"

# Modules whose behaviour another test file proves as a whole, and why.
WITHOUT_TEST: dict[str, str] = {
    "test_model.py": "nouns without behaviour",
    "platform/casework/test_measures.py": "rows of casework/test_delistings.py and test_access_stops.py",
    "platform/casework/test_states.py": "names, which casework/test_steps.py goes through",
    "platform/casework/test_step.py": "nouns for casework/test_run.py",
    "platform/casework/test_service.py": "names of casework/test_remedies.py and of the steps that serve: casework/test_steps.py",
    "platform/casework/test_limits.py": "through the steps that set limits: casework/test_steps.py",
    "platform/casework/test_lists.py": "through the steps that put on lists: casework/test_steps.py",
    "platform/casework/test_tests.py": "through the steps around tests: casework/test_steps.py",
    "platform/casework/management/commands/test_steps.py": "the command of casework/test_matrix.py",
    "platform/operate/test_initialise.py": "as people start it: e2e/test_platform.py",
    "platform/operate/demo/test_cast.py": "the demonstration as a whole: e2e/test_platform.py",
    "platform/operate/demo/test_play.py": "the demonstration as a whole: e2e/test_platform.py",
    "platform/operate/demo/test_stories.py": "the demonstration as a whole: e2e/test_platform.py",
    "platform/ledger/test_models.py": "rows of ledger/test_chain.py and test_numbers.py",
    "facts/test_scene.py": "nouns for facts/test_trust.py, test_survival.py and test_intrusion.py",
}
# Declarations of the platform: Django loads apps, addresses and settings for every test; one test takes every step of a case.
DECLARED = re.compile(r"^platform/(casework/steps/test_\w+|(\w+/)?test_(apps|urls|settings))\.py$")
# Tests that belong to no single module, and why. A folder stands for everything in it.
WITHOUT_SOURCE = {
    "test_docs.py": "documents against the command line",
    "test_layout.py": "the repository itself",
    "examples": "the example app, through the whole engine",
    "hostile": "crafted and damaged packages, through the whole engine",
    "e2e": "the program as users start it",
    "platform/e2e": "the site as its people open it",
    "bench": "speed and memory",
    "deploy": "the GitHub action and the GitLab template, as far as they run without a network",
}

MAX_MODULE_LINES = 400
# Kernels whose loops share their C state, and the reference reader that must stand in one place to be read as one.
MAX_LINES = {"src/mingcha/dex/registers.pyx": 720, "src/mingcha/dex/walk.pyx": 560, "src/mingcha/dex/oracle.py": 450}
MAX_FUNCTION_LINES = 60

# One letter of each stands in brackets, so that this file does not contain the word.
FORBIDDEN = {
    "unfinished work": re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b"),
    "a path of one machine": re.compile(r"(?<![\w.])/(wor[k]|tm[p]|hom[e]/\w+)/"),
    "a package registry": re.compile(r"(pypi|pythonhosted|npmjs|tuna\.tsinghua|mirrors\.\w+)[.](org|com|cn|edu)"),
}
# Where a forbidden word is the subject of the text, and why.
ALLOWED = {
    ("tests/sandbox/test_confinement.py", "a path of one machine"): "what a locked-down child tries to write",
}


def tracked() -> list[Path]:
    """Return the files under version control."""
    if not shutil.which("git") or not (ROOT / ".git").exists():
        pytest.skip("not a git work tree")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def modules() -> list[Path]:
    # Migrations are written by Django and run before every test that uses the database; apps.py only declares an app to it.
    left_out = {"__init__", "__main__", "apps"}
    return sorted(path for path in SOURCES.rglob("*.py") if path.stem not in left_out and path.parent.name != "migrations")


def test_every_module_has_its_test() -> None:
    expected = {path.relative_to(SOURCES).with_name(f"test_{path.stem}.py").as_posix() for path in modules()}
    missing = {name for name in expected if not (TESTS / name).is_file() and not DECLARED.search(name)}
    assert missing == set(WITHOUT_TEST)


def test_every_test_has_its_module() -> None:
    strays = []
    for path in sorted(TESTS.rglob("test_*.py")):
        name = path.relative_to(TESTS)
        if any(name.is_relative_to(each) for each in WITHOUT_SOURCE):
            continue
        source = (SOURCES / name).with_name(path.stem.removeprefix("test_"))
        if not any(source.with_suffix(suffix).is_file() for suffix in (".py", ".pyx")) and not source.is_dir():
            strays.append(name.as_posix())
    assert strays == []


def test_modules_are_small() -> None:
    paths = [*modules(), *SOURCES.rglob("*.pyx"), *(ROOT / "scripts").rglob("*.py")]
    lengths = {path.relative_to(ROOT).as_posix(): len(path.read_text("utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > MAX_LINES.get(name, MAX_MODULE_LINES)} == {}


def test_functions_are_short() -> None:
    long = {}
    for path in [*SOURCES.rglob("*.py"), *(ROOT / "scripts").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MAX_FUNCTION_LINES:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_no_module_has_an_empty_name() -> None:
    empty = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
    assert [path for path in modules() if path.stem in empty] == []


def test_broad_except_stands_only_at_the_borders() -> None:
    # A border handler is marked for ruff with its reason; everything else is refused by ruff itself.
    unexplained = []
    for path in modules():
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if re.search(r"except (Base)?Exception\b", line) and not re.search(r"# noqa: BLE001\s+\S+", line):
                unexplained.append(f"{path.relative_to(ROOT)}:{number}")
    assert unexplained == []


def test_every_noqa_gives_a_reason() -> None:
    bare = []
    for path in tracked():
        if path.suffix in {".py", ".pyx"} and path != Path(__file__):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
                if re.search(r"# noqa(: ?[A-Z0-9, ]+)?$", line):
                    bare.append(f"{path.relative_to(ROOT)}:{number}")
    assert bare == []


def test_no_forbidden_words() -> None:
    found = {}
    for path in tracked():
        name = path.relative_to(ROOT).as_posix()
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        for what, pattern in FORBIDDEN.items():
            if (match := pattern.search(text)) and (name, what) not in ALLOWED:
                found[name] = f"{what}: {match.group()}"
    assert found == {}


def test_changelog_has_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert re.findall(r"^## \[([\d.]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)[0] == version


def test_links_between_documents_lead_somewhere() -> None:
    dead = set()
    for path in tracked():
        if path.suffix == ".md":
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8")):
                if "://" not in target and not (path.parent / target).exists():
                    dead.add(f"{path.relative_to(ROOT)}: {target}")
    assert dead == set()


def test_contributing_names_files_that_exist() -> None:
    named = re.findall(r"`((?:src|tests|docs|scripts|examples)/[\w./-]+\.\w+)`", (ROOT / "CONTRIBUTING.md").read_text("utf-8"))
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_documents_for_users_are_in_both_languages() -> None:
    english = {ROOT / "README.md", ROOT / "docs/guide.md", ROOT / "docs/platform.md", *(ROOT / "examples").glob("*/README.md")}
    assert [path for path in sorted(english) if not path.with_suffix(".zh.md").is_file()] == []
