"""Cases, leads and notices are found by the words in their names."""

from __future__ import annotations

from django.db import migrations

from mingcha.platform.search import index, leave


class Migration(migrations.Migration):
    dependencies = [("casework", "0001_initial")]
    operations = [
        migrations.RunPython(
            index(
                "casework",
                words=("Case.title", "Lead.name", "Notice.title", "NoticeRow.name", "NoticeRow.developer"),
                beginnings=("Lead.package_name",),
            ),
            leave,
        )
    ]
