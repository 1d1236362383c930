"""Which version of which app a package is: what it says of itself, against what it was handed in as."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.timezone import localdate

from mingcha.model import MingchaError, Text
from mingcha.platform.registry.intake import add_version, find_app
from mingcha.reports.visible import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mingcha.platform.registry.models import Version
    from mingcha.platform.testing.models import Scan

# Version codes are signed numbers of 64 bits; anything else is no code.
_CODES = range(2**63)


class UnrecognisedError(MingchaError):
    """A package that does not say whose it is, or is another app's than it was handed in as; `why` is in both languages."""

    def __init__(self, why: Text) -> None:
        super().__init__(why.en)
        self.why = why


def recognise(scan: Scan, package: Mapping[str, Any]) -> Version:
    """Return the version that the scan is of, made now unless it is known; `package` is that part of the report.

    A version that was known before keeps its app, and gets the name and the code that it did not have. UnrecognisedError when
    the package does not say which app it is, or says another than the scan was asked for.
    """
    name, code = visible(package["version_name"] or "")[:100], package["version_code"] or 0
    code = code if code in _CODES else 0
    if scan.version is not None:
        return _complete(scan.version, name, code)
    app_id = package["app_id"]
    if not app_id:
        raise UnrecognisedError(
            Text("安装包的清单无法读取，不能确定属于哪个应用。", "its manifest cannot be read: nobody can tell which app it is")
        )
    if scan.app is not None and scan.app.package_name != app_id:
        raise UnrecognisedError(
            Text(f"安装包的包名为“{app_id}”，不是所选应用“{scan.app.package_name}”。", f"it is {app_id}, not {scan.app.package_name}")
        )
    label = visible(package["name"] or "")[:200]
    app = scan.app or find_app(package_name=visible(app_id)[:255], name=label)
    if app.name == app.package_name and label:
        app.name = label
        app.save(update_fields=["name"])
    return add_version(
        app=app, name=name or str(code), code=code, package=scan.package, source=scan.source, on=localdate(scan.requested_at)
    )


def _complete(version: Version, name: str, code: int) -> Version:
    changes = {"name": name} if name and not version.name else {}
    told = changes | ({"code": code} if code and not version.code else {})
    twin = type(version).objects.filter(
        app=version.app_id, package=version.package_id, **{"name": version.name, "code": version.code} | told
    )
    if told and not twin.exclude(pk=version.pk).exists():
        for field, value in told.items():
            setattr(version, field, value)
        version.save(update_fields=list(told))
    return version
