"""Documents are found by the words in their titles and numbers."""

from __future__ import annotations

from django.db import migrations

from mingcha.platform.search import index, leave


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_frozen")]
    operations = [migrations.RunPython(index("documents", words=("Document.title", "Document.printed")), leave)]
