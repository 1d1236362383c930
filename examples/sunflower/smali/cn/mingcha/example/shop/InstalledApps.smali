.class public final Lcn/mingcha/example/shop/InstalledApps;
.super Ljava/lang/Object;
.source "InstalledApps.java"

.method public static list(Landroid/content/Context;)Ljava/util/List;
    .registers 3

    .line 11
    invoke-virtual {p0}, Landroid/content/Context;->getPackageManager()Landroid/content/pm/PackageManager;
    move-result-object v0
    const/4 v1, 0x0
    invoke-virtual {v0, v1}, Landroid/content/pm/PackageManager;->getInstalledPackages(I)Ljava/util/List;
    move-result-object v0
    return-object v0
.end method
