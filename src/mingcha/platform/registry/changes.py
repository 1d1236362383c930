"""What people change in the registry: policies, listings, operators, disclosure sheets; each change stands in the log."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from mingcha.model import MingchaError
from mingcha.platform.ledger.chain import record
from mingcha.platform.people.models import AUTHORITIES, BodyKind, Role
from mingcha.platform.registry.models import App, AppKind, Listing, Policy, Sdk, SdkSheet, Version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from mingcha.platform.people.models import Body, User


class RegistryError(MingchaError):
    """A change that may not be made; the message is in both languages."""


def may_keep_policies(app: App, user: User) -> bool:
    """Return whether the person may add policies: officers and testers, and the app's own operator."""
    if user.body.kind == BodyKind.OPERATOR:
        return user.acts_as(Role.REPRESENTATIVE) and app.operator_id == user.body_id
    return user.acts_as(Role.OFFICER, Role.TESTER)


def may_fill_in(sdk: Sdk, user: User) -> bool:
    """Return whether the person may hand in disclosure sheets: the SDK's own provider."""
    return user.acts_as(Role.REPRESENTATIVE) and user.body.kind == BodyKind.PROVIDER and sdk.provider_id == user.body_id


@transaction.atomic
def add_policy(*, app: App, kind: str, sha256: str, file_name: str, url: str, actor: User, at: datetime) -> Policy:
    """Add a text of the store as the app's newest policy or list of SDKs; the newest text once more is not added again."""
    if not may_keep_policies(app, actor):
        raise RegistryError("您无权登记隐私政策。You may not add policies.")
    newest = Policy.objects.filter(app=app, kind=kind).order_by("-pk").first()
    if newest is not None and newest.sha256 == sha256:
        return newest
    policy = Policy.objects.create(app=app, kind=kind, sha256=sha256, file_name=file_name[:255], url=url, added_at=at)
    record(kind="policy-added", subject=f"app:{app.pk}", at=at, actor=actor, data={"kind": kind, "name": policy.file_name}, evidence=sha256)
    return policy


def may_register_versions(app: App, user: User) -> bool:
    """Return whether the person may register versions by hand: of what has no package that is read, who may keep its policies."""
    return app.kind != AppKind.ANDROID and may_keep_policies(app, user)


@transaction.atomic
def register_version(*, app: App, name: str, source: str, on: date, actor: User, at: datetime) -> Version:
    """Return the version of that name of a mini program, quick app or other app without a package, made now unless it is known."""
    if not may_register_versions(app, actor):
        raise RegistryError("您无权登记版本。You may not register versions.")
    known = Version.objects.filter(app=app, name=name, source=source).first()
    version = known or Version.objects.create(app=app, name=name, source=source, found_on=on)
    if known is None:
        record(kind="version-registered", subject=f"app:{app.pk}", at=at, actor=actor, data={"title": name, "text": source})
    return version


@transaction.atomic
def assign_operator(*, app: App, operator: Body | None, actor: User, at: datetime) -> App:
    """Say whose app it is; None takes the operator away."""
    if not _is_officer(actor):
        raise RegistryError("您无权指定开发运营者。You may not assign the operator.")
    if operator is not None and operator.kind != BodyKind.OPERATOR:
        raise RegistryError("该单位不是应用开发运营者。That body is no app operator.")
    app = App.objects.select_for_update().get(pk=app.pk)
    before, app.operator = app.operator_id, operator
    app.save(update_fields=["operator"])
    told = {"before": before, "operator": operator.name if operator else ""}
    record(kind="operator-assigned", subject=f"app:{app.pk}", at=at, actor=actor, data=told)
    return app


@transaction.atomic
def assign_provider(*, sdk: Sdk, provider: Body | None, actor: User, at: datetime) -> Sdk:
    """Say who provides an SDK; None takes the provider away."""
    if not _is_officer(actor):
        raise RegistryError("您无权指定SDK提供者。You may not assign the provider.")
    if provider is not None and provider.kind != BodyKind.PROVIDER:
        raise RegistryError("该单位不是SDK提供者。That body is no SDK provider.")
    sdk = Sdk.objects.select_for_update().get(pk=sdk.pk)
    before, sdk.provider = sdk.provider_id, provider
    sdk.save(update_fields=["provider"])
    told = {"before": before, "provider": provider.name if provider else ""}
    record(kind="provider-assigned", subject=f"sdk:{sdk.pk}", at=at, actor=actor, data=told)
    return sdk


@transaction.atomic
def record_listing(*, app: App, store: Body, state: str, version_name: str, url: str, seen_on: date, actor: User, at: datetime) -> Listing:
    """Record what an officer saw of an app in a store on that day; one row per app and store holds the newest."""
    if not _is_officer(actor):
        raise RegistryError("您无权登记上架信息。You may not record listings.")
    if store.kind != BodyKind.STORE:
        raise RegistryError("该单位不是应用分发平台。That body is no store.")
    seen = {"state": state, "version_name": version_name, "url": url, "seen_on": seen_on}
    listing, _ = Listing.objects.update_or_create(app=app, store=store, defaults=seen)
    told = {"store": store.name, "state": state, "version": version_name, "seen_on": seen_on.isoformat()}
    record(kind="listing-recorded", subject=f"app:{app.pk}", at=at, actor=actor, data=told)
    return listing


@transaction.atomic
def hand_in_sheet(*, sdk: Sdk, fields: Mapping[str, Any], actor: User, at: datetime) -> SdkSheet:
    """Add a disclosure sheet of the SDK (26号 二（三）7–9); the ones before it stay."""
    if not may_fill_in(sdk, actor):
        raise RegistryError("仅SDK提供者可以填报。Only the SDK's provider may hand in sheets.")
    sheet = SdkSheet.objects.create(sdk=sdk, submitted_by=actor, submitted_at=at, **fields)
    record(kind="sheet-handed-in", subject=f"sdk:{sdk.pk}", at=at, actor=actor, data={"version": sheet.version})
    return sheet


def _is_officer(user: User) -> bool:
    return user.acts_as(Role.OFFICER) and user.body.kind in AUTHORITIES
