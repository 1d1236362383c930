"""Builds the packages of the demonstration: pairs of the violation bench under names of their own, beside the example app.

`python -m scripts.build_demo` writes src/mingcha/platform/operate/demo/packages. Version 1.0.0 of each app breaks rules, version
1.0.1 keeps them.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from bench.violations.app import PACKAGE, App
from bench.violations.build import all_verdicts
from scripts.toolchain import Sources, build_apk

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "src/mingcha/platform/operate/demo/packages"
EXAMPLE = ROOT / "examples/sunflower/sunflower.apk"
# The last part of the package name, the name that users see, and the pair of the bench.
APPS = {
    "camellia": ("山茶购物", "app-lists-apps"),
    "magnolia": ("玉兰天气", "location-without-pause"),
    "jasmine": ("茉莉日历", "clipboard-at-start"),
    "lotus": ("荷塘阅读", "leaves-when-refused"),
    "orchid": ("幽兰健身", "analytics-sdk-locates"),
    "peony": ("牡丹音乐", "sensor-at-start"),
    "plum": ("寒梅记账", "app-reads-inbox"),
    "osmanthus": ("桂花出行", "phone-read-on-boot"),
    "iris": ("鸢尾词典", "sdk-reads-mac-address"),
}
VERSIONS = {"violating": ("1.0.0", 100), "complying": ("1.0.1", 101)}


def build(app: App, name: str, label: str, version: tuple[str, int]) -> bytes:
    """Return the signed package of an app of the bench as com.example.<name> with that label and version (name, code)."""
    package = f"com.example.{name}"
    inside = PACKAGE.replace(".", "/")
    smali = {path: text.replace(inside, package.replace(".", "/")) for path, text in app.sources().items()}
    manifest = app.manifest.replace(PACKAGE, package).replace('android:label="Bench"', f'android:label="{label}"')
    return build_apk(Sources(manifest, smali, app.resources, app.files, app.sdk, version), schemes=("v1", "v2"), key="own")


def main() -> None:
    """Write all packages."""
    pairs = {pair.name: pair for pair in all_verdicts()}
    FOLDER.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(EXAMPLE, FOLDER / EXAMPLE.name)
    for name, (label, pair) in APPS.items():
        for side, version in VERSIONS.items():
            (FOLDER / f"{name}-{version[0]}.apk").write_bytes(build(getattr(pairs[pair], side), name, label, version))


if __name__ == "__main__":
    main()
