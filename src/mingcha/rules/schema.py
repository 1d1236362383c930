"""The tables that rules may query: the fact tables, and the catalogue's own, declared here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mingcha.facts.schema import TABLES, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mingcha.catalogue import Catalogue


class Derived(NamedTuple):
    """A table that is the result of a query, worked out once."""

    name: str
    doc: str
    sql: str


def _table(name: str, doc: str, *columns: tuple[str, str, str]) -> Table:
    return Table(name, doc, tuple(Column(*column) for column in columns))


CATALOGUE_TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        _table(
            "data_type",
            "One row per type of personal information.",
            ("id", "text", "id"),
            ("zh", "text", "name"),
            ("en", "text", "name in English"),
            ("parent", "text", "id of the wider type"),
            ("sensitive", "bool", "sensitive under GB/T 35273"),
            ("identifier_class", "text", "immutable, mutable or derived"),
            ("permission_required", "bool", "no read succeeds without one of its permissions"),
            ("policy_term", "text", "type of policy_terms.yaml by whose words policies speak of it"),
        ),
        _table(
            "policy_term",
            "One row per type of policy_terms.yaml and each type that is as wide or wider, general words for personal information aside.",
            ("term", "text", "id of the type"),
            ("wider", "text", "id of the type itself or of a wider one"),
            ("distance", "int", "0 for itself, 1 for its parents …"),
        ),
        _table(
            "policy_word",
            "One row per type of policy_terms.yaml: words that a search for it looks for.",
            ("term", "text", "id of the type"),
            ("zh", "text", "its first Chinese words, in quotation marks"),
            ("en", "text", "its first English words, in quotation marks"),
            ("count", "int", "how many words there are in all"),
        ),
        _table(
            "element_name",
            "One row per check F1 to F30 of a policy's form.",
            ("element", "text", "F1 to F30"),
            ("zh", "text", "name"),
            ("en", "text", "name in English"),
        ),
        _table(
            "data_type_permission",
            "One row per permission that opens a data type.",
            ("data_type", "text", "id of the data type"),
            ("permission", "text", "full name"),
        ),
        _table(
            "behaviour",
            "One row per regulated behaviour.",
            ("id", "text", "id"),
            ("zh", "text", "name"),
            ("en", "text", "name in English"),
        ),
        _table(
            "clause",
            "One row per clause.",
            ("id", "text", "id"),
            ("notice", "text", "MIIT-2020, MIIT-2023, CAC-191 or supporting"),
            ("title_zh", "text", "title"),
            ("title_en", "text", "title in English"),
        ),
        _table(
            "app_type",
            "One row per app type.",
            ("id", "text", "short name"),
            ("zh", "text", "name"),
            ("en", "text", "name in English"),
            ("no_personal_info_needed", "bool", "one of the 13 types that need none"),
        ),
        _table(
            "necessary",
            "One row per data type that is necessary for an app type.",
            ("app_type", "text", "short name of the app type"),
            ("data_type", "text", "id of the data type"),
        ),
        _table(
            "justified_group",
            "One row per permission family that a function of an app type can justify (engineering judgement).",
            ("app_type", "text", "short name of the app type"),
            ("group_zh", "text", "permission family"),
        ),
        _table(
            "permission_info",
            "One row per permission of the platform.",
            ("name", "text", "full name"),
            ("level", "text", "normal, dangerous, signature or special"),
            ("group_zh", "text", "family of T/TAF 078.4, if any"),
            ("group_en", "text", "the family in English"),
        ),
        _table(
            "system_package",
            "One row per prefix of application ids that belong to Android or to the maker of the phone.",
            ("prefix", "text", "prefix"),
        ),
        _table(
            "sdk_registry",
            "One row per SDK of the registry.",
            ("id", "text", "id"),
            ("name_zh", "text", "name"),
            ("name_en", "text", "name in English"),
            ("category", "text", "category"),
            ("vendor", "text", "provider"),
        ),
    )
}

# Tables made of other tables, which rules share; in the dialect of both engines.
DERIVED: dict[str, Derived] = {
    table.name: table
    for table in (
        Derived(
            "likely_access",
            """The rows of access that do not rest on a hint (confidence 0.7 or more) and can succeed: where no read of the data type
            does without a permission, the package asks for one. Adds place, quote and rank as a finding shows them.""",
            """
            select a.*,
                   a.caller_class || '->' || a.caller_method || coalesce(':' || cast(a.line as varchar), '') as place,
                   a.api || coalesce(' (' || a.argument || ')', '') as quote,
                   1 - a.confidence as rank
            from access a
            where a.confidence >= 0.7
              and (coalesce(a.via, 'api') not in ('api', 'uri', 'reflection')
                   or coalesce(a.data_type, '') not in (select d.id from data_type d where d.permission_required)
                   or (a.package, a.data_type) in (select p.package, n.data_type
                                                   from permission p
                                                   join data_type_permission n on n.permission = p.name))
            """,
        ),
        Derived(
            "judged_type",
            """The app type of a package, if there is one: what was told, else the guess; basis_zh and basis_en say so in words.""",
            """
            select k.package, t.id as app_type, t.zh, t.en, k.app_type is null as guessed,
                   case when k.app_type is null then '（按名称等推测，未经确认）' else '' end as basis_zh,
                   case when k.app_type is null then ' (guessed from its name and the like, not confirmed)' else '' end as basis_en
            from package k
            left join type_guess g on g.package = k.package
            join app_type t on t.id = coalesce(k.app_type, g.app_type)
            """,
        ),
        Derived(
            "reached_conduct",
            """The rows of conduct that something can run. Adds place and rank as a finding shows them.""",
            """
            select c.*,
                   c.caller_class || '->' || c.caller_method || coalesce(':' || cast(c.line as varchar), '') as place,
                   case c.start_state when 'at-start' then 0 when 'background' then 1 when 'gated' then 2 else 3 end as rank
            from conduct c
            where c.start_state <> 'unreached'
            """,
        ),
        Derived(
            "policy_searched",
            """How much text a package's policy and its lists are: files, characters, and the names of the files.""",
            """
            select f.package, count(*) as files, sum(f.characters) as characters, joined(f.file, '、') as names
            from policy_file f
            group by f.package
            """,
        ),
        Derived(
            "told_type",
            """Each type of data that code can read (likely_access that something can run), of a package with a policy, beside what the
            policy says of it, by the owner of the code. state: clear, the type is named for this owner; ambiguous, named and denied;
            incorrect, only denied; vague, only a wider type or another party is named; mentioned, its words stand in the text and no
            statement on it was read; omitted, they do not stand there; unnamed, the SDK is not named at all, where one whose name only
            stands somewhere in the text is vague. quote is the statement that decides, if there is one.""",
            """
            with seen as (
                select distinct a.package, a.owner, a.data_type, d.policy_term as term, a.owner in (select id from sdk_registry) as is_sdk
                from likely_access a
                join data_type d on d.id = a.data_type
                where a.start_state <> 'unreached'
                  and d.policy_term in (select term from policy_word)
                  and a.package in (select package from policy_file)
            ), heard as (
                select s.package, s.owner, s.data_type, t.distance, p.polarity, p.practice, p.quote,
                       not s.is_sdk and p.handler = 'self' or p.handler = 'sdk:' || s.owner as own,
                       -- What is said of another party counts for the app; of SDKs each must be told by itself.
                       not s.is_sdk or p.handler = 'third-party' as shared
                from seen s
                join policy_term t on t.term = s.term
                join disclosure p on p.package = s.package and p.data_type = t.wider
                where t.distance = 0
                   -- A wider type covers what its statement does not itself list: "device information (IMEI)" says nothing of the MAC.
                   or p.polarity in ('yes', 'conditional')
                      and (coalesce(p.hedge, '') like '%open-list%'
                           or not exists (select 1
                                          from disclosure c
                                          join policy_term n on n.term = c.data_type and n.wider = p.data_type and n.distance > 0
                                          where c.package = p.package and c.file = p.file and c.start = p.start
                                            and c.handler = p.handler))
            ), statement as (
                select h.package, h.owner, h.data_type, h.quote,
                       case when h.polarity = 'no'
                            then case when h.own and h.practice in ('collect', 'user_provide', 'use') then 'denied' end
                            when h.own and h.distance = 0 and h.polarity in ('yes', 'conditional') then 'said'
                            when h.own or h.shared then 'around' end as kind
                from heard h
            ), told as (
                select s.package, s.owner, s.data_type, s.term, s.is_sdk,
                       min(case when w.kind = 'said' then w.quote end) as claim,
                       min(case when w.kind = 'denied' then w.quote end) as denial,
                       min(case when w.kind = 'around' then w.quote end) as hint
                from seen s
                left join statement w on w.package = s.package and w.owner = s.owner and w.data_type = s.data_type
                group by s.package, s.owner, s.data_type, s.term, s.is_sdk
            ), row_of_sdk as (
                select t.package, t.owner, t.data_type, count(*) as named,
                       max(case when list_contains(p.data_types, t.term) then 1 else 0 end) as listed,
                       min(p.name) as name
                from told t
                join policy_sdk p on p.package = t.package and p.sdk = t.owner
                group by t.package, t.owner, t.data_type
            )
            select t.package, t.owner, t.data_type, t.term, t.is_sdk, r.name,
                   case when t.is_sdk and r.named is null and n.quote is not null then 'vague'
                        when t.is_sdk and r.named is null then 'unnamed'
                        when (t.claim is not null or coalesce(r.listed, 0) = 1) and t.denial is not null then 'ambiguous'
                        when t.claim is not null or coalesce(r.listed, 0) = 1 then 'clear'
                        when t.denial is not null then 'incorrect'
                        when t.hint is not null then 'vague'
                        when not t.is_sdk and m.quote is not null then 'mentioned'
                        else 'omitted' end as state,
                   coalesce(t.denial, t.claim, t.hint, m.quote, n.quote) as quote
            from told t
            left join (select package, data_type, min(quote) as quote from policy_mention group by package, data_type) m
                 on m.package = t.package and m.data_type = t.term
            left join row_of_sdk r on r.package = t.package and r.owner = t.owner and r.data_type = t.data_type
            left join (select package, sdk, min(quote) as quote from policy_name group by package, sdk) n
                   on n.package = t.package and n.sdk = t.owner
            """,
        ),
        Derived(
            "start_trigger",
            """Actions on which the system starts a receiver of the manifest that is enabled, whether or not the app runs.""",
            """
            select f.package, f.component, f.value as action, c.owner
            from intent_filter f
            join package k on k.package = f.package
            join component c on c.package = f.package and c.class = f.component and c.type = 'receiver' and c.enabled
            where f.type = 'receiver'
              and f.kind = 'action'
              and (f.value in ('android.intent.action.BOOT_COMPLETED', 'android.intent.action.LOCKED_BOOT_COMPLETED',
                               'android.intent.action.QUICKBOOT_POWERON', 'com.htc.intent.action.QUICKBOOT_POWERON')
                   and f.package in (select p.package from permission p where p.name = 'android.permission.RECEIVE_BOOT_COMPLETED')
                   -- Exempt from the limits of Android 8 on broadcasts to receivers of the manifest.
                   or f.value in ('android.intent.action.MEDIA_MOUNTED', 'android.intent.action.PHONE_STATE',
                                  'android.intent.action.NEW_OUTGOING_CALL', 'android.intent.action.TIME_SET')
                   or coalesce(k.target_sdk, 0) < 26
                      and f.value in ('android.intent.action.USER_PRESENT', 'android.intent.action.ACTION_POWER_CONNECTED',
                                      'android.intent.action.ACTION_POWER_DISCONNECTED', 'android.intent.action.PACKAGE_ADDED',
                                      'android.intent.action.PACKAGE_REMOVED', 'android.intent.action.PACKAGE_REPLACED',
                                      'android.net.wifi.STATE_CHANGE')
                   -- Changes of the network went to receivers of the manifest up to target 23.
                   or coalesce(k.target_sdk, 0) < 24 and f.value = 'android.net.conn.CONNECTIVITY_CHANGE')
            """,
        ),
    )
}

