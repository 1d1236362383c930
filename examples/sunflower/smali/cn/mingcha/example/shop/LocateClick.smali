# Button “find shops near me”.
.class public final Lcn/mingcha/example/shop/LocateClick;
.super Ljava/lang/Object;
.source "LocateClick.java"
.implements Landroid/view/View$OnClickListener;

.field private final context:Landroid/content/Context;

.method public constructor <init>(Landroid/content/Context;)V
    .registers 2
    .line 11
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lcn/mingcha/example/shop/LocateClick;->context:Landroid/content/Context;
    return-void
.end method

.method public onClick(Landroid/view/View;)V
    .registers 3

    .line 17
    iget-object v0, p0, Lcn/mingcha/example/shop/LocateClick;->context:Landroid/content/Context;
    invoke-static {v0}, Lcn/mingcha/example/shop/NearbyShops;->locate(Landroid/content/Context;)Landroid/location/Location;
    return-void
.end method
