"""Which versions a case can have tested: the app's own, those that embed the SDK, or those that the store distributes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.model import Text
from mingcha.platform.casework.models import Case, Subject
from mingcha.platform.casework.step import StepError
from mingcha.platform.registry.models import SdkUse, Version

if TYPE_CHECKING:
    from django.db.models import QuerySet

_STRANGE = {
    Subject.APP: Text("版本不属于该应用。", "the version is of another app"),
    Subject.SDK: Text("该版本未集成此SDK。", "the version does not embed the SDK"),
    Subject.STORE: Text("该应用未在此平台上架。", "the app is not listed in the store"),
}


def versions_of(case: Case) -> QuerySet[Version]:
    """Return the versions that a test of the case can be of, the newest first."""
    versions = Version.objects.order_by("-code", "-pk")
    if case.subject == Subject.SDK:
        return versions.filter(pk__in=SdkUse.objects.filter(sdk=case.sdk_id).values("version"))
    if case.subject == Subject.STORE:
        return versions.filter(app__listings__store=case.store_id)
    return versions.filter(app=case.app_id)


def require_version(case: Case, version: Version) -> None:
    """Raise `StepError` for a version that has nothing to do with the case."""
    if not versions_of(case).filter(pk=version.pk).exists():
        raise StepError(_STRANGE[Subject(case.subject)])