# Words of a search that a finding shows.
_SHOWN_WORDS = 3

ALL_TABLES: dict[str, Table] = TABLES | CATALOGUE_TABLES
READABLE = frozenset({*ALL_TABLES, *DERIVED})


@cache
def catalogue_rows(catalogue: Catalogue) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of CATALOGUE_TABLES, values in the order of the columns."""
    types, apps, groups = catalogue.data_types.values(), catalogue.app_types.values(), catalogue.permission_groups
    return {
        "data_type": [(x.id, x.zh, x.en, x.parent, x.sensitive, x.identifier_class, x.permission_required, x.policy_term) for x in types],
        "policy_term": _wider_terms(catalogue),
        "policy_word": [
            (term, _quoted(words["zh"], "“", "”"), _quoted(words["en"], '"', '"'), len(words["zh"]) + len(words["en"]))
            for term, words in catalogue.policy_terms.sections["data_types"].items()
        ],
        "element_name": [(name, each["zh"], each["en"]) for name, each in catalogue.policy_terms.sections["elements"].items()],
        "data_type_permission": [(x.id, permission) for x in types for permission in x.permissions],
        "behaviour": [(x.id, x.zh, x.en) for x in catalogue.behaviours.values()],
        "clause": [(x.id, x.notice, x.title.zh, x.title.en) for x in catalogue.clauses.values()],
        "app_type": [(x.key, x.title.zh, x.title.en, x.no_personal_info_needed) for x in apps],
        "necessary": sorted({(x.key, kind) for x in apps for item in x.necessary for kind in item.data_types}),
        "justified_group": [(x.key, group) for x in apps for group in x.permission_groups],
        "permission_info": [
            (x.name, x.level, x.group_zh, groups[x.group_zh].title.en if x.group_zh else None) for x in catalogue.permissions.values()
        ],
        "system_package": [(prefix,) for prefix in catalogue.system_packages],
        "sdk_registry": [(x.id, x.name.zh, x.name.en, x.category, x.vendor) for x in catalogue.sdks.values()],
    }


def _wider_terms(catalogue: Catalogue) -> list[tuple[str, str, int]]:
    """Return (type, as wide or wider type, distance); a type that only says "personal information" covers nothing."""
    terms = catalogue.policy_terms.sections["data_types"]
    rows = []
    for term in terms:
        found = {term: 0}
        queue = [term]
        for each in queue:
            for parent in terms[each].get("parents", ()):
                if parent in terms and parent not in found and not terms[parent].get("generic"):
                    found[parent] = found[each] + 1
                    queue.append(parent)
        rows += [(term, wider, distance) for wider, distance in found.items()]
    return rows


def _quoted(words: Sequence[str], opening: str, closing: str) -> str:
    return "".join(f"{opening}{word}{closing}" for word in words[:_SHOWN_WORDS])
