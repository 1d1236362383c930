from __future__ import annotations

import pytest
from tests.formats.classwriter import class_file, jar
from tests.hostile import packages

from mingcha.formats.aar import open_sdk
from mingcha.formats.errors import BadPackageError


def test_an_aar_gives_the_classes_of_all_its_jars_its_payloads_and_libraries() -> None:
    dex = packages.plain_dex()
    file = open_sdk(
        jar(
            {
                "AndroidManifest.xml": b"<manifest/>",
                "classes.jar": jar({"x/A.class": class_file("x/A"), "x/broken.class": b"no class", "META-INF/B.class": class_file("x/B")}),
                "libs/more.jar": jar({"y/C.class": class_file("y/C")}),
                "libs/broken.jar": b"no archive",
                "assets/plugin.jar": jar({"classes.dex": dex}),
                "jni/arm64-v8a/libx.so": b"\x7fELF",
                "jni/x86/libx.so": b"\x7fELF",
            }
        )
    )
    assert [found.name for found in file.classes()] == [b"Lx/A;", b"Ly/C;"]
    assert file.hidden_dexes == [("assets/plugin.jar!classes.dex", dex)]
    assert file.native_libs == ["libx.so"]
    assert ("assets/plugin.jar", "jar") in [(asset.path, asset.kind) for asset in file.assets]


def test_a_jar_gives_its_own_classes() -> None:
    assert [found.name for found in open_sdk(jar({"x/A.class": class_file("x/A"), "module-info.class": b""})).classes()] == [b"Lx/A;"]


def test_another_archive_is_refused() -> None:
    with pytest.raises(BadPackageError, match="AAR"):
        open_sdk(jar({"a.txt": b"words"}))
