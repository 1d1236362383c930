"""The catalogue holds together: ids, both languages, counts, signatures; and the two ways to load it agree."""

import json
import re
from collections import Counter

import pytest
import yaml

from mingcha.catalogue import load, load_folder
from mingcha.catalogue.compile import compile_folder
from mingcha.catalogue.loader import FOLDER
from mingcha.model import Text

FILES = {path.stem: yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in FOLDER.glob("*.yaml")}
PARTS = (
    *("clauses", "subjects", "labels", "criteria", "evidence_kinds", "thresholds", "data_types", "behaviours"),
    *("readers", "permission_groups", "permissions", "app_types", "sdks", "wordings", "watched_calls", "libraries"),
)
HAN = re.compile("[\u4e00-\u9fff]")
TYPE = r"\[*(?:[ZBSCIJFD]|L[\w$/-]+;)"
METHOD = re.compile(rf"L[\w$/-]+;->(?:<init>|<clinit>|[\w$]+)\((?:{TYPE})*\)(?:V|{TYPE})")
FIELD = re.compile(rf"L[\w$/-]+;->[\w$]+:{TYPE}")
SETTING = re.compile(r"(secure|system|global)/[a-z_]+")


def catalogue_files(*names):
    return [FILES[name] for name in names]


def all_means():
    catalogue = load()
    return [*catalogue.data_types.values(), *catalogue.behaviours.values(), *catalogue.readers.values()]


def test_clauses_of_both_notices_are_all_there_in_order():
    ids = list(load().clauses)
    first = [f"MIIT-2020-{n}" for n in range(1, 11)]
    second = [f"MIIT-2023-1.{n}" for n in range(1, 13)] + [f"MIIT-2023-2.{n}" for n in range(1, 15)]
    assert ids[:36] == first + second


def test_every_clause_of_both_notices_has_criteria():
    catalogue = load()
    empty = [
        clause.id
        for clause in catalogue.clauses.values()
        if clause.notice.startswith("MIIT-20") and not catalogue.criteria_by_clause[clause.id]
    ]
    assert empty == []


def test_criteria_by_clause_equals_the_index_of_the_file():
    by_clause = {clause: [criterion.id for criterion in criteria] for clause, criteria in load().criteria_by_clause.items() if criteria}
    assert by_clause == FILES["criteria"]["criteria_by_clause"]


def test_no_id_is_used_twice():
    lists = {
        "clauses": FILES["clauses"]["clauses"] + FILES["clauses"]["supporting"],
        "criteria": FILES["criteria"]["criteria"],
        "data_types": FILES["data_types"]["data_types"] + FILES["data_types"]["behaviours"],
        "app_types": FILES["app_types"]["app_types"],
        "sdks": FILES["sdks"]["sdks"],
    }
    twice = {
        name: [key for key, times in Counter(record["id"] for record in records).items() if times > 1] for name, records in lists.items()
    }
    assert twice == {name: [] for name in lists}
    names = [record["name"] for record in FILES["permissions"]["permissions"]]
    assert len(names) == len(set(names))
    prefixes = [prefix.prefix for sdk in load().sdks.values() for prefix in sdk.prefixes]
    assert len(prefixes) == len(set(prefixes))


