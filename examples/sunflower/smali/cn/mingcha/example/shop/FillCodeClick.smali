# Button “fill in the text-message code”.
.class public final Lcn/mingcha/example/shop/FillCodeClick;
.super Ljava/lang/Object;
.source "FillCodeClick.java"
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
    invoke-static {v0}, Lcn/mingcha/example/shop/Messages;->readInbox(Landroid/content/Context;)Landroid/database/Cursor;
    return-void
.end method
