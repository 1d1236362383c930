"""Names of bodies are found by the words in them."""

from __future__ import annotations

from django.db import migrations

from mingcha.platform.search import index, leave


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(index("people", words=("Body.name",)), leave)]
