import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("order", "责令整改通知书"),
                            ("report", "检测报告"),
                            ("notice", "通报"),
                            ("delisting-notice", "下架通报"),
                            ("delisting-order", "下架通知"),
                            ("access-order", "停止接入通知书"),
                            ("relisting-notice", "恢复上架（接入）通知"),
                            ("penalty-notice", "行政处罚事先告知书"),
                            ("penalty-decision", "行政处罚决定书"),
                            ("service-receipt", "送达回证"),
                        ],
                        max_length=20,
                        verbose_name="文种",
                    ),
                ),
                (
                    "about",
                    models.CharField(blank=True, help_text="kind:id, as the ledger names subjects", max_length=60, verbose_name="所属事项"),
                ),
                ("series", models.CharField(max_length=40, verbose_name="机关代字")),
                ("year", models.PositiveSmallIntegerField(null=True, verbose_name="年份")),
                ("number", models.PositiveIntegerField(null=True, verbose_name="序号")),
                ("total", models.PositiveIntegerField(null=True, verbose_name="总批次")),
                ("printed", models.CharField(blank=True, max_length=80, verbose_name="文号")),
                ("title", models.CharField(max_length=300, verbose_name="标题")),
                ("content", models.JSONField(verbose_name="内容")),
                (
                    "state",
                    models.CharField(choices=[("draft", "拟稿"), ("issued", "已签发")], default="draft", max_length=6, verbose_name="状态"),
                ),
                ("drafted_at", models.DateTimeField(verbose_name="拟稿时间")),
                ("issued_at", models.DateTimeField(null=True, verbose_name="签发时间")),
                ("issued_on", models.DateField(null=True, verbose_name="成文日期")),
                (
                    "body",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="people.body", verbose_name="发文机关"
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user", verbose_name="拟稿人"
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.user", verbose_name="签发人"
                    ),
                ),
                (
                    "previous",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacement",
                        to="documents.document",
                        verbose_name="被替换的文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "公文",
                "verbose_name_plural": "公文",
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="File",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "format",
                    models.CharField(
                        choices=[("docx", "DOCX"), ("pdf", "PDF"), ("html", "HTML"), ("xlsx", "XLSX")], max_length=5, verbose_name="格式"
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(help_text="bytes", verbose_name="大小")),
                ("document", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="files", to="documents.document")),
            ],
            options={
                "verbose_name": "公文文件",
                "verbose_name_plural": "公文文件",
                "ordering": ("document", "format"),
            },
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["about", "-id"], name="document_about"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["body", "kind", "-id"], name="document_body_kind"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(fields=("series", "year", "number"), name="document_number_once"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("issued_at", None), ("issued_by", None), ("issued_on", None), ("number", None), ("state", "draft"), ("year", None)
                    ),
                    models.Q(
                        ("issued_at__isnull", False),
                        ("issued_by__isnull", False),
                        ("issued_on__isnull", False),
                        ("number__isnull", False),
                        ("state", "issued"),
                        ("year__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="document_issued_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="file",
            constraint=models.UniqueConstraint(fields=("document", "format"), name="document_format_once"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["state", "-id"], name="document_state"),
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["kind", "-id"], name="document_kind"),
        ),
    ]
