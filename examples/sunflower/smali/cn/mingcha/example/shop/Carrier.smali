.class public final Lcn/mingcha/example/shop/Carrier;
.super Ljava/lang/Object;
.source "Carrier.java"

.method public static readName(Landroid/content/Context;)Ljava/lang/String;
    .registers 2

    .line 11
    const-string v0, "phone"
    invoke-virtual {p0, v0}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/telephony/TelephonyManager;

    .line 12
    invoke-virtual {v0}, Landroid/telephony/TelephonyManager;->getSimOperatorName()Ljava/lang/String;
    move-result-object v0
    return-object v0
.end method
