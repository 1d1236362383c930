"""The tables that rules may query: the fact tables, and the catalogue's own, declared here."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from mingcha.facts.schema import TABLES, Column, Table

if TYPE_CHECKING:
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

ALL_TABLES: dict[str, Table] = TABLES | CATALOGUE_TABLES
READABLE = frozenset({*ALL_TABLES, *DERIVED})


@cache
def catalogue_rows(catalogue: Catalogue) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of CATALOGUE_TABLES, values in the order of the columns."""
    types, apps, groups = catalogue.data_types.values(), catalogue.app_types.values(), catalogue.permission_groups
    return {
        "data_type": [(x.id, x.zh, x.en, x.parent, x.sensitive, x.identifier_class, x.permission_required) for x in types],
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
