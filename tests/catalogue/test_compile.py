"""The compiled form: what setup.py can run on its own, and what its digest follows."""

import json
import runpy
import sys

from mingcha.catalogue.compile import compile_folder, digest_folder
from mingcha.catalogue.loader import FOLDER


def copy(folder):
    for path in FOLDER.glob("*.yaml"):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder


def test_setup_can_run_the_file_without_the_package():
    loaded = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "mingcha"}
    for name in loaded:
        del sys.modules[name]
    try:
        names = runpy.run_path(str(FOLDER / "compile.py"))
        assert [name for name in sys.modules if name.partition(".")[0] == "mingcha"] == []
    finally:
        sys.modules.update(loaded)
    assert names["compile_folder"](FOLDER) == compile_folder(FOLDER)


def test_the_form_goes_through_json_unchanged():
    form = compile_folder(FOLDER)
    assert json.loads(json.dumps(form, ensure_ascii=False)) == form


def test_the_digest_follows_names_and_bytes(tmp_path):
    folder = copy(tmp_path)
    before = digest_folder(folder)
    assert before == digest_folder(FOLDER) == compile_folder(folder)["digest"]
    (folder / "notes.txt").write_text("not a part", encoding="utf-8")
    assert digest_folder(folder) == before
    labels = folder / "clauses.yaml"
    labels.write_bytes(labels.read_bytes() + b"# a comment\n")
    changed = digest_folder(folder)
    assert changed != before
    labels.rename(folder / "clauses2.yaml")
    assert digest_folder(folder) not in (before, changed)


def test_behaviours_are_no_personal_data_of_an_sdk():
    sdks = compile_folder(FOLDER)["parts"]["sdks"]
    assert [item for sdk in sdks for item in sdk["personal_data"] if ":" in item] == []
