"""Scans are found by how the names of their files begin."""

from __future__ import annotations

from django.db import migrations

from mingcha.platform.search import index, leave


class Migration(migrations.Migration):
    dependencies = [("testing", "0001_initial")]
    operations = [migrations.RunPython(index("testing", beginnings=("Scan.file_name",)), leave)]
