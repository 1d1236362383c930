"""Who may open a page. Every page of the office is declared with `page`; what a person sees on it follows from the `scope` modules."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied

from mingcha.platform.people.models import BodyKind, Role, User

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    View = Callable[..., HttpResponseBase]

# Everybody who signs in but the administrator, who keeps bodies and users and reads no case.
EVERYBODY: tuple[str, ...] = tuple(role for role in Role.values if role != Role.ADMINISTRATOR)
ANY_BODY: tuple[str, ...] = tuple(BodyKind.values)


def person(request: HttpRequest) -> User:
    """Return who is signed in; PermissionDenied when nobody is."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def page(*, roles: Iterable[str] = EVERYBODY, kinds: Iterable[str] = ANY_BODY) -> Callable[[View], View]:
    """Declare a page that people of these roles in these kinds of bodies may open; others get 403, strangers the sign-in page."""
    allowed_roles, allowed_kinds = frozenset(roles), frozenset(kinds)

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            user = person(request)
            if not may_open(guarded, user):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        declared = login_required(guarded)
        for function in (guarded, declared):
            function.roles, function.kinds = allowed_roles, allowed_kinds  # type: ignore[attr-defined] # read by `may_open`
        return declared

    return declare


def may_open(view: Callable[..., Any], user: User) -> bool:
    """Return whether a view declared with `page` is open to the person at all."""
    return user.is_active and user.role in view.roles and user.body.kind in view.kinds  # type: ignore[attr-defined] # set by `page`
