from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="类型")),
                ("key", models.CharField(help_text="the same key is the same unit", max_length=200, unique=True, verbose_name="键")),
                ("lane", models.PositiveSmallIntegerField(choices=[(0, "即时"), (1, "例行"), (2, "批量")], default=0, verbose_name="通道")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "排队中"),
                            ("running", "执行中"),
                            ("done", "已完成"),
                            ("failed", "失败"),
                            ("quarantined", "已隔离"),
                            ("cancelled", "已取消"),
                        ],
                        default="queued",
                        max_length=12,
                        verbose_name="状态",
                    ),
                ),
                ("payload", models.JSONField(default=dict, verbose_name="参数")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="启动次数")),
                ("max_attempts", models.PositiveSmallIntegerField(default=3, verbose_name="启动上限")),
                ("not_before", models.DateTimeField(verbose_name="不早于")),
                (
                    "every",
                    models.DurationField(blank=True, help_text="set for periodic units, which never end", null=True, verbose_name="周期"),
                ),
                ("owner", models.CharField(blank=True, help_text="worker and number of the start", max_length=120, verbose_name="执行者")),
                ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="租约至")),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="进度")),
                ("progress_zh", models.CharField(blank=True, max_length=300)),
                ("progress_en", models.CharField(blank=True, max_length=300)),
                ("result", models.JSONField(blank=True, null=True, verbose_name="结果")),
                ("why_zh", models.TextField(blank=True, help_text="of any end but done", verbose_name="原因")),
                ("why_en", models.TextField(blank=True)),
                ("cancel_asked", models.BooleanField(default=False, verbose_name="要求取消")),
                ("enqueued_at", models.DateTimeField(verbose_name="入队时间")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(condition=models.Q(("state", "queued")), fields=["lane", "id"], name="work_waiting"),
                    models.Index(condition=models.Q(("state", "running")), fields=["lease_until"], name="work_leased"),
                    models.Index(condition=models.Q(("state", "running")), fields=["owner"], name="work_owned"),
                    models.Index(fields=["state", "-id"], name="work_state"),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["state", "lane"], name="work_lane"),
        ),
        migrations.AddIndex(
            model_name="unit",
            index=models.Index(fields=["kind", "-id"], name="work_kind"),
        ),
    ]
