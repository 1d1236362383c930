"""Facts of a store's page of the app, from a JSON or YAML file that a person or a crawler wrote down."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from mingcha.model import MingchaError

if TYPE_CHECKING:
    from mingcha.facts.factset import FactSet

MAX_BYTES = 4 << 20
_MOST, _LONGEST = 2_000, 20_000
# Fields by the names that files give them; a list gives a row per item.
FIELDS = {
    "store": ("store", "应用商店", "分发平台"),
    "app_name": ("app_name", "name", "应用名称", "软件名称"),
    "developer": ("developer", "operator", "开发者", "运营者", "应用开发者"),
    "version": ("version", "version_name", "应用版本", "版本"),
    "permission": ("permissions", "permission", "权限", "权限列表"),
    "policy_url": ("policy_url", "privacy_policy", "隐私政策", "隐私政策链接"),
    "policy_text": ("policy_text", "隐私政策内容"),
    "function": ("function", "functions", "description", "产品功能", "功能介绍"),
    "sha256": ("sha256",),
    "category": ("category", "类别"),
}
_BY_NAME = {name: field for field, names in FIELDS.items() for name in names}
_PERMISSION = "android.permission."
_NAME, _PURPOSE = ("name", "permission", "权限", "权限名称"), ("purpose", "用途", "目的", "使用目的")


def read_listing(data: bytes, name: str) -> list[dict[str, str]]:
    """Return store, field and value of each entry of a file: one page, or a list of pages of several stores.

    MingchaError with one line when the file is not of that form.
    """
    import yaml  # noqa: PLC0415 - start-up time

    if len(data) > MAX_BYTES:
        raise MingchaError(f"{name}: 超过 {MAX_BYTES >> 20} MB / larger than {MAX_BYTES >> 20} MB")
    try:
        found = yaml.load(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - safe
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise MingchaError(f"{name}: 不是 JSON 或 YAML / neither JSON nor YAML") from error
    pages = found if isinstance(found, list) else [found]
    if not pages or not all(isinstance(page, dict) for page in pages):
        raise MingchaError(f"{name}: 应为一个或多个分发页面的字段 / must hold the fields of one page or of several")
    rows = [row for page in pages for row in _page(page)]
    if not rows:
        raise MingchaError(f"{name}: 没有已知字段（{'、'.join(FIELDS)}） / no known field")
    return rows[:_MOST]


def collect_listing(facts: FactSet, rows: list[dict[str, str]]) -> None:
    """Add the rows, and say that the store's page was seen."""
    from mingcha.policy.identity import identify  # noqa: PLC0415 - start-up time
    from mingcha.policy.plain import read_plain  # noqa: PLC0415 - start-up time

    for row in rows:
        facts.add("listing", **row)
        if row["field"] == "policy_text" and (identity := identify(read_plain(row["value"], row["store"], ""))):
            facts.add("policy_identity", file=row["store"], source="listing", **asdict(identity))
    facts.rows["coverage"] = [row for row in facts.rows["coverage"] if row["kind"] != "listing"]
    facts.cover("listing", "complete")


def _page(page: dict[Any, Any]) -> list[dict[str, str]]:
    fields: list[tuple[str, str]] = []
    for name, value in page.items():
        field = _BY_NAME.get(str(name))
        if field is None:
            continue
        for item in value if isinstance(value, list) else [value]:
            fields += _permission(item) if field == "permission" else [(field, _text(item))]
    store = next((value for field, value in fields if field == "store"), "")
    return [{"store": store, "field": field, "value": value} for field, value in fields if field != "store" and value]


def _permission(item: Any) -> list[tuple[str, str]]:
    """Return a permission by its full name and, where its purpose is told, the name again as one with a purpose."""
    if not isinstance(item, dict):
        return [("permission", _full_name(_text(item)))]
    name = _full_name(_text(next((item[key] for key in _NAME if key in item), "")))
    purpose = _text(next((item[key] for key in _PURPOSE if key in item), ""))
    return [("permission", name), *([("permission_purpose", name)] if purpose else [])]


def _full_name(name: str) -> str:
    return _PERMISSION + name if name.isascii() and name and "." not in name else name


def _text(value: Any) -> str:
    return str(value).strip()[:_LONGEST] if isinstance(value, (str, int, float)) else ""
