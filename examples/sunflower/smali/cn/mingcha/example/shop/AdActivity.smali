.class public Lcn/mingcha/example/shop/AdActivity;
.super Landroid/app/Activity;
.source "AdActivity.java"

.method public constructor <init>()V
    .registers 1
    .line 8
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method
