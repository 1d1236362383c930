# Button “paste a coupon”.
.class public final Lcn/mingcha/example/shop/PasteClick;
.super Ljava/lang/Object;
.source "PasteClick.java"
.implements Landroid/view/View$OnClickListener;

.method public constructor <init>()V
    .registers 1
    .line 8
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    return-void
.end method

.method public onClick(Landroid/view/View;)V
    .registers 3

    .line 12
    invoke-virtual {p1}, Landroid/view/View;->getContext()Landroid/content/Context;
    move-result-object v0
    invoke-static {v0}, Lcn/mingcha/example/shop/Clipboard;->readCoupon(Landroid/content/Context;)Landroid/content/ClipData;
    return-void
.end method
