from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mingcha.facts.collect import collect
from mingcha.formats.errors import BadPackageError

if TYPE_CHECKING:
    from pathlib import Path

    from mingcha.facts.factset import FactSet

SURE = 0.5


def of(corpus: Path, name: str) -> FactSet:
    (path,) = corpus.glob(f"apks/*/{name}")
    return collect(path.read_bytes(), path.name)


def states(facts: FactSet, *, owner: str | None = None) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in facts.rows["access"]:
        if row["confidence"] > SURE and row["data_type"] and owner in (None, row["owner"]):
            found.setdefault(row["data_type"], set()).add(row["start_state"])
    return found


def coverage(facts: FactSet) -> dict[str, str]:
    return {row["kind"]: row["state"] for row in facts.rows["coverage"]}


def test_every_kind_of_evidence_is_covered_once(example_apk: Path) -> None:
    facts = collect(example_apk.read_bytes(), "x.apk", app_type="online_shopping")
    kinds = [row["kind"] for row in facts.rows["coverage"]]
    assert sorted(kinds) == ["code", "links", "listing", "manifest", "native", "policy", "resources", "runtime", "screen", "signature"]
    (package,) = facts.rows["package"]
    assert (package["file_name"], package["app_type"], package["app_id"]) == ("x.apk", "online_shopping", "cn.mingcha.example.shop")


def test_a_file_that_is_no_package_is_refused() -> None:
    with pytest.raises(BadPackageError):
        collect(b"no package", "x.apk")


# A locked-down child opens no file, so what it imports late it does not get.
_IMPORTS = """
import sys
from pathlib import Path
from mingcha.facts.collect import collect, prepare
prepare()
before = set(sys.modules)
for name in sys.argv[1:]:
    collect(Path(name).read_bytes(), "x.apk")
print(*sorted(set(sys.modules) - before))
"""


def late_imports(packages: list[Path]) -> str:
    command = [sys.executable, "-c", _IMPORTS, *map(str, packages)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def test_reading_imports_nothing_more(example_apk: Path) -> None:
    assert late_imports([example_apk]) == ""


@pytest.mark.corpus
def test_reading_real_packages_imports_nothing_more(corpus: Path) -> None:
    packages = [path for path in sorted(corpus.glob("apks/cn/*.apk")) if path.stat().st_size < 8 << 20]
    assert len(packages) > 20
    assert late_imports(packages) == ""


@pytest.mark.corpus
def test_a_test_app_that_reads_on_clicks_only_reads_nothing_at_start(corpus: Path) -> None:
    found = states(of(corpus, "ChenJunsen_Hegui3.0*.apk"), owner="app")
    for name in ("imei", "imsi", "mac_address", "precise_location"):
        assert found[name] == {"user-action"}, name


PACKED = {
    "WenPingkk_bugly-tinkerDemo_app-m360*.apk": {"bugly", "tinker"},
    "jmxiawei_juzinovel*.apk": {"qq_connect"},
    "legolas007_Game2048_app-release_legu*.apk": set(),
}


@pytest.mark.corpus
@pytest.mark.parametrize("name", PACKED)
def test_a_packed_app_is_named_its_code_is_never_complete_and_its_manifest_still_names_sdks(corpus: Path, name: str) -> None:
    facts = of(corpus, name)
    assert facts.rows["package"][0]["packer"] == "tencent_legu"
    assert coverage(facts)["code"] == "partial"
    assert coverage(facts)["manifest"] == "complete"
    # Legu brings a Bugly of its own, which is nobody's choice but the packer's.
    found = {row["id"] for row in facts.rows["sdk"] if row["confidence"] >= 0.9}
    assert found == {"tencent_legu", *PACKED[name]}
    by_component = {row["id"] for row in facts.rows["sdk"] if any(text.startswith("component:") for text in row["evidence"])}
    assert by_component == PACKED[name]


@pytest.mark.corpus
def test_a_package_without_a_manifest_says_so(corpus: Path) -> None:
    facts = of(corpus, "androguard_androguard_multidex.apk")
    assert coverage(facts)["manifest"] == "absent"
    assert coverage(facts)["code"] == "partial"
    assert facts.rows["code"][0]["methods_at_start"] == 0
