from __future__ import annotations

import pytest

from mingcha.formats import container
from mingcha.formats.container import name_container


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["AndroidManifest.xml", "classes.dex"], None),
        (["AndroidManifest.xml", "classes.jar", "R.txt"], container.AAR),
        (["BundleConfig.pb", "base/manifest/AndroidManifest.xml"], container.AAB),
        (["base/manifest/AndroidManifest.xml"], container.AAB),
        (["toc.pb", "splits/base-master.apk"], container.APKS),
        (["manifest.json", "com.x.apk", "config.zh.apk"], container.XAPK),
        (["info.json", "base.apk"], container.APKM),
        (["a.APK", "readme.txt"], container.SPLITS),
        (["Payload/", "Payload/X.app/Info.plist"], container.IPA),
        (["pack.info", "entry.hap"], container.HARMONY_APP),
        (["module.json", "ets/modules.abc", "pack.info"], container.HAP),
        (["config.json", "pack.info"], container.HAP),
        (["manifest.json", "app.js"], container.RPK),
        (["[Content_Types].xml", "word/document.xml"], container.OFFICE),
        (["META-INF/MANIFEST.MF", "a/B.class"], container.JAR),
        (["classes.dex"], None),
        (["readme.txt"], None),
    ],
)
def test_formats_by_entry_names(names, expected):
    assert name_container(names) == expected
