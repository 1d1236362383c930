"""Precision and recall of SDK identification: on real apps, and on apps built around SDK files, plain and renamed.

    python bench/bench_sdk.py STORE CORPUS [R8_JAR [GROUPS]]

STORE is a folder of `mingcha sdk ingest`; an app is tested against a database made without it. R8_JAR (com.android.tools:r8)
turns SDK files into dex and renames or shrinks them, those of GROUPS of the seven groups (all by default); `proguard` is used
when it is installed. Truth is by package: five classes under a prefix of the registry before renaming. Packers are left out.
"Unseen" is measured with a database that holds neither the files of the group nor any other of the same SDK and version; truth
is then what other releases in the database hold fingerprints of. In plain apps package names tell the SDKs: fingerprints matter
in the renamed ones. Groups that a tool cannot build are named and left out.
"""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING

from mingcha.catalogue import load
from mingcha.facts import whose
from mingcha.facts.collect import collect, prepare
from mingcha.facts.owner import Owners, is_sdk, owner_prefixes
from mingcha.fingerprint.build import build_database
from mingcha.fingerprint.ingest import Ingested
from mingcha.formats.aar import open_sdk
from mingcha.formats.apk import open_apk

if TYPE_CHECKING:
    from collections.abc import Iterator

FOUND, ENOUGH, GROUP = 0.9, 5, 7
_KEPT = "-ignorewarnings -dontwarn ** -dontnote **"
RULES = {
    "proguard, renamed": f"{_KEPT} -dontshrink -dontoptimize -dontpreverify -keep class no.such.Class",
    "proguard, one package": f"{_KEPT} -dontshrink -dontoptimize -dontpreverify -repackageclasses '' -keep class no.such.Class",
    "proguard, shrunk": f"{_KEPT} -dontoptimize -dontpreverify -repackageclasses ''",
    "r8, renamed": f"{_KEPT} -dontshrink -dontoptimize",
    "r8, one package": f"{_KEPT} -dontshrink -dontoptimize -repackageclasses ''",
    "r8, shrunk and optimised": f"{_KEPT} -repackageclasses ''",
}
# One public class in so many is used by the app that is shrunk; its name may change all the same.
USED = 7


class Score:
    """Counts pairs of app and SDK."""

    def __init__(self) -> None:
        self.right = self.wrong = self.missed = 0
        self.notes: list[str] = []

    def add(self, name: str, truth: set[str], found: set[str]) -> None:
        """Compare one app."""
        self.right += len(truth & found)
        self.wrong += len(found - truth)
        self.missed += len(truth - found)
        if truth != found:
            self.notes.append(f"  {name}: extra {sorted(found - truth)}, missed {sorted(truth - found)}")

    def show(self, name: str) -> None:
        """Print precision, recall and F1."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        counts = f"{self.right} right, {self.wrong} wrong, {self.missed} missed"
        print(f"{name}: precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f} ({counts})", flush=True)
        print("\n".join(self.notes))


def sdks_of(data: bytes, name: str) -> set[str]:
    """Return the SDKs found in a package, without packers."""
    registry = load().sdks
    facts = collect(data, name)
    return {row["id"] for row in facts.rows["sdk"] if row["confidence"] >= FOUND and registry[row["id"]].category != "packer"}


def named(names: Iterator[str] | list[str]) -> set[str]:
    """Return the SDKs with enough classes among some descriptors."""
    owners = Owners(owner_prefixes(load()), ())
    count = Counter(owners.of_class(name) for name in names)
    registry = load().sdks
    return {owner for owner, number in count.items() if number >= ENOUGH and is_sdk(owner) and registry[owner].category != "packer"}


def real_apps(files: list[Ingested], corpus: Path) -> None:
    """Test the corpus' apps, each against a database without it."""
    from mingcha.dex.program import load as load_program  # noqa: PLC0415 - beside its only use

    score, spent = Score(), 0.0
    for folder in ("cn", "intl", "misc", "clean"):
        for path in sorted((corpus / "apks" / folder).glob("*.apk")):
            data = path.read_bytes()
            apk = open_apk(data)
            group = apk.manifest.package if apk.manifest else ""
            database = build_database([file for file in files if file.group != group])
            whose.load_default = lambda database=database: database
            program = load_program([*apk.dexes, *apk.hidden_dexes])
            truth = named([program.type_name(type_) for type_ in program.class_type.tolist()])
            began = process_time()
            score.add(path.name, truth, sdks_of(data, path.name))
            spent += process_time() - began
    score.show("real apps")
    print(f"  {spent:.2f} s of CPU")


