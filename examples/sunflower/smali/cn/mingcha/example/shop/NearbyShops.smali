# Location, only when the user asks for it.
.class public final Lcn/mingcha/example/shop/NearbyShops;
.super Ljava/lang/Object;
.source "NearbyShops.java"

.method public static locate(Landroid/content/Context;)Landroid/location/Location;
    .registers 3

    .line 11
    const-string v0, "location"
    invoke-virtual {p0, v0}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/location/LocationManager;

    .line 12
    const-string v1, "gps"
    invoke-virtual {v0, v1}, Landroid/location/LocationManager;->getLastKnownLocation(Ljava/lang/String;)Landroid/location/Location;
    move-result-object v0
    return-object v0
.end method
