# After each boot, without the user: reads who serves the phone and starts the service.
.class public Lcn/mingcha/example/shop/BootReceiver;
.super Landroid/content/BroadcastReceiver;
.source "BootReceiver.java"

.method public constructor <init>()V
    .registers 1
    .line 9
    invoke-direct {p0}, Landroid/content/BroadcastReceiver;-><init>()V
    return-void
.end method

.method public onReceive(Landroid/content/Context;Landroid/content/Intent;)V
    .registers 5

    .line 13
    invoke-static {p1}, Lcn/mingcha/example/shop/Carrier;->readName(Landroid/content/Context;)Ljava/lang/String;

    .line 14
    new-instance v0, Landroid/content/Intent;
    const-class v1, Lcn/mingcha/example/shop/SyncService;
    invoke-direct {v0, p1, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    invoke-virtual {p1, v0}, Landroid/content/Context;->startService(Landroid/content/Intent;)Landroid/content/ComponentName;
    return-void
.end method
