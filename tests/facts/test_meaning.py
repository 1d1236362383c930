from __future__ import annotations

from tests.dex.dexwriter import RETURN, Dex, access, invoke

from mingcha.catalogue import load
from mingcha.dex import graph as graphs
from mingcha.dex import program as programs
from mingcha.facts.meaning import HINT, SURE, Meaning, Subject, field_meanings, method_meanings, vocabulary

CATALOGUE = load()
WORDS = vocabulary(CATALOGUE)
IMEI = "Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;"
SECURE = "Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;"
SERIAL = "Landroid/os/Build;->SERIAL:Ljava/lang/String;"


def program_of(dex: Dex) -> programs.Program:
    return programs.load([("classes.dex", dex.build())])


def calls(*signatures: str) -> Dex:
    dex = Dex()
    dex.add("Lx/A;").method("run()V", [*(invoke(0x6E, signature, 1) for signature in signatures), RETURN])
    return dex


def meanings(dex: Dex) -> dict[str, tuple[Meaning, ...]]:
    graph = graphs.build(program_of(dex), {})
    return {graph.program.signature(ref): found for ref, found in method_meanings(graph, WORDS).items()}


def test_every_signature_of_the_catalogue_is_found_by_its_name() -> None:
    words = {f"{owner}->{name}{rest}" for name, entries in WORDS.methods.items() for owner, rest in entries} | {
        f"{owner}->{name}:{rest}" for name, entries in WORDS.fields.items() for owner, rest in entries
    }
    means = [*CATALOGUE.data_types.values(), *CATALOGUE.behaviours.values(), *CATALOGUE.readers.values()]
    assert words == {api.sig for each in means for api in each.apis}


def test_a_reader_has_no_subject_of_its_own_and_a_weak_signature_is_a_hint() -> None:
    found = [each for table in (WORDS.methods, WORDS.fields) for entries in table.values() for group in entries.values() for each in group]
    readers = {api.sig: reader.id for reader in CATALOGUE.readers.values() for api in reader.apis}
    weak = {(api.sig, each.id) for each in WORDS.subjects.values() for api in each.apis if api.weak}
    for each in found:
        if each.signature in readers:
            assert (each.subject, each.reader) == (None, readers[each.signature])
        else:
            assert each.subject is not None
            key = (each.signature, each.subject.data_type or each.subject.behaviour)
            assert each.confidence == (HINT if key in weak else SURE)


def test_a_call_means_what_the_catalogue_says() -> None:
    found = meanings(calls(IMEI, SECURE, "Ljava/lang/Object;->hashCode()I"))
    assert found[IMEI] == (Meaning(IMEI, Subject("imei", None), SURE, None),)
    assert found[SECURE] == (Meaning(SECURE, None, HINT, "settings"),)
    assert len(found) == 2


def test_a_class_of_the_package_inherits_the_meaning_unless_it_defines_the_method() -> None:
    own = "Lx/Phone;->getDeviceId()Ljava/lang/String;"
    dex = calls(own)
    phone = dex.add("Lx/Phone;", "Landroid/telephony/TelephonyManager;")
    assert [each.signature for each in meanings(dex)[own]] == [IMEI]
    phone.method("getDeviceId()Ljava/lang/String;", [(0x12,), (0x11,)])
    assert meanings(dex) == {}


def test_another_descriptor_or_class_means_nothing() -> None:
    assert meanings(calls("Landroid/telephony/TelephonyManager;->getDeviceId(J)V", "Lx/B;->getDeviceId()Ljava/lang/String;")) == {}


def test_fields_are_looked_up_by_the_class_as_written() -> None:
    dex = Dex()
    code = [
        access(0x62, 1, SERIAL),
        access(0x62, 1, "Lx/Build;->SERIAL:Ljava/lang/String;"),
        access(0x60, 1, "Landroid/os/Build;->SERIAL:I"),
        RETURN,
    ]
    dex.add("Lx/A;").method("run()V", code)
    found = field_meanings(program_of(dex), WORDS)
    assert list(found.values()) == [(Meaning(SERIAL, Subject("serial_number", None), SURE, None),)]
