"""`mingcha policy fetch`: saves a policy and the lists that it links to, for `mingcha policy` and `scan --policy` to read."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag, urljoin

import click

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from mingcha.fetch.page import Page

_MOST_LISTS = 10
# Fewer letters than this are no policy: the page is drawn by a script.
_FEW = 300
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
}


@click.command("fetch")
@click.argument("url", metavar="URL")
@click.option("-o", "--output", metavar="FOLDER", help="保存到的文件夹，默认以域名命名 Folder to save to, by default the name of the host.")
@click.option("--links", is_flag=True, help="并记录各SDK隐私政策链接能否打开 Also record which SDKs' own policies can be had.")
@click.option("--unsafe", is_flag=True, help="无完整隔离时仍读取 Read even where isolation is not complete.")
def command(*, url: str, output: str | None, links: bool, unsafe: bool) -> None:
    """获取隐私政策及其链接的清单  Save a policy from the network and the lists that it links to."""
    from mingcha.fetch.guard import parse  # noqa: PLC0415 - start-up time

    folder = Path(output or f"policy-{parse(url).host}")
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise MingchaError(f"{folder}: 文件夹已存在且非空 / the folder exists and is not empty")
    saved = _save_all(url, folder, unsafe=unsafe)
    click.echo(f"{folder}: {len(saved)} 个文件 / {len(saved)} files")
    if links:
        _try_all(folder, saved, unsafe=unsafe)


def _save_all(url: str, folder: Path, *, unsafe: bool) -> list[dict[str, Any]]:
    from mingcha.fetch.page import fetch  # noqa: PLC0415 - start-up time
    from mingcha.model import UnreadablePackageError  # noqa: PLC0415 - start-up time
    from mingcha.policy.confined import read_confined  # noqa: PLC0415 - start-up time

    page = fetch(url)
    saved = [_save(page, folder, "policy")]
    read = read_confined(folder / saved[0]["file"], unsafe=unsafe)
    if read["characters"] < _FEW:
        click.echo(f"{url}: 只有 {read['characters']} 个字，页面可能由脚本生成 / few letters: a script may draw the page", err=True)
    seen = {_plain(url), _plain(page.found_at)}
    for link in read["lists"]:
        place = urljoin(page.found_at, link)
        if _plain(place) in seen or len(saved) > _MOST_LISTS:
            continue
        seen.add(_plain(place))
        try:
            found = fetch(place)
            saved.append(_save(found, folder, f"list-{len(saved):02d}"))
        except (MingchaError, UnreadablePackageError) as error:
            click.echo(f"清单未获取 / a list was not fetched: {error}", err=True)
    (folder / "sources.json").write_text(json.dumps(saved, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return saved


def _try_all(folder: Path, saved: list[dict[str, Any]], *, unsafe: bool) -> None:
    """Ask for the own policy of each third party that the saved files name, and keep a record of it."""
    from mingcha.facts.policy_link import FILE_NAME  # noqa: PLC0415 - start-up time
    from mingcha.fetch.links import REACHED, try_links  # noqa: PLC0415 - start-up time
    from mingcha.policy.confined import read_confined  # noqa: PLC0415 - start-up time

    rows = [row for file in saved for row in read_confined(folder / file["file"], unsafe=unsafe)["sdks"]]
    tried_at = _now()
    tried = [{**each, "tried_at": tried_at} for each in try_links(list(dict.fromkeys(row["link"] for row in rows if row["link"])))]
    (folder / FILE_NAME).write_text(json.dumps(tried, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for each in tried:
        if each["outcome"] != REACHED:
            click.echo(each["why"], err=True)
    click.echo(f"{FILE_NAME}: {len(tried)} 个链接 / {len(tried)} links")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _plain(url: str) -> str:
    return urldefrag(url).url.rstrip("/")


def _save(page: Page, folder: Path, stem: str) -> dict[str, Any]:
    """Write a page and return where it came from; MingchaError when it is no document."""
    suffix = ".pdf" if page.content[:5] == b"%PDF-" else _SUFFIXES.get(page.media_type or "text/html")
    if suffix is None:
        raise MingchaError(f"{page.url[:200]}: 不是文档（{page.media_type}） / no document ({page.media_type})")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{stem}{suffix}"
    (folder / name).write_bytes(page.content)
    click.echo(f"{name}  {page.found_at}")
    return {
        "file": name,
        "url": page.url,
        "found_at": page.found_at,
        "media_type": page.media_type,
        "sha256": hashlib.sha256(page.content).hexdigest(),
        "fetched_at": _now(),
    }
