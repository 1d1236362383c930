"""`mingcha sdk`: what is known of an SDK, which SDKs are in a package, and the making of the fingerprint database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mingcha.cli.exits import Exit
from mingcha.cli.packages import check_output, find_packages, job_count, read_files, reading_options, resolve_app_type
from mingcha.model import MingchaError, Text

if TYPE_CHECKING:
    from mingcha.census.batch import Reading
    from mingcha.fingerprint.ingest import Ingested

# SDKs below this confidence are possible, not found.
_FOUND = 0.9
_LANG = click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="语言 Language.")
_JSON = click.option("--json", "as_json", is_flag=True, help="JSON 输出 JSON.")


@click.group("sdk", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """SDK：查看登记、列出包内SDK、建立特征库  SDKs: the registry, what is in a package, the fingerprints."""


@command.command("show")
@click.argument("sdk_id", metavar="ID")
@_LANG
@_JSON
def show(*, sdk_id: str, lang: str, as_json: bool) -> None:
    """查看一个SDK或开源库的登记内容  What the registry holds of one SDK or open-source library."""
    entry = _entry(sdk_id)
    if as_json:
        click.echo(json.dumps(entry, ensure_ascii=False, sort_keys=True))
        return
    for key, label in _LABELS.items():
        value = entry.get(key)
        if value:
            text = value[lang] if isinstance(value, dict) else "、".join(value) if isinstance(value, list) and lang == "zh" else value
            click.echo(f"{getattr(label, lang)}: {', '.join(text) if isinstance(text, list) else text}")


_LABELS = {
    "id": Text("编号", "ID"),
    "kind": Text("类别", "Kind"),
    "name": Text("名称", "Name"),
    "vendor": Text("提供者", "Provider"),
    "category": Text("分类", "Category"),
    "prefixes": Text("包名前缀", "Package prefixes"),
    "components": Text("清单组件", "Components"),
    "native_libs": Text("原生库", "Native libraries"),
    "meta_data_keys": Text("meta-data 键", "Meta-data keys"),
    "domains": Text("域名", "Domains"),
    "permissions": Text("SDK 声明的权限", "Permissions it declares"),
    "personal_data": Text("通常收集的信息（审查起点，非结论）", "Data it usually reads (where a review starts, no finding)"),
    "policy_url": Text("隐私政策", "Privacy policy"),
    "versions": Text("特征库中的版本", "Versions in the fingerprint database"),
    "fingerprints": Text("特征数（字符串/类形状）", "Fingerprints (strings/class shapes)"),
}


def _entry(sdk_id: str) -> dict[str, Any]:
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time
    from mingcha.fingerprint.database import load_default  # noqa: PLC0415 - start-up time

    catalogue = load()
    library = catalogue.libraries.get(sdk_id.removeprefix("oss:"))
    if sdk_id not in catalogue.sdks:
        if library is None:
            raise MingchaError(f"{sdk_id}: 没有登记这个SDK / no such SDK in the registry")
        return {
            "id": f"oss:{library.id}",
            "kind": "library",
            "name": {"zh": library.name, "en": library.name},
            "prefixes": [*library.prefixes],
        }
    sdk = catalogue.sdks[sdk_id]
    releases = [release for release in load_default().releases if release.owner == sdk_id]
    numbers = f"{max((r.strings for r in releases), default=0)}/{max((r.shapes for r in releases), default=0)}"
    return {
        "id": sdk.id,
        "kind": "sdk",
        "name": {"zh": sdk.name.zh, "en": sdk.name.en},
        "vendor": sdk.vendor,
        "category": sdk.category,
        "prefixes": [prefix.prefix for prefix in sdk.prefixes],
        "components": [component.name for component in sdk.components],
        "native_libs": [*sdk.native_libs],
        "meta_data_keys": [*sdk.meta_data_keys],
        "domains": [*sdk.domains],
        "permissions": [*sdk.permissions],
        "personal_data": [*sdk.personal_data],
        "policy_url": sdk.policy_url,
        "versions": sorted({release.version for release in releases if release.version}),
        "fingerprints": numbers if releases else None,
    }


@command.command("list")
@click.argument("paths", nargs=-1, required=True, metavar="PACKAGE…")
@reading_options
@_LANG
@_JSON
def list_sdks(
    *, paths: tuple[str, ...], jobs: int | None, timeout: int, app_type: str | None, unsafe: bool, lang: str, as_json: bool
) -> int:
    """列出安装包里的SDK和开源库  The SDKs and open-source libraries in packages, with versions and evidence."""
    files = find_packages(paths)
    code = Exit.OK
    for reading in read_files(files, jobs=jobs, timeout=timeout, unsafe=unsafe, app_type=resolve_app_type(app_type)):
        if reading.failure is not None:
            click.echo(f"mingcha: {reading.path}: {reading.failure.zh} / {reading.failure.en}", err=True)
            code = Exit.UNREADABLE
            continue
        if as_json:
            rows = reading.facts.rows
            found = {"file": reading.path.name, "package": reading.facts.package, "sdks": rows["sdk"], "libraries": rows["library"]}
            click.echo(json.dumps(found, ensure_ascii=False, sort_keys=True))
        else:
            if len(files) > 1:
                click.echo(f"{reading.path}:")
            _print_found(reading, lang)
    return code


_STATES = {
    "initialised": Text("会运行", "can run"),
    "linked": Text("仅链接，未见调用", "only linked, never called"),
    "present": Text("仅有痕迹，未见代码", "traces only, no code"),
}


def _print_found(reading: Reading, lang: str) -> None:
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time

    catalogue = load()
    rows = sorted(reading.facts.rows["sdk"], key=lambda row: (row["confidence"] < _FOUND, row["id"]))
    for row in rows:
        name = catalogue.sdks[row["id"]].name
        version = f" {row['version']} ({row['version_basis']})" if row["version"] else ""
        doubt = "" if row["confidence"] >= _FOUND else " " + getattr(Text("疑似", "possible"), lang)
        state = getattr(_STATES[row["state"]], lang)
        click.echo(f"{row['id']}  {getattr(name, lang)}{version}  {state}  {row['confidence']:.2f}{doubt}")
        click.echo(f"  {', '.join(row['evidence'][:4])}")
    if not rows:
        click.echo(getattr(Text("未发现登记的SDK", "no SDK of the registry was found"), lang))
    libraries = ", ".join(row["id"] for row in reading.facts.rows["library"])
    if libraries:
        click.echo(f"{getattr(Text('开源库', 'Open-source libraries'), lang)}: {libraries}")


@command.command("ingest")
@click.argument("paths", nargs=-1, required=True, metavar="FILE…")
@click.option("--sdk", "sdk_id", metavar="ID", help="文件中未知代码所属的SDK SDK that unknown code of the files belongs to.")
@click.option("--background", is_flag=True, help="文件中没有SDK，仅作背景 Nothing in the files is an SDK's.")
@click.option("--into", "folder", required=True, metavar="FOLDER", help="特征文件夹，逐次累积 Folder of features, which grows.")
@click.option("-o", "--output", metavar="FILE", help="特征库文件，默认在文件夹内 The database; in the folder by default.")
@click.option("--self-test", is_flag=True, help="另作留一法自测 Also test each file against a database without it.")
@click.option("--jobs", type=click.IntRange(min=1), default=None, help="同时读取的文件数 Files at a time.")
@click.option("--timeout", type=click.IntRange(min=1), default=120, show_default=True, help="每个文件秒数上限 Seconds a file.")
@click.option("--unsafe", is_flag=True, help="无完整隔离时仍读取 Read even where isolation is not complete.")
def ingest(  # noqa: PLR0913 - the options of the contract
    *,
    paths: tuple[str, ...],
    sdk_id: str | None,
    background: bool,
    folder: str,
    output: str | None,
    self_test: bool,
    jobs: int | None,
    timeout: int,
    unsafe: bool,
) -> int:
    """由AAR、JAR、APK建立SDK特征库并自测  Make the fingerprint database of AAR, JAR and APK files, and test it."""
    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time
    from mingcha.fingerprint.build import build_database  # noqa: PLC0415 - start-up time
    from mingcha.fingerprint.check import check_database  # noqa: PLC0415 - start-up time
    from mingcha.fingerprint.database import write_database  # noqa: PLC0415 - start-up time

    if sdk_id is not None and sdk_id not in load().sdks:
        raise MingchaError(f"{sdk_id}: 没有登记这个SDK / no such SDK in the registry")
    check_output(folder, is_folder=True)
    check_output(output)
    files = find_packages(paths, (".aar", ".jar", ".apk"))
    store = Path(folder)
    store.mkdir(parents=True, exist_ok=True)
    code = Exit.OK
    for path, found in _read_each(files, sdk_id, background=background, jobs=jobs, timeout=timeout, unsafe=unsafe):
        if isinstance(found, Text):
            click.echo(f"mingcha: {path}: {found.zh} / {found.en}", err=True)
            code = Exit.UNREADABLE
        else:
            (store / f"{found['sha256']}.json").write_text(json.dumps(found, sort_keys=True), encoding="utf-8")
    kept = _load_store(store)
    database = build_database(kept)
    (Path(output) if output else store / "sdks.fp").write_bytes(write_database(database))
    checks = check_database(kept, database, leave_out=self_test)
    for check in checks:
        if not check.passed:
            click.echo(f"{check.kind}\t{check.sdk}\t{check.file[:12]}\t{check.strings}/{check.shapes}")
    failed = sum(not check.passed for check in checks if check.kind == "background")
    words = f"{len(kept)} 个文件，{len(database.strings.values)} 个字符串，{len(database.shapes.values)} 个类形状，自测 {len(checks)} 项"
    english = f"{len(kept)} files, {len(database.strings.values)} strings, {len(database.shapes.values)} shapes, {len(checks)} checks"
    click.echo(f"{words} / {english}", err=True)
    return Exit.VIOLATIONS if failed and code is Exit.OK else code


def _read_each(
    files: list[Path], sdk_id: str | None, *, background: bool, jobs: int | None, timeout: int, unsafe: bool
) -> list[tuple[Path, dict[str, Any] | Text]]:
    """Return the ingested form of each file, or why there is none; each is read in the sandbox."""
    import functools  # noqa: PLC0415 - start-up time

    from mingcha.catalogue import load  # noqa: PLC0415 - start-up time
    from mingcha.facts.collect import prepare  # noqa: PLC0415 - start-up time
    from mingcha.facts.owner import known_owner  # noqa: PLC0415 - start-up time
    from mingcha.fingerprint.ingest import ingest as read  # noqa: PLC0415 - start-up time
    from mingcha.sandbox import Limits, Pool, Status  # noqa: PLC0415 - start-up time

    prepare()
    owner_of = functools.partial(known_owner, load())

    def work(data: Any, path: Path) -> dict[str, Any]:
        return read(data, path.name, owner_of, sdk=sdk_id, background=background).to_wire()

    limits = Limits(wall=float(timeout), cpu=float(timeout))
    pool = Pool(work, job_count(jobs, len(files)), limits, unsafe=unsafe)
    return [
        (path, outcome.value if outcome.status is Status.OK else outcome.detail or Text(outcome.status.value, outcome.status.value))
        for _, path, outcome in pool.run(files)
    ]


def _load_store(store: Path) -> list[Ingested]:
    from mingcha.fingerprint.ingest import Ingested  # noqa: PLC0415 - start-up time

    try:
        return [Ingested.from_wire(json.loads(path.read_text("utf-8"))) for path in sorted(store.glob("*.json"))]
    except (ValueError, KeyError, TypeError) as error:
        raise MingchaError(f"{store}: 不是特征文件夹 / not a folder of features") from error
