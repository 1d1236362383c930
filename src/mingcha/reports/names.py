"""Ids of the catalogue and names of the Dalvik machine turned into words a reader knows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.reports import words

if TYPE_CHECKING:
    from mingcha.catalogue import Catalogue
    from mingcha.model import Access, Finding

# Lcom/x/App;->onCreate(Landroid/os/Bundle;)V or Lcom/x/App;->NAME:type, anywhere (DEX format, "String syntax").
_MEMBER = re.compile(
    r"(\[*)L([^;()<>:\s]{1,500});(?:->([^(:\s;]{1,200})"
    r"(?:\(([^)\s]{0,2000})\)(?:\[*(?:[ZBSCIJFDV]|L[^;\s]{1,500};))?)?)?"
)
_ARGUMENT = re.compile(r"(\[*)(?:L([^;]*);|([ZBSCIJFD]))")
_PRIMITIVES = dict(zip("ZBSCIJFD", ("boolean", "byte", "short", "char", "int", "long", "float", "double"), strict=True))


class Names:
    """Names in both languages for the ids of one catalogue; an id that it does not hold stands for itself."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def owner(self, owner: str) -> Text:
        """Return who an `owner` is: the app's own code, a named SDK, an open-source library, or an unidentified third party."""
        if owner == "app":
            return words.APP_OWNER
        if owner.startswith("unknown:"):
            prefix = owner.removeprefix("unknown:").removesuffix(".")
            return Text(f"{words.UNKNOWN_OWNER.zh}（{prefix}）", f"{words.UNKNOWN_OWNER.en} ({prefix})")
        if owner.startswith("oss:"):
            library = self._catalogue.libraries.get(owner.removeprefix("oss:"))
            name = library.name if library else owner.removeprefix("oss:")
            return Text(f"{words.LIBRARY_OWNER.zh} {name}", f"{words.LIBRARY_OWNER.en} {name}")
        sdk = self._catalogue.sdks.get(owner)
        return sdk.name if sdk else Text(owner, owner)

    def vendor(self, owner: str) -> str | None:
        """Return who provides an SDK; None for any other owner."""
        sdk = self._catalogue.sdks.get(owner)
        return sdk.vendor if sdk else None

    def packer(self, packer: str) -> Text:
        """Return the name of a packer (加固), which is an entry of the registry or `unknown`."""
        return words.UNKNOWN_PACKER if packer == "unknown" else self.owner(packer)

    def policy_term(self, data_type: str) -> str | None:
        """Return the type of policy_terms.yaml by whose words policies speak of a data type."""
        known = self._catalogue.data_types.get(data_type)
        return known.policy_term if known else None

    def term(self, term: str) -> Text:
        """Return the name of a type of policy_terms.yaml: that of the data type it is linked to, else its first words."""
        types = self._catalogue.data_types
        known = types.get(term) or next((each for each in types.values() if each.policy_term == term), None)
        if known:
            return Text(known.zh, known.en)
        words_of = self._catalogue.policy_terms.sections["data_types"].get(term)
        return Text(str(words_of["zh"][0]), str(words_of["en"][0])) if words_of else Text(term, term)

    def label(self, label: str) -> Text:
        """Return a label of the public notices in both languages."""
        known = self._catalogue.labels.get(label)
        return known.title if known else Text(label, label)

    def subject(self, data_type: str | None, behaviour: str | None = None) -> Text | None:
        """Return the name of a data type or else of a behaviour; None where there is neither."""
        known = self._catalogue.data_types.get(data_type or "") or self._catalogue.behaviours.get(behaviour or "")
        if known:
            return Text(known.zh, known.en)
        unknown = data_type or behaviour
        return Text(unknown, unknown) if unknown else None

    def access(self, access: Access) -> Text:
        """Return what an access reads or does."""
        return self.subject(access.data_type, access.behaviour) or Text(access.api, access.api)

    def finding(self, finding: Finding) -> Text | None:
        """Return the data type that a finding is about, if any."""
        return self.subject(finding.data_type)

    def clause(self, clause: str) -> Text:
        """Return the title of a clause."""
        known = self._catalogue.clauses.get(clause)
        return known.title if known else Text(clause, clause)

    def family(self, group_zh: str | None) -> Text | None:
        """Return a permission family in both languages."""
        if not group_zh:
            return None
        known = self._catalogue.permission_groups.get(group_zh)
        return known.title if known else Text(group_zh, group_zh)

    def app_type(self, key: str) -> Text:
        """Return one of the 39 app types."""
        known = self._catalogue.app_types.get(key)
        return known.title if known else Text(key, key)

    def notice_clauses(self) -> tuple[str, ...]:
        """Return the ids of the clauses of the two notices in their printed order."""
        return tuple(clause for clause in self._catalogue.clauses if clause.startswith(tuple(words.NOTICES)))


def readable(text: str) -> str:
    """Return `text` with Dalvik descriptors as Java writes them: com.x.App.onCreate(Bundle); other text as it is."""
    return _MEMBER.sub(_member, text)


def _member(match: re.Match[str]) -> str:
    arrays, owner, member, arguments = match.groups()
    name = owner.replace("/", ".") + "[]" * len(arrays)
    if member is None:
        return name
    name = f"{name}.{member}" if member != "<init>" else f"new {name}"
    return name if arguments is None else f"{name}({', '.join(map(_argument, _ARGUMENT.finditer(arguments)))})"


def _argument(match: re.Match[str]) -> str:
    arrays, owner, primitive = match.groups()
    return (_PRIMITIVES[primitive] if primitive else owner.rpartition("/")[2]) + "[]" * len(arrays)