def references():
    """Give (what refers, ids referred to, ids known) for every reference between files."""
    catalogue = load()
    criteria, clauses, types = catalogue.criteria.values(), catalogue.clauses.values(), catalogue.data_types.values()
    terms = FILES["policy_terms"]
    sdk_items = [
        item.removeprefix("optional:")
        for sdk in FILES["sdks"]["sdks"]
        for item in (
            *sdk["personal_data_typical"],
            *sdk.get("privacy_apis_seen_in_code", ()),
            *sdk.get("disclosed_items_seen", {}).get("items", ()),
        )
    ]
    known_items = {*catalogue.data_types, *(f"behaviour:{name}" for name in catalogue.behaviours)}
    return [
        ("criterion → clause", [c for x in criteria for c in x.clauses], catalogue.clauses),
        ("criterion → label", [x.label for x in criteria if x.label], catalogue.labels),
        ("criterion → data type", [c for x in criteria for c in x.data_types], catalogue.data_types),
        ("criterion → behaviour", [c for x in criteria for c in x.behaviours], catalogue.behaviours),
        ("criterion → threshold", [x.threshold for x in criteria if x.threshold], catalogue.thresholds),
        ("criterion → subject", [c for x in criteria for c in x.subjects], catalogue.subjects),
        ("criterion → evidence", [c.kind for x in criteria for c in x.evidence], catalogue.evidence_kinds),
        (
            "criterion → phase",
            [c for x in criteria for e in x.evidence for c in e.phases],
            {phase["id"] for phase in FILES["criteria"]["phases"]},
        ),
        ("criterion → prefix", [x.id.split("-")[0] for x in criteria], FILES["criteria"]["prefixes"]),
        ("clause → subject", [c for x in clauses for c in x.subjects], catalogue.subjects),
        ("clause → label", [c for x in clauses for c in x.labels], catalogue.labels),
        ("clause → clause", [c for x in clauses for c in x.related], catalogue.clauses),
        ("label → clause", [c for x in catalogue.labels.values() for c in x.clauses], catalogue.clauses),
        ("data type → parent", [x.parent for x in types if x.parent], catalogue.data_types),
        ("data type → policy term", [x.policy_term for x in types], terms["data_types"]),
        (
            "policy term → parent",
            [c for x in terms["data_types"].values() for c in x.get("parents", ())],
            terms["data_types"],
        ),
        (
            "mini-program key → data type",
            [c for x in FILES["data_types"]["wechat_privacy_keys"].values() for c in x],
            catalogue.data_types,
        ),
        (
            "app type → data type",
            [c for x in catalogue.app_types.values() for n in x.necessary for c in n.data_types],
            catalogue.data_types,
        ),
        (
            "app type → permission group",
            [c for x in catalogue.app_types.values() for c in x.permission_groups],
            catalogue.permission_groups,
        ),
        (
            "permission group → permission",
            [c for x in catalogue.permission_groups.values() for c in x.permissions],
            catalogue.permissions,
        ),
        ("SDK → data type", sdk_items, known_items),
        (
            "SDK → SDK",
            [c for x in FILES["sdks"]["sdks"] for c in x.get("bundles_seen_in_artefacts", ())],
            catalogue.sdks,
        ),
        ("unseen SDK", FILES["sdks"]["entries_without_any_seen_evidence"], catalogue.sdks),
        (
            "behaviour → criteria prefix",
            [c for x in FILES["data_types"]["behaviours"] for c in x["used_by_criteria_prefix"]],
            FILES["criteria"]["prefixes"],
        ),
    ]


@pytest.mark.parametrize(("used", "known"), [pytest.param(used, known, id=name) for name, used, known in references()])
def test_every_id_referred_to_exists(used, known):
    assert used
    assert sorted(set(used) - set(known)) == []


def texts():
    catalogue = load()
    for part in ("clauses", "criteria", "labels", "evidence_kinds", "permission_groups", "app_types"):
        for key, record in getattr(catalogue, part).items():
            yield f"{part}/{key}", record.title.zh, record.title.en
    for part in ("data_types", "behaviours"):
        for key, record in getattr(catalogue, part).items():
            yield f"{part}/{key}", record.zh, record.en
    for key, words in catalogue.subjects.items():
        yield f"subjects/{key}", words.zh, words.en
    for key, sdk in catalogue.sdks.items():
        yield f"sdks/{key}", sdk.name.zh, sdk.name.en


