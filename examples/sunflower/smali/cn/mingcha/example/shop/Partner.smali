# Associated start: starts a service of another application.
.class public final Lcn/mingcha/example/shop/Partner;
.super Ljava/lang/Object;
.source "Partner.java"

.method public static wake(Landroid/content/Context;)V
    .registers 4

    .line 11
    new-instance v0, Landroid/content/Intent;
    invoke-direct {v0}, Landroid/content/Intent;-><init>()V
    const-string v1, "cn.mingcha.example.partner"
    const-string v2, "cn.mingcha.example.partner.WakeService"
    invoke-virtual {v0, v1, v2}, Landroid/content/Intent;->setClassName(Ljava/lang/String;Ljava/lang/String;)Landroid/content/Intent;

    .line 12
    invoke-virtual {p0, v0}, Landroid/content/Context;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;
    return-void
.end method
