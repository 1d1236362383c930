"""`mingcha policy`: what a privacy policy and its lists say, as text or JSON, without any judgement; and fetching them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from mingcha.cli import policy_fetch, policy_model

_WIDTH = 76


class _ReadsByDefault(click.Group):
    """`mingcha policy FILE` reads a file; `mingcha policy fetch URL` is a command of its own."""

    default = "read"

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        asked = args[0] if args else "--help"
        is_told = asked in self.commands or asked in ctx.help_option_names
        return super().parse_args(ctx, args if is_told else [self.default, *args])


@click.group("policy", cls=_ReadsByDefault)
def command() -> None:
    """读取或获取隐私政策  Read a privacy policy, or fetch one: policy FILE, policy fetch URL."""


@command.command("read")
@click.argument("path", metavar="FILE")
@click.option("--sdk-list", "lists", multiple=True, metavar="FILE", help="单独的第三方SDK清单 A separate SDK list.")
@click.option("-f", "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
@click.option("--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="文字报告的语言 Language of the text.")
@click.option("--unsafe", is_flag=True, help="无完整隔离时仍读取 Read even where isolation is not complete.")
@click.option("--model", metavar="URL", help="第二读者：OpenAI兼容接口地址（…/v1） A second reader; the policy is sent there.")
@click.option("--model-name", metavar="NAME", help="模型名称；密钥取自 MINGCHA_MODEL_KEY Its name; the key is from there.")
@click.option("-o", "--output", metavar="FILE", help="写入文件 Write to a file.")
def read_command(
    *,
    path: str,
    lists: tuple[str, ...],
    form: str,
    lang: str,
    unsafe: bool,
    model: str | None,
    model_name: str | None,
    output: str | None,
) -> None:
    """读取隐私政策  Read a policy: HTML, Markdown, text, DOCX or PDF, or a folder with its lists."""
    from mingcha.cli.packages import check_output  # noqa: PLC0415 - start-up time
    from mingcha.policy.acquire import find_files  # noqa: PLC0415 - start-up time
    from mingcha.policy.confined import read_confined  # noqa: PLC0415 - start-up time
    from mingcha.policy.wire import merge  # noqa: PLC0415 - start-up time

    check_output(output)
    files = find_files(Path(path)) + [file for each in lists for file in find_files(Path(each))]
    found = merge([read_confined(file, unsafe=unsafe) for file in files])
    policy_model.add_second_reading(found, model, model_name)
    for file in found["files"]:
        del file["text"]
    text = json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n" if form == "json" else _render(found, lang)
    if output is None:
        click.echo(text, nl=False)
    else:
        Path(output).write_text(text, encoding="utf-8")


command.add_command(policy_fetch.command)


def _render(found: dict[str, Any], lang: str) -> str:
    """Return the reading for a terminal."""
    from mingcha.policy.wording import words  # noqa: PLC0415 - start-up time

    say = words(lang)
    lines = [f"{file['name']}  {file['characters']:,} {say.characters}  {file['sha256'][:16]}" for file in found["files"]]
    lines += ["", say.data]
    by_type: dict[str, list[dict[str, Any]]] = {}
    for item in found["disclosures"]:
        by_type.setdefault(item["data_type"], []).append(item)
    for name in sorted(by_type, key=lambda each: (-len(by_type[each]), each)):
        items = by_type[name]
        practices = "、".join(sorted({say.practice(item) for item in items}))
        lines.append(f"  {say.data_type(name)}  {practices}  ×{len(items)}")
        quote = " ".join(items[0]["quote"].split())
        lines.append(f"    “{quote[:_WIDTH]}{'…' if len(quote) > _WIDTH else ''}”")
    lines += ["", say.parties]
    for row in found["sdks"]:
        told = {"purpose": row["purpose"], "types": row["data_types"] or row["data"], "link": row["link"]}
        missing = [getattr(say, name) for name, value in told.items() if not value]
        state = say.complete if not missing else f"{say.missing}{'、'.join(missing)}"
        lines.append(f"  {row['name']}  [{row['sdk'] or say.unknown}]  {state}")
    if not found["sdks"]:
        lines.append(f"  {say.none}")
    lines += ["", say.elements]
    for item in found["elements"]:
        mark, name, _ = say.element(item)
        lines.append(f"  {mark} {item['element']:<4}{name}")
        if item["quote"]:
            lines.append(f"        “{' '.join(item['quote'].split())[: _WIDTH - 6]}”")
    for limit in found["limits"]:
        lines.append(f"{say.limit}{limit['file']}：{limit[lang]}")
    lines += policy_model.render(found, lang)
    return "\n".join(lines) + "\n"
