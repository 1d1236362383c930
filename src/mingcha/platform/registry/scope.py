"""Who sees which apps of the registry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingcha.platform.people.models import BodyKind, Role
from mingcha.platform.registry.models import App, Listing, Sdk

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from mingcha.platform.people.models import User

# Those who test and act may look up any app; companies see what is theirs.
_WORKING = (BodyKind.MINISTRY, BodyKind.BUREAU, BodyKind.LAB, BodyKind.REVIEW, BodyKind.COMPLAINTS)


def visible_apps(user: User) -> QuerySet[App]:
    """Return the apps that the person may look up."""
    apps, body = App.objects.all(), user.body
    if not user.is_active or user.role == Role.ADMINISTRATOR:
        return apps.none()
    if body.kind in _WORKING:
        return apps
    if body.kind == BodyKind.OPERATOR:
        return apps.filter(operator=body)
    if body.kind == BodyKind.STORE:
        return apps.filter(pk__in=Listing.objects.filter(store=body).values("app"))
    return apps.none()


def may_see_uses(user: User) -> bool:
    """Return whether the person may see which apps embed an SDK: those who test and act, not the companies."""
    return user.is_active and user.role != Role.ADMINISTRATOR and user.body.kind in _WORKING


def visible_sdks(user: User) -> QuerySet[Sdk]:
    """Return the SDK registry; it is public, so everybody who reads cases at all sees all of it."""
    return Sdk.objects.all() if user.is_active and user.role != Role.ADMINISTRATOR else Sdk.objects.none()


def visible_listings(user: User) -> QuerySet[Listing]:
    """Return listings of the apps that the person sees; a store sees its own alone."""
    if user.body.kind == BodyKind.STORE and user.is_active:
        return Listing.objects.filter(store=user.body)
    return Listing.objects.filter(app__in=visible_apps(user))
