# Becomes assets/theme.dat, a dex file that no list of the package names.
.class public Lcn/mingcha/example/shop/plugin/Collector;
.super Ljava/lang/Object;
.source "Collector.java"
.implements Ljava/util/concurrent/Callable;

.method public constructor <init>()V
    .registers 1
    .line 9
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public call()Ljava/lang/Object;
    .registers 2

    .line 13
    invoke-static {}, Lcn/mingcha/example/shop/plugin/Collector;->readMac()[B
    move-result-object v0
    return-object v0
.end method

.method private static readMac()[B
    .registers 1
    .annotation system Ldalvik/annotation/Throws;
        value = { Ljava/net/SocketException; }
    .end annotation

    .line 17
    const-string v0, "wlan0"
    invoke-static {v0}, Ljava/net/NetworkInterface;->getByName(Ljava/lang/String;)Ljava/net/NetworkInterface;
    move-result-object v0
    invoke-virtual {v0}, Ljava/net/NetworkInterface;->getHardwareAddress()[B
    move-result-object v0
    return-object v0
.end method
