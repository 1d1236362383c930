# Reads system properties through the hidden class android.os.SystemProperties.
.class public final Lcn/mingcha/example/shop/SystemProperty;
.super Ljava/lang/Object;
.source "SystemProperty.java"

.method public static readSerialNumber()Ljava/lang/Object;
    .registers 6

    :try_start
    .line 11
    const-string v0, "android.os.SystemProperties"
    invoke-static {v0}, Ljava/lang/Class;->forName(Ljava/lang/String;)Ljava/lang/Class;
    move-result-object v0
    const-string v1, "get"
    const/4 v2, 0x1
    new-array v3, v2, [Ljava/lang/Class;
    const/4 v4, 0x0
    const-class v5, Ljava/lang/String;
    aput-object v5, v3, v4
    invoke-virtual {v0, v1, v3}, Ljava/lang/Class;->getMethod(Ljava/lang/String;[Ljava/lang/Class;)Ljava/lang/reflect/Method;
    move-result-object v0

    .line 12
    new-array v1, v2, [Ljava/lang/Object;
    const-string v2, "ro.serialno"
    aput-object v2, v1, v4
    const/4 v3, 0x0
    invoke-virtual {v0, v3, v1}, Ljava/lang/reflect/Method;->invoke(Ljava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;
    move-result-object v0
    :try_end
    .catch Ljava/lang/Exception; {:try_start .. :try_end} :failed
    return-object v0

    :failed
    .line 14
    move-exception v0
    const/4 v0, 0x0
    return-object v0
.end method
