.class public final Lcn/mingcha/example/shop/AccessPoint;
.super Ljava/lang/Object;
.source "AccessPoint.java"

.method public static readBssid(Landroid/content/Context;)Ljava/lang/String;
    .registers 2

    .line 11
    const-string v0, "wifi"
    invoke-virtual {p0, v0}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/net/wifi/WifiManager;

    .line 12
    invoke-virtual {v0}, Landroid/net/wifi/WifiManager;->getConnectionInfo()Landroid/net/wifi/WifiInfo;
    move-result-object v0

    .line 13
    invoke-virtual {v0}, Landroid/net/wifi/WifiInfo;->getBSSID()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
