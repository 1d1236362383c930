"""The options for what comes beside a package: its privacy policy and lists, its page in a store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


def document_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --policy, --sdk-list and --listing to a command, which `census.documents.open_documents` takes."""
    options = (
        click.option("--policy", metavar="FILE|auto", help="隐私政策文件或文件夹；auto：在包内查找 Policy, or auto: look for one inside."),
        click.option("--sdk-list", "lists", multiple=True, metavar="FILE", help="单独的第三方SDK清单 A separate SDK list."),
        click.option("--listing", metavar="FILE", help="应用商店页面信息（JSON或YAML） The app's page in a store."),
    )
    for option in reversed(options):
        command = option(command)
    return command
