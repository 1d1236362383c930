"""Packed apps are named, and nothing else is called packed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from mingcha.catalogue import load as load_catalogue
from mingcha.dex.program import load as load_program
from mingcha.formats import packer
from mingcha.formats.apk import open_apk
from mingcha.model import Text, UnreadablePackageError

KNOWN = packer.known_packers(load_catalogue())

# The packed apps of the corpus, by file name; each has its unpacked sibling among the others.
PACKED = {
    "WenPingkk_bugly-tinkerDemo_app-m360-release_legu_signed_zipalign.apk": (60, 60),
    "jmxiawei_juzinovel_app-release_legu_signed_zipalign.apk": (14, 14),
    "legolas007_Game2048_app-release_legu_signed_zipalign.apk": (1, 1),
}


def manifest(components: list[str], application: str | None = None, factory: str | None = None) -> SimpleNamespace:
    return SimpleNamespace(
        application_class=application,
        app_component_factory=factory,
        components=tuple(SimpleNamespace(target=name) for name in components),
    )


def descriptors(*names: str) -> set[str]:
    return {f"L{name.replace('.', '/')};" for name in names}


COMPONENTS = ["cn.x.Main", "cn.x.Pay", "cn.x.Push", "cn.x.Job"]


@pytest.mark.parametrize(
    ("application", "files", "expected"),
    [
        ("com.stub.StubApp", ["assets/libjiagu.so", "assets/.appkey"], "jiagu_360"),
        ("com.tencent.StubShell.TxAppEntry", ["lib/armeabi/libshella-3.0.1.so"], "tencent_legu"),
        ("com.wrapper.proxyapplication.WrapperProxyApplication", [], "tencent_legu"),
        ("com.secneo.apkwrapper.AW", ["lib/arm64-v8a/libDexHelper.so"], "bangcle"),
        ("s.h.e.l.l.S", ["lib/armeabi-v7a/libexec.so", "assets/ijiami.ajm"], "ijiami"),
        ("com.netease.nis.wrapper.MyApplication", ["lib/armeabi/libnesec.so"], "nesec"),
        ("com.baidu.protect.StubApplication", ["assets/baiduprotect1.jar"], "baidu_protect"),
        ("com.ali.mobisecenhance.StubApplication", ["lib/armeabi/libmobisec.so"], "ali_protect"),
    ],
)
def test_shells_are_named(application: str, files: list[str], expected: str) -> None:
    found = packer.detect(files, manifest(COMPONENTS, application), descriptors(application), KNOWN)
    assert found is not None
    assert (found.id, found.hidden_share) == (expected, 1.0)
    assert found.name == load_catalogue().sdks[expected].name
    assert found.evidence[:2] == ("hidden:4/4", f"application:{application}")
    assert len(found.evidence) == 2 + len(files)


def test_a_shell_in_the_component_factory_counts_as_one_in_the_application() -> None:
    app = manifest(COMPONENTS, "cn.x.App", "com.secneo.apkwrapper.AP")
    found = packer.detect([], app, descriptors("cn.x.App"), KNOWN)
    assert found is not None
    assert (found.id, found.evidence) == ("bangcle", ("hidden:4/4", "application:com.secneo.apkwrapper.AP"))


def test_an_unknown_shell_is_found_by_its_hidden_components() -> None:
    found = packer.detect(["lib/armeabi/libfoo.so"], manifest(COMPONENTS, "a.b.C"), descriptors("a.b.C"), KNOWN)
    assert found is not None
    assert (found.id, found.name) == ("unknown", Text("未识别的加固方案", "an unidentified packer"))
    assert (found.evidence, found.hidden_share) == (("hidden:4/4",), 1.0)
    assert found.remains.zh.startswith("4 个组件中 4 个的代码被隐藏，dex 中只见 1 个类")


def test_a_shell_whose_app_classes_are_in_the_dex_is_still_named() -> None:
    classes = descriptors("com.stub.StubApp", *COMPONENTS)
    found = packer.detect([], manifest(COMPONENTS, "com.stub.StubApp"), classes, KNOWN)
    assert found is not None
    assert (found.id, found.hidden_share, found.evidence) == ("jiagu_360", 0.0, ("application:com.stub.StubApp",))
    assert found.remains.en.startswith("a shell starts the app; 5 classes are in the dex")


@pytest.mark.parametrize(
    ("components", "application", "seen", "why"),
    [
        (COMPONENTS, "cn.x.App", COMPONENTS, "all code is there"),
        (COMPONENTS, "cn.x.App", COMPONENTS[:3], "one component left out by the build"),
        (COMPONENTS[:3], None, [], "too few components to judge"),
        ([], None, [], "no components"),
        (COMPONENTS, "com.android.tools.fd.runtime.BootstrapApplication", [], "Instant Run"),
        (COMPONENTS, "com.android.tools.ir.server.InstantRunContentProvider", [], "Instant Run 3.0"),
        (COMPONENTS, "com.stubborn.App", COMPONENTS, "a name that only begins like a shell's"),
    ],
)
def test_normal_apps_are_not_called_packed(components: list[str], application: str | None, seen: list[str], why: str) -> None:
    classes = descriptors("cn.x.Helper", *seen)
    assert packer.detect(["lib/armeabi/libsgmain.so"], manifest(components, application), classes, KNOWN) is None, why


def test_a_protected_library_alone_does_not_hide_the_code() -> None:
    classes = descriptors(*COMPONENTS)
    assert packer.detect(["lib/arm64-v8a/libnesec.so"], manifest(COMPONENTS), classes, KNOWN) is None


def test_without_manifest_or_code_nothing_is_claimed() -> None:
    assert packer.detect(["assets/libjiagu.so"], None, descriptors("cn.x.Main"), KNOWN) is None
    assert packer.detect([], manifest(COMPONENTS), set(), KNOWN) is None


def test_names_with_pattern_characters_are_taken_literally() -> None:
    found = packer.detect(["lib/x/libexecXso"], manifest(COMPONENTS, "s.h.e.l.l.S"), descriptors("a.B"), KNOWN)
    assert found is not None
    assert found.evidence == ("hidden:4/4", "application:s.h.e.l.l.S")


@pytest.mark.corpus
def test_the_packed_apps_of_the_corpus_and_no_others(corpus) -> None:
    named = {}
    judged = 0
    for path in sorted(corpus.glob("apks/**/*.apk")):
        if path.parent.name == "signature":
            continue
        try:
            apk = open_apk(path.read_bytes())
        except UnreadablePackageError:
            continue
        program = load_program([*apk.dexes, *apk.hidden_dexes])
        classes = {program.type_name(int(number)) for number in program.class_type}
        found = packer.detect(apk.archive.entries, apk.manifest, classes, KNOWN)
        judged += 1
        if found:
            assert found.id == "tencent_legu"
            named[path.name] = tuple(int(part) for part in found.evidence[0].removeprefix("hidden:").split("/"))
    assert judged >= 100
    assert named == PACKED
