"""Handing packages in: each file goes into the store as it comes, and a scan is queued; nothing is opened here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from mingcha.model import Text
from mingcha.platform.files import store
from mingcha.platform.office.access import page, person
from mingcha.platform.office.files import FilesField, name_of, stream
from mingcha.platform.office.forms import CHOOSE
from mingcha.platform.office.paging import as_key
from mingcha.platform.people.models import AUTHORITIES, BodyKind, Role
from mingcha.platform.registry.intake import keep_package
from mingcha.platform.registry.models import App, AppKind
from mingcha.platform.registry.scope import visible_apps
from mingcha.platform.store import TooLarge
from mingcha.platform.testing.scans import request_package_scan
from mingcha.platform.words import both, choose

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest, HttpResponse

    from mingcha.platform.people.models import User
    from mingcha.platform.testing.models import Scan

MOST_FILES = 20
# An operator with more apps than this names one by its package: a list of them all would be slow and of no use.
MOST_CHOICES = 200
ROLES = (Role.TESTER, Role.OFFICER, Role.REPRESENTATIVE)
KINDS = (*AUTHORITIES, BodyKind.LAB, BodyKind.OPERATOR)


class UploadForm(forms.Form):
    """Packages, and whose they are. An operator names one of its apps; others may leave that to the packages."""

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._apps = visible_apps(user)
        self.fields["packages"] = FilesField(
            label=both("安装包", "Packages"),
            help_text=both(f"APK，可选多个（最多{MOST_FILES}个）", f"APK; up to {MOST_FILES} at once"),
            most=MOST_FILES,
            largest=settings.MAX_PACKAGE_BYTES,
        )
        is_operator = user.body.kind == BodyKind.OPERATOR
        if is_operator and self._apps[: MOST_CHOICES + 1].count() <= MOST_CHOICES:
            self.fields["app"] = forms.ModelChoiceField(label=both("应用", "App"), queryset=self._apps.order_by("name"), empty_label=CHOOSE)
        else:
            self.fields["package_name"] = forms.CharField(
                label=both("包名", "Package name"),
                max_length=255,
                required=is_operator,
                help_text="" if is_operator else both("留空则按安装包自动识别", "left empty, it is read from the package"),
            )
        self.fields["source"] = forms.CharField(
            label=both("应用来源", "Where from"),
            max_length=120,
            required=False,
            help_text=both("应用商店或网站，通报中照此填写", "store or site, as notices print it"),
        )

    def clean_package_name(self) -> str:
        """Return the package name; ValidationError when no app of the registry has it."""
        name = str(self.cleaned_data["package_name"]).strip()
        if name and not self._apps.filter(kind=AppKind.ANDROID, package_name=name).exists():
            hint = ("", "") if self.fields["package_name"].required else ("，请留空", ": leave it empty")
            raise forms.ValidationError(choose(f"没有登记此包名{hint[0]}。", f"No app is registered under it{hint[1]}."))
        return name

    @property
    def app(self) -> App | None:
        """The app that the packages are said to be of."""
        name = self.cleaned_data.get("package_name")
        return self._apps.get(kind=AppKind.ANDROID, package_name=name) if name else self.cleaned_data.get("app")


@page(roles=ROLES, kinds=KINDS)
def upload(request: HttpRequest) -> HttpResponse:
    """Take packages in and queue their scans."""
    user = person(request)
    form = UploadForm(user, request.POST or None, request.FILES or None, initial=_initial(request, user))
    if request.method == "POST" and form.is_valid():
        scans = [scan for file in form.cleaned_data["packages"] if (scan := _take(request, file, form))]
        if len(scans) == 1:
            return HttpResponseRedirect(reverse("office:scan", args=[scans[0].pk]))
        if scans:
            return HttpResponseRedirect(reverse("office:scans"))
    context = {
        "form": form,
        "title": Text("上传安装包", "Upload packages"),
        "button": Text("上传并检测", "Upload and scan"),
        "back": reverse("office:scans"),
        "back_title": Text("自动检测", "Scans"),
    }
    return render(request, "office/form.html", context, status=422 if request.method == "POST" else 200)


def _take(request: HttpRequest, file: UploadedFile[Any], form: UploadForm) -> Scan | None:
    user, at, name = person(request), timezone.now(), name_of(file)
    try:
        package = keep_package(store(), stream(file), file_name=name, actor=user, at=at)
    except TooLarge:
        messages.error(request, choose(f"“{name}”过大，未收取。", f"{name} is too large and was not taken."))
        return None
    except OSError as error:
        messages.error(request, choose(f"“{name}”无法保存：{error.strerror}", f"{name} could not be kept: {error.strerror}"))
        return None
    scan = request_package_scan(package=package, file_name=name, app=form.app, source=form.cleaned_data["source"], requested_by=user, at=at)
    messages.success(request, choose(f"已收取“{name}”，检测已排队。", f"{name} was taken; its scan is queued."))
    return scan


def _initial(request: HttpRequest, user: User) -> dict[str, Any]:
    app = visible_apps(user).filter(pk=as_key(request.GET.get("app", ""))).first()
    return {"app": app, "package_name": app.package_name} if app else {}


urlpatterns = [path("upload/", upload, name="upload")]