def built_apps(known: list[Ingested], corpus: Path, r8: Path, folder: Path, most: int) -> None:
    """Test apps made of SDK files and a clean app; renamed ones of the first `most` groups."""
    base = next((corpus / "apks" / "clean").glob("*.apk")).read_bytes()
    files = sorted([*(corpus / "sdks").glob("*.jar"), *(corpus / "sdks").glob("*.aar")])
    jars = [folder / f"{start}.jar" for start in range(GROUP)]
    truth = {jar: named(merge(files[start::GROUP], jar)) for start, jar in enumerate(jars)}
    full = build_database(known)
    older = {jar: build_database(unseen(known, files[start::GROUP])) for start, jar in enumerate(jars)}
    for name in ("plain", *RULES):
        score, other = Score(), Score()
        for jar in jars if name == "plain" else jars[:most]:
            dexes = renamed(jar, name, r8, folder)
            if not dexes:
                print(f"group {jar.stem}, {name}: not built, left out of what follows", flush=True)
                continue
            app = app_of(base, dexes)
            whose.load_default = lambda: full
            score.add(f"group {jar.stem}", truth[jar], sdks_of(app, name))
            whose.load_default = lambda database=older[jar]: database
            knows = {release.owner for release in older[jar].releases}
            other.add(f"group {jar.stem}", truth[jar] & knows, sdks_of(app, name) - (truth[jar] - knows))
        score.show(f"built, {name}")
        other.show(f"built, {name}, unseen releases")


def unseen(known: list[Ingested], files: list[Path]) -> list[Ingested]:
    """Return the files of a database that are neither some SDK files nor of the same SDK and version as one of them."""
    hashes = {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    same = {(each.main, each.version) for each in known if each.sha256 in hashes}
    return [each for each in known if each.sha256 not in hashes and (each.main is None or (each.main, each.version) not in same)]


def merge(group: list[Path], jar: Path) -> list[str]:
    """Write the classes of some SDK files into one jar, the first of a name; return their descriptors."""
    names = {}
    with zipfile.ZipFile(jar, "w") as out:
        for path in group:
            for content in contents(path):
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    for name in archive.namelist():
                        if name.endswith(".class") and name not in names and "META-INF/" not in name and "module-info" not in name:
                            names[name] = True
                            out.writestr(name, archive.read(name))
    return [f"L{name.removesuffix('.class')};" for name in names]


def contents(path: Path) -> list[bytes]:
    """Return the archives of classes that an SDK file is or holds."""
    open_sdk(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        inner = [name for name in archive.namelist() if name == "classes.jar" or (name.startswith("libs/") and name.endswith(".jar"))]
        return [path.read_bytes()] if path.suffix == ".jar" else [archive.read(name) for name in inner]


def renamed(jar: Path, name: str, r8: Path, folder: Path) -> list[bytes]:
    """Return the dex files of a jar, renamed as asked; none where a tool is absent or fails."""
    out = folder / f"{jar.stem}-{name.replace(', ', '-').replace(' ', '-')}.zip"
    java = ["java", "-Xmx2g", "-cp", str(r8)]
    rules = folder / "rules.txt"
    text = RULES.get(name, "")
    if "shrunk" in name:
        with zipfile.ZipFile(jar) as archive:
            names = sorted(each.removesuffix(".class").replace("/", ".") for each in archive.namelist())
        text += "".join(f"\n-keep,allowobfuscation public class {each} {{ public *; }}" for each in names[::USED])
    if name.startswith("proguard"):
        if not shutil.which("proguard"):
            return []
        between = folder / "renamed.jar"
        between.unlink(missing_ok=True)
        rules.write_text(f"-injars {jar}\n-outjars {between}\n{text}\n")
        run(["proguard", f"@{rules}"])
        jar = between
    if name.startswith("r8"):
        rules.write_text(f"{text}\n")
        command = [*java, "com.android.tools.r8.R8", "--release", "--pg-conf", str(rules)]
    else:
        command = [*java, "com.android.tools.r8.D8", "--release"]
    run([*command, "--min-api", "21", "--output", str(out), str(jar)])
    if not out.is_file():
        return []
    with zipfile.ZipFile(out) as archive:
        return [archive.read(each) for each in sorted(archive.namelist()) if each.endswith(".dex")]


def run(command: list[str]) -> None:
    """Run a tool; a failure is printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{command[0]} failed: {done.stderr.strip()[-300:] or done.stdout.strip()[-300:]}", file=sys.stderr)


def app_of(base: bytes, dexes: list[bytes]) -> bytes:
    """Return a clean app with more dex files."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(base)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            new.writestr(entry, old.read(entry.filename))
        first = sum(name.startswith("classes") and name.endswith(".dex") for name in old.namelist())
        for number, dex in enumerate(dexes):
            new.writestr(f"classes{first + number + 1}.dex", dex)
    return out.getvalue()


def main() -> None:
    """Run everything that the given arguments allow."""
    store, corpus = Path(sys.argv[1]), Path(sys.argv[2])
    prepare()
    files = [Ingested.from_wire(json.loads(path.read_text("utf-8"))) for path in sorted(store.glob("*.json"))]
    real_apps(files, corpus)
    if len(sys.argv) > 3:  # noqa: PLR2004 - program, store, corpus, R8
        with tempfile.TemporaryDirectory() as folder:
            built_apps(files, corpus, Path(sys.argv[3]), Path(folder), int([*sys.argv, GROUP][4]))


if __name__ == "__main__":
    main()
