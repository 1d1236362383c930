"""Debian's Android tools as functions: smali text, a manifest and files in, a signed APK out.

Packages: aapt, android-framework-res, apksigner, libsmali-java, zipalign. The same input gives the same entries and the
same signature (RSA PKCS #1), wherever it is built.
"""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FRAMEWORK = Path("/usr/share/android-framework-res/framework-res.apk")
SMALI = Path("/usr/share/java/smali.jar")
KEYS = Path(__file__).resolve().parent.parent / "tests/keys"
# Keystores by the alias of their key: one of a debug key, and one as a developer's own would be.
KEYSTORES = {"androiddebugkey": KEYS / "debug.keystore", "own": KEYS / "own.keystore"}
# A JVM that lives for one second gains nothing from its optimising compiler.
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
JAVA = ("java", *QUICK)
APKSIGNER = ("apksigner", *(option.replace("-", "-J", 1) for option in QUICK))
EPOCH = (1980, 1, 1, 0, 0, 0)
SCHEMES = ("v1", "v2", "v3")


class MissingToolError(RuntimeError):
    """A tool that the build needs is not installed; the message names its Debian package."""


class BuildError(RuntimeError):
    """A tool refused its input; the message is the tool's own."""


@dataclass(frozen=True)
class Sources:
    """What an APK is made of: `smali`, `resources` and `files` map a path to its content.

    `resources` lie below res/; `files` are put into the archive as they are (assets/…, lib/…, more dex files). Without
    `smali` there is no classes.dex. `version` (name, code) and `sdk` (min, target) are put into a manifest that does
    not say them.
    """

    manifest: str
    smali: Mapping[str, str] = field(default_factory=dict)
    resources: Mapping[str, str | bytes] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    sdk: tuple[int, int] = (21, 26)
    version: tuple[str, int] = ("1.0", 1)


def missing_tools() -> list[str]:
    """Return the Debian packages that a build needs and that are not installed."""
    wanted = {
        "aapt": shutil.which("aapt"),
        "android-framework-res": FRAMEWORK.is_file(),
        "apksigner": shutil.which("apksigner"),
        "default-jre-headless": shutil.which("java"),
        "libsmali-java": SMALI.is_file(),
        "zipalign": shutil.which("zipalign"),
    }
    return [package for package, present in wanted.items() if not present]


def require_tools() -> None:
    """Raise MissingToolError unless every tool is there."""
    if missing := missing_tools():
        raise MissingToolError(f"not installed: {' '.join(missing)} (Debian packages)")


def build_dex(smali: Mapping[str, str], api: int = 26) -> bytes:
    """Assemble smali sources into one dex file; BuildError tells where the text is wrong."""
    require_tools()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _write_all(folder / "smali", smali)
        _run(*JAVA, "-jar", SMALI, "assemble", "--api", api, "-j", 1, "-o", folder / "out.dex", folder / "smali")
        return (folder / "out.dex").read_bytes()


def build_apk(sources: Sources, schemes: tuple[str, ...] = SCHEMES, key: str = "androiddebugkey") -> bytes:
    """Assemble, package, align and sign with a throw-away key; no schemes leave the package unsigned."""
    require_tools()
    entries = _package(sources)
    if sources.smali:
        entries["classes.dex"] = build_dex(sources.smali, sources.sdk[1])
    entries.update(sources.files)
    return _sign(_zip(entries), sources.sdk[0], schemes, key)


def _package(sources: Sources) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        _write_all(folder, {"AndroidManifest.xml": sources.manifest})
        _write_all(folder / "res", sources.resources)
        (folder / "res").mkdir(exist_ok=True)
        sdk = ("--min-sdk-version", sources.sdk[0], "--target-sdk-version", sources.sdk[1])
        version = ("--version-name", sources.version[0], "--version-code", sources.version[1])
        paths = ("-M", folder / "AndroidManifest.xml", "-S", folder / "res", "-F", folder / "out.apk")
        _run("aapt", "package", "-f", "--no-crunch", "-I", FRAMEWORK, *sdk, *version, *paths)
        with zipfile.ZipFile(folder / "out.apk") as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def _zip(entries: Mapping[str, bytes]) -> bytes:
    """Write the entries in a fixed order with a fixed time; what Android maps into memory stays uncompressed."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in sorted(entries.items()):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.external_attr = 0o644 << 16
            stored = name.endswith((".arsc", ".png", ".so"))
            archive.writestr(entry, content, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, 9)
    return stream.getvalue()


def _sign(data: bytes, min_sdk: int, schemes: tuple[str, ...], key: str) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "plain.apk").write_bytes(data)
        _run("zipalign", "-f", 4, folder / "plain.apk", folder / "out.apk")
        if schemes:
            switches = [f"--{scheme}-signing-enabled={str(scheme in schemes).lower()}" for scheme in SCHEMES]
            keys = ["--ks", KEYSTORES[key], "--ks-pass", "pass:android", "--ks-key-alias", key]
            _run(*APKSIGNER, "sign", *keys, "--min-sdk-version", min_sdk, *switches, folder / "out.apk")
        return (folder / "out.apk").read_bytes()


def _write_all(folder: Path, contents: Mapping[str, str | bytes]) -> None:
    for path, content in contents.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode() if isinstance(content, str) else content)


def _run(*command: object) -> None:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BuildError(f"{command[0]}: {done.stderr or done.stdout}".strip())