def test_both_languages_are_everywhere():
    assert [where for where, zh, en in texts() if not zh.strip() or not en.strip()] == []
    assert [where for where, _, en in texts() if HAN.search(en)] == []
    # A brand or an abbreviation may be the same in both languages.
    latin = [where for where, zh, _ in texts() if not HAN.search(zh) and not where.startswith("sdks/")]
    assert latin == ["data_types/android_id", "data_types/cookie"]


def test_counts_of_the_files_are_right():
    clauses, types, apps, sdks, permissions = catalogue_files("clauses", "data_types", "app_types", "sdks", "permissions")
    groups = Counter(clause.notice for clause in load().clauses.values())
    assert clauses["counts"] == {**groups, "labels": len(clauses["notice_labels"])}
    assert sdks["count"] == len(sdks["sdks"])
    assert sdks["verified_count"] == sum(sdk["verified"] for sdk in sdks["sdks"])
    assert apps["counts"] == {
        "types": len(apps["app_types"]),
        "types_without_personal_info": sum(app["no_personal_info_needed"] for app in apps["app_types"]),
    }
    assert apps["no_personal_info_type_ids"] == [x["id"] for x in apps["app_types"] if x["no_personal_info_needed"]]
    checked = {api.sig: api.checked for means in all_means() for api in means.apis}
    assert types["counts"] == {
        "data_types": len(types["data_types"]),
        "distinct_android_signatures": len(checked),
        "by_check": Counter(checked.values()),
        "behaviours": len(types["behaviours"]),
    }
    levels = Counter(record["level"] for record in permissions["permissions"])
    assert permissions["counts"] == {"permissions": len(permissions["permissions"]), **levels}


def test_counts_of_the_criteria_are_right():
    file = FILES["criteria"]
    criteria, counts = file["criteria"], file["counts"]
    assert counts["criteria"] == len(criteria) == 252
    for key in ("automatable", "machine_verdict", "file_only_verdict"):
        assert counts[key] == Counter(record[key] for record in criteria)
    assert counts["evidence_kinds"] == Counter(need["kind"] for record in criteria for need in record["evidence"])
    judged = [record["source"] for record in criteria if "engineering-judgement" in record["source"]]
    assert counts["only_engineering_judgement"] == sum(len(source) == 1 for source in judged)
    assert counts["partly_engineering_judgement"] == sum(len(source) > 1 for source in judged)


def test_every_android_signature_is_a_valid_descriptor():
    wrong = [api.sig for means in all_means() for api in means.apis if not METHOD.fullmatch(api.sig) and not FIELD.fullmatch(api.sig)]
    assert wrong == []


def test_technical_means_are_values_and_not_prose():
    prose = [
        value
        for means in all_means()
        for values in (means.permissions, means.intents, means.content_uris, means.system_properties, means.files)
        for value in values
        if re.search(r"[\s()+]", value)
    ]
    assert prose == []
    assert [key for means in all_means() for key in means.settings_keys if not SETTING.fullmatch(key)] == []
    assert [uri for means in all_means() for uri in means.content_uris if not uri.startswith("content://")] == []


def test_parents_form_no_cycle():
    types = load().data_types
    for data_type in types.values():
        seen, parent = {data_type.id}, data_type.parent
        while parent:
            assert parent not in seen
            seen.add(parent)
            parent = types[parent].parent


def test_permission_levels():
    permissions = load().permissions
    expected = {
        "CAMERA": "dangerous",
        "INTERNET": "normal",
        "SYSTEM_ALERT_WINDOW": "special",
        "MANAGE_EXTERNAL_STORAGE": "special",
        "INSTALL_PACKAGES": "signature",
        "POST_NOTIFICATIONS": "dangerous",
        "READ_PHONE_STATE": "dangerous",
        "QUERY_ALL_PACKAGES": "normal",
    }
    assert {name: permissions[f"android.permission.{name}"].level for name in expected} == expected
    assert permissions["android.permission.CAMERA"].group_zh == "相机"
    assert permissions["android.permission.INTERNET"].group_zh is None


