# Runs in the background: reads the access point, wakes a partner's app and sees to it that it is started again.
.class public Lcn/mingcha/example/shop/SyncService;
.super Landroid/app/Service;
.source "SyncService.java"

.method public constructor <init>()V
    .registers 1
    .line 12
    invoke-direct {p0}, Landroid/app/Service;-><init>()V
    return-void
.end method

.method public onBind(Landroid/content/Intent;)Landroid/os/IBinder;
    .registers 3
    .line 16
    const/4 v0, 0x0
    return-object v0
.end method

.method public onStartCommand(Landroid/content/Intent;II)I
    .registers 5

    .line 21
    invoke-static {p0}, Lcn/mingcha/example/shop/AccessPoint;->readBssid(Landroid/content/Context;)Ljava/lang/String;

    .line 22
    invoke-static {p0}, Lcn/mingcha/example/shop/Partner;->wake(Landroid/content/Context;)V

    .line 23
    invoke-direct {p0}, Lcn/mingcha/example/shop/SyncService;->repeat()V

    .line 24
    const/4 v0, 0x1
    return v0
.end method

# alarm.setRepeating(RTC_WAKEUP, 0, 60000, PendingIntent.getService(this, 0, new Intent(this, SyncService.class), 0));
.method private repeat()V
    .registers 9

    .line 29
    new-instance v0, Landroid/content/Intent;
    const-class v1, Lcn/mingcha/example/shop/SyncService;
    invoke-direct {v0, p0, v1}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    const/4 v1, 0x0
    invoke-static {p0, v1, v0, v1}, Landroid/app/PendingIntent;->getService(Landroid/content/Context;ILandroid/content/Intent;I)Landroid/app/PendingIntent;
    move-result-object v6

    .line 30
    const-string v0, "alarm"
    invoke-virtual {p0, v0}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/app/AlarmManager;
    const/4 v1, 0x0
    const-wide/16 v2, 0x0
    const-wide/32 v4, 0xea60
    invoke-virtual/range {v0 .. v6}, Landroid/app/AlarmManager;->setRepeating(IJJLandroid/app/PendingIntent;)V
    return-void
.end method
