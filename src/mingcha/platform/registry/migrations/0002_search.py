"""Apps are found by the words in their names and by how their packages begin."""

from __future__ import annotations

from django.db import migrations

from mingcha.platform.search import index, leave


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(index("registry", words=("App.name",), beginnings=("App.package_name",)), leave)]