def test_compiled_form_loads_the_same_catalogue(tmp_path):
    for path in FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    from_yaml = load_folder(tmp_path)
    (tmp_path / "compiled.json").write_text(json.dumps(compile_folder(tmp_path), ensure_ascii=False), encoding="utf-8")
    compiled = load_folder(tmp_path)
    assert compiled.digest == from_yaml.digest == load().digest
    assert {part: dict(getattr(compiled, part)) for part in PARTS} == {part: dict(getattr(from_yaml, part)) for part in PARTS}
    assert compiled.policy_terms.sections == from_yaml.policy_terms.sections


def test_stale_compiled_form_is_not_used(tmp_path):
    for path in FOLDER.glob("*.yaml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "compiled.json").write_text('{"digest": "0", "parts": {"clauses": []}}', encoding="utf-8")
    assert list(load_folder(tmp_path).clauses) == list(load().clauses)


def test_what_texts_are_searched_for_can_be_found_and_read():
    for wording in load().wordings.values():
        assert HAN.search(wording.title.zh)
        assert not HAN.search(wording.title.en)
        assert all(len(stem.encode()) > 3 for stem in wording.stems), wording.id
        for word in (*wording.words, *wording.never):
            re.compile(word)


def test_watched_calls_have_signatures_and_switches_belong_to_sdks_of_the_registry():
    catalogue = load()
    calls = [api for watched in catalogue.watched_calls.values() for api in watched.apis]
    assert [each.sig for each in (*calls, *catalogue.switches) if not METHOD.fullmatch(each.sig)] == []
    for api in calls:
        parameters = re.findall(TYPE, api.sig.partition("(")[2].partition(")")[0])
        assert api.argument is None or api.argument < len(parameters), api.sig
    assert {switch.sdk for switch in catalogue.switches} <= set(catalogue.sdks)
    assert {switch.purpose for switch in catalogue.switches} == {"consent", "personalised_ads"}
    assert {each.checked for each in (*calls, *catalogue.switches)} <= {"sdk", "artefact", "expert"}


def test_a_package_prefix_belongs_to_one_library_and_to_no_sdk():
    catalogue = load()
    prefixes = [prefix for library in catalogue.libraries.values() for prefix in library.prefixes]
    assert [prefix for prefix, count in Counter(prefixes).items() if count > 1] == []
    assert set(prefixes) & {prefix.prefix for sdk in catalogue.sdks.values() for prefix in sdk.prefixes} == set()


def test_what_is_said_of_an_sdk_and_consent_has_a_source():
    found = {record["id"]: record["consent"] for record in FILES["sdks"]["sdks"] if "consent" in record}
    assert len(found) >= 15
    for name, consent in found.items():
        said = found[consent["as"]] if "as" in consent else consent
        assert sorted(said) == ["en", "source", "zh"]
        assert said["source"] != []
        assert load().sdks[name].consent == Text(said["zh"], said["en"])


def test_what_is_said_of_an_sdk_and_consent_names_its_switches():
    catalogue = load()
    for sdk in catalogue.sdks.values():
        own = [switch.sig for switch in catalogue.switches if (switch.sdk, switch.purpose) == (sdk.id, "consent")]
        switches = {sig.partition("(")[0].rpartition("/")[2].replace(";->", ".") for sig in own}
        said = sdk.consent or Text("", "")
        chinese, english = (set(re.findall(r"[A-Z]\w+\.[a-z]\w+", text, re.ASCII)) for text in (said.zh, said.en))
        assert chinese == english, sdk.id
        assert not switches or switches & chinese, sdk.id


def test_an_sdk_with_nothing_but_a_switch_says_so():
    assert load().sdks["mob_common"].consent == Text(
        "用户同意后再初始化，并用MobSDK.submitPolicyGrantResult传入用户的选择。",
        "Initialise only after consent, and pass the user's choice by MobSDK.submitPolicyGrantResult.",
    )
