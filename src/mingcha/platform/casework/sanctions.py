"""Kinds of administrative penalties, and whether a decision keeps within what the company was told of before."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mingcha.model import Text
from mingcha.platform.casework.step import Field, StepError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mingcha.platform.casework.models import Penalty

FINE = "fine"
# 行政处罚法 art. 9, without 行政拘留, which the police alone impose.
SANCTIONS = (
    ("warning", Text("警告", "warning")),
    ("criticism", Text("通报批评", "public criticism")),
    (FINE, Text("罚款", "fine")),
    ("gains", Text("没收违法所得", "unlawful gains confiscated")),
    ("goods", Text("没收非法财物", "unlawful goods confiscated")),
    ("licence-held", Text("暂扣许可证件", "licence withheld")),
    ("grade-lowered", Text("降低资质等级", "grade lowered")),
    ("licence-revoked", Text("吊销许可证件", "licence revoked")),
    ("restriction", Text("限制开展生产经营活动", "business restricted")),
    ("suspension", Text("责令停产停业", "business suspended")),
    ("closure", Text("责令关闭", "closure")),
    ("occupation", Text("限制从业", "persons barred from the trade")),
    ("other", Text("法律、行政法规规定的其他行政处罚", "another penalty of an act or regulation")),
)


def sanctions_field(label: Text) -> Field:
    """Return the field that asks for the kinds of a penalty."""
    return Field("sanctions", "choices", label, choices=SANCTIONS, help=Text("行政处罚法第九条", "行政处罚法 art. 9"))


def fine_of(data: Mapping[str, Any]) -> Decimal | None:
    """Return the fine that a step names, or None. Raises `StepError` for a fine without an amount, or an amount without a fine."""
    fine = Decimal(data["fine"] or 0) or None
    if (FINE in data["sanctions"]) != (fine is not None):
        raise StepError(Text("处罚种类含罚款的须填写罚款数额，不含的不填。", "a fine has its amount, and no other penalty has one"))
    return fine


def names(sanctions: Iterable[str]) -> list[Text]:
    """Return the names of kinds, in the order of the act."""
    chosen = set(sanctions)
    return [name for key, name in SANCTIONS if key in chosen]


def beyond(penalty: Penalty) -> Iterator[Text]:
    """Yield in what the penalty goes beyond its prior notice; such a penalty may not be imposed (行政处罚法 arts. 44, 62)."""
    for each in names(set(penalty.sanctions) - set(penalty.intended_sanctions)):
        yield Text(f"“{each.zh}”未经事先告知，须重新告知。", f"no prior notice was given of this: {each.en}; give a new one")
    announced = penalty.intended_fine
    if penalty.fine is not None and announced is not None and penalty.fine > announced:
        yield Text(
            f"罚款{penalty.fine:,.2f}元高于已告知的{announced:,.2f}元，须重新告知。",
            f"a fine of {penalty.fine:,.2f} yuan is more than the {announced:,.2f} of the prior notice; give a new one",
        )
