# Counterpart of the Android ID: the same call with a key that says nothing about the user.
.class public final Lcn/mingcha/example/shop/TouchSettings;
.super Ljava/lang/Object;
.source "TouchSettings.java"

.method public static readTimeout(Landroid/content/Context;)I
    .registers 3

    .line 10
    invoke-virtual {p0}, Landroid/content/Context;->getContentResolver()Landroid/content/ContentResolver;
    move-result-object v0
    const-string v1, "long_press_timeout"
    invoke-static {v0, v1}, Landroid/provider/Settings$Secure;->getString(Landroid/content/ContentResolver;Ljava/lang/String;)Ljava/lang/String;
    move-result-object v0
    if-nez v0, :known

    .line 11
    const/16 v0, 0x190
    return v0

    :known
    .line 13
    invoke-static {v0}, Ljava/lang/Integer;->parseInt(Ljava/lang/String;)I
    move-result v0
    return v0
.end method
