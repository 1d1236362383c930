"""What a SARIF run says of its tool: the rules with their help in both languages, and the two notices as taxonomies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mingcha.model import Grade, Verdict
from mingcha.reports import words

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Tool
    from mingcha.rules import Pack
    from mingcha.rules.rule import Rule

INFORMATION = "https://github.com/mingcha/mingcha"
# What GitHub sorts by, 0 to 10. By grade, lowered where files only raise a suspicion.
_SEVERITY = {Grade.SERIOUS: 7.0, Grade.GENERAL: 5.0, Grade.NOTE: 2.0}
_SUSPECTED_LESS = 1.0
_DEFAULT_LEVEL = {Grade.SERIOUS: "error", Grade.GENERAL: "warning", Grade.NOTE: "note"}


def describe_driver(pack: Pack, catalogue: Catalogue, tool: Tool) -> dict[str, Any]:
    """Return the tool with every rule of the pack, in the pack's order."""
    return {
        "name": tool.name,
        "fullName": "Mingcha 明察",
        "version": tool.version,
        "semanticVersion": tool.version,
        "informationUri": INFORMATION,
        "language": "zh-CN",
        "supportedTaxonomies": [{"name": name} for name in _taxonomies()],
        "rules": [_rule(rule, catalogue) for rule in pack.rules],
    }


def describe_taxonomies(catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the two notices, each with its clauses in their printed order."""
    return [
        {
            "name": name,
            "shortDescription": {"text": words.joined(title)},
            "organization": "工业和信息化部",
            "language": "zh-CN",
            "isComprehensive": True,
            "taxa": [
                {
                    "id": clause.id,
                    "name": words.clause_reference(clause.id).zh,
                    "shortDescription": {"text": words.joined(clause.title)},
                    **({"fullDescription": {"text": clause.text_zh}} if clause.text_zh else {}),
                }
                for clause in catalogue.clauses.values()
                if clause.id.startswith(f"{name}-")
            ],
        }
        for name, title in _taxonomies().items()
    ]


def taxon(clause: str) -> dict[str, Any]:
    """Return a reference to a clause of the two notices."""
    names = list(_taxonomies())
    index = next(index for index, name in enumerate(names) if clause.startswith(f"{name}-"))
    return {"id": clause, "toolComponent": {"name": names[index], "index": index}}


def _taxonomies() -> dict[str, Any]:
    return {prefix.rstrip("-"): title for prefix, title in words.NOTICES.items()}


def _rule(rule: Rule, catalogue: Catalogue) -> dict[str, Any]:
    suspected = rule.decides is Verdict.SUSPECTED
    level = "warning" if suspected and rule.grade is Grade.SERIOUS else _DEFAULT_LEVEL[rule.grade]
    severity = _SEVERITY[rule.grade] - (_SUSPECTED_LESS if suspected else 0)
    text, markdown = _help(rule, catalogue)
    return {
        "id": rule.id,
        "name": rule.id,
        "shortDescription": {"text": words.joined(rule.title)},
        "fullDescription": {"text": f"{rule.label}{'：' if rule.label else ''}{words.joined(rule.title)}"},
        "help": {"text": text, "markdown": markdown},
        "defaultConfiguration": {"level": level},
        "relationships": [
            {"target": taxon(clause), "kinds": ["superset"]} for clause in rule.clauses if clause.startswith(tuple(words.NOTICES))
        ],
        "properties": {
            "tags": ["privacy", "compliance", *rule.clauses][:20],
            "precision": "medium" if suspected else "very-high",
            "security-severity": f"{severity:.1f}",
            "problem.severity": level.replace("note", "recommendation"),
            "label": rule.label,
            "decides": rule.decides.value,
            "grade": rule.grade.value,
            "criteria": list(rule.criteria),
            "needs": list(rule.needs),
        },
    }


def _help(rule: Rule, catalogue: Catalogue) -> tuple[str, str]:
    """Return help as text and as markdown: what it is about in Chinese, then in English."""
    verdict, meaning = words.VERDICTS[rule.decides], words.VERDICT_MEANINGS[rule.decides]
    clauses = [clause for name in rule.clauses if (clause := catalogue.clauses.get(name))]
    pairs = [
        ("涉及条款", "；".join(f"{words.clause_reference(clause.id).zh} {clause.title.zh}" for clause in clauses)),
        ("通报用语", rule.label or "无"),
        ("结论", f"{verdict.zh}：{meaning.zh}"),
        ("整改建议", rule.remedy.zh),
        ("Clauses", "; ".join(f"{words.clause_reference(clause.id).en} {clause.title.en}" for clause in clauses)),
        ("Verdict", f"{verdict.en}: {meaning.en}"),
        ("Remedy", rule.remedy.en),
    ]
    chinese, english = pairs[:4], pairs[4:]
    text = "\n".join(
        [
            rule.title.zh,
            *(f"{name}：{value}" for name, value in chinese),
            "",
            rule.title.en,
            *(f"{name}: {value}" for name, value in english),
        ]
    )
    markdown = "\n".join(
        [
            f"## {rule.title.zh}\n",
            *(f"- **{name}**：{value}" for name, value in chinese),
            f"\n## {rule.title.en}\n",
            *(f"- **{name}**: {value}" for name, value in english),
        ]
    )
    return text, markdown
