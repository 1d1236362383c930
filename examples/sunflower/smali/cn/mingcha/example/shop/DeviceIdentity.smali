# Reads the IMEI on a thread of its own, as start-up code does to stay quick.
.class public Lcn/mingcha/example/shop/DeviceIdentity;
.super Ljava/lang/Object;
.source "DeviceIdentity.java"
.implements Ljava/lang/Runnable;

.field private final context:Landroid/content/Context;

.method public constructor <init>(Landroid/content/Context;)V
    .registers 2
    .line 12
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lcn/mingcha/example/shop/DeviceIdentity;->context:Landroid/content/Context;
    return-void
.end method

.method public static readLater(Landroid/content/Context;)V
    .registers 3

    .line 17
    new-instance v0, Lcn/mingcha/example/shop/DeviceIdentity;
    invoke-direct {v0, p0}, Lcn/mingcha/example/shop/DeviceIdentity;-><init>(Landroid/content/Context;)V
    new-instance v1, Ljava/lang/Thread;
    invoke-direct {v1, v0}, Ljava/lang/Thread;-><init>(Ljava/lang/Runnable;)V

    .line 18
    invoke-virtual {v1}, Ljava/lang/Thread;->start()V
    return-void
.end method

.method public run()V
    .registers 3

    .line 23
    invoke-direct {p0}, Lcn/mingcha/example/shop/DeviceIdentity;->readImei()Ljava/lang/String;
    move-result-object v0

    .line 24
    invoke-static {v0}, Lcn/mingcha/example/shop/Upload;->send(Ljava/lang/String;)V
    return-void
.end method

.method private readImei()Ljava/lang/String;
    .registers 3

    .line 28
    iget-object v0, p0, Lcn/mingcha/example/shop/DeviceIdentity;->context:Landroid/content/Context;
    const-string v1, "phone"
    invoke-virtual {v0, v1}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;

    .line 29
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getDeviceId()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
