"""All criteria of the catalogue for one test: each machine-judged, judged by a person, or open."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models

from mingcha.catalogue import load
from mingcha.model import Text
from mingcha.platform.testing.criteria import criteria, label_of
from mingcha.platform.testing.models import Check, ReviewState, Test, Verdict
from mingcha.platform.testing.review import failed_checks
from mingcha.platform.words import both, many
from mingcha.reports.order import natural

if TYPE_CHECKING:
    from mingcha.catalogue import Criterion


class Judged(models.TextChoices):
    """Who has judged a criterion."""

    MACHINE = "machine", both("机器判定", "by machine")
    PERSON = "person", both("人工判定", "by a person")
    OPEN = "open", both("未判定", "open")


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a test, with its check if there is one."""

    criterion: Criterion
    check: Check | None

    @property
    def judged(self) -> Judged:
        """Who has judged it."""
        if self.check is None:
            return Judged.OPEN
        return Judged.MACHINE if self.check.by_machine else Judged.PERSON


def checklist(test: Test) -> list[tuple[str, list[Line]]]:
    """Return the lines of all criteria under the clause that each is listed under first, in the order of the clauses."""
    checks = {check.criterion: check for check in test.checks.select_related("person").prefetch_related("files")}
    grouped: dict[str, list[Line]] = {}
    for criterion in criteria().values():
        grouped.setdefault(criterion.clauses[0], []).append(Line(criterion, checks.get(criterion.id)))
    return sorted(grouped.items(), key=lambda item: (item[0].startswith("CAC"), natural(item[0])))


def tally(test: Test) -> dict[str, int]:
    """Return how many criteria are judged by machine, by a person, and open."""
    counts = Counter(test.checks.filter(criterion__in=list(criteria())).values_list("by_machine", flat=True))
    return {"machine": counts[True], "person": counts[False], "open": len(criteria()) - counts.total()}


def conclusion_hint(test: Test) -> Text:
    """Return sentences from which a tester can begin the technical conclusion: counts alone, and what was not tested."""
    found: Counter[str] = Counter()
    labels: Counter[str] = Counter()
    untested = 0
    if test.scan is not None:
        for verdict, label in test.scan.findings.exclude(review=ReviewState.REJECTED).values_list("verdict", "label"):
            found[verdict] += 1
            labels[label] += 1
        untested = sum(each["verdict"] == Verdict.NOT_TESTED for each in test.scan.clauses)
    failed = failed_checks(test).exclude(review=ReviewState.REJECTED).values_list("criterion", flat=True)
    labels.update(label_of(criterion) for criterion in failed)
    counts, names = tally(test), [label for label, _ in labels.most_common() if label]
    zh = [f"自动检测发现违规{found['violated']}项、疑似{found['suspected']}项", f"人工判定违规{len(failed)}项"]
    en = [
        f"the scan found {found['violated']} violated, {found['suspected']} suspected",
        f"{many(len(failed), 'criterion was', 'criteria were')} failed by a person",
    ]
    if names:
        zh.append(f"涉及：{'、'.join(names)}")
        titles = load().labels
        en.append(f"problems: {', '.join(titles[name].title.en if name in titles else name for name in names)}")
    zh.append(f"{len(criteria())}条认定标准中{counts['open']}条未判定，{untested}项条款未检测")
    en.append(f"of {len(criteria())} criteria {counts['open']} are open; {many(untested, 'clause was', 'clauses were')} not tested")
    return Text("；".join(zh) + "。", "; ".join(en) + ".")
