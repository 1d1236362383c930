# The same read twice: for a shopping command at every start, and for a coupon that the user pastes.
.class public final Lcn/mingcha/example/shop/Clipboard;
.super Ljava/lang/Object;
.source "Clipboard.java"

.method public static readCommand(Landroid/content/Context;)Landroid/content/ClipData;
    .registers 2

    .line 12
    const-string v0, "clipboard"
    invoke-virtual {p0, v0}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/content/ClipboardManager;

    .line 13
    invoke-virtual {v0}, Landroid/content/ClipboardManager;->getPrimaryClip()Landroid/content/ClipData;
    move-result-object v0
    return-object v0
.end method

.method public static readCoupon(Landroid/content/Context;)Landroid/content/ClipData;
    .registers 2

    .line 18
    const-string v0, "clipboard"
    invoke-virtual {p0, v0}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/content/ClipboardManager;

    .line 19
    invoke-virtual {v0}, Landroid/content/ClipboardManager;->getPrimaryClip()Landroid/content/ClipData;
    move-result-object v0
    return-object v0
.end method
