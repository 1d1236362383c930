"""送达回证: the form on which service of documents is recorded, filled in as far as it is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.documents.builders.parts import draft_mark
from mingcha.platform.documents.content import BLANK_DAY
from mingcha.platform.documents.paper import Paper
from mingcha.reports.blocks import Column, Paragraph, Table

if TYPE_CHECKING:
    from mingcha.platform.documents.content import ServiceReceipt, Stamp

MANNERS = ("直接送达", "邮寄送达", "电子送达", "留置送达", "公告送达")


def build(receipt: ServiceReceipt, stamp: Stamp) -> Paper:
    """Return the form; ValueError when nothing is served."""
    if not receipt.documents:
        raise ValueError("a receipt names at least one document")
    return Paper(
        title=(receipt.issuer, "送达回证"),
        number=stamp.printed,
        mark=draft_mark(stamp),
        blocks=(
            Table((Column("", 26), Column("", 74)), _rows(receipt), headed=False),
            Paragraph("注：受送达人拒绝签收的，送达人应在备注栏注明拒收事由和日期，由见证人签名或者盖章。", small=True),
        ),
        sealed=False,
    )


def _rows(receipt: ServiceReceipt) -> tuple[tuple[str, str], ...]:
    served = "\n".join(f"《{each.name}》（{each.number}）　{each.copies}份" for each in receipt.documents)
    known = receipt.manner if receipt.manner in MANNERS else ""
    boxes = [f"{'☑' if manner == known else '☐'}{manner}" for manner in MANNERS]
    manners = "　".join(boxes[:3]) + "\n" + "　".join(boxes[3:])
    other = f"\n{receipt.manner}" if receipt.manner and not known else ""
    return (
        ("受送达人", receipt.recipient),
        ("案由", receipt.matter),
        ("送达文书名称、文号及份数", served),
        ("送达地点", receipt.place),
        ("送达方式", manners + other),
        ("受送达人\n（签名或盖章）", f"\n\n{_right(BLANK_DAY)}"),
        ("代收人签名、与受送达人关系及代收理由", f"\n\n{_right(BLANK_DAY)}"),
        ("送达人\n（签名）", f"{'、'.join(receipt.served_by)}\n\n{_right(BLANK_DAY)}"),
        ("见证人\n（签名）", f"\n{_right(BLANK_DAY)}"),
        ("备注", f"{receipt.remark}\n"),
    )


def _right(text: str) -> str:
    """Set a line to the right half of its cell by blanks: every form of file keeps them."""
    return "　" * 13 + text
