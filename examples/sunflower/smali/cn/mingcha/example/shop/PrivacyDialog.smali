# The consent dialog. It is shown, but only the IMSI read of ShopApplication waits for the answer.
.class public final Lcn/mingcha/example/shop/PrivacyDialog;
.super Ljava/lang/Object;
.source "PrivacyDialog.java"
.implements Landroid/content/DialogInterface$OnClickListener;

.field private final context:Landroid/content/Context;

.method private constructor <init>(Landroid/content/Context;)V
    .registers 2
    .line 13
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lcn/mingcha/example/shop/PrivacyDialog;->context:Landroid/content/Context;
    return-void
.end method

.method public static show(Landroid/app/Activity;)V
    .registers 4

    .line 18
    new-instance v0, Landroid/app/AlertDialog$Builder;
    invoke-direct {v0, p0}, Landroid/app/AlertDialog$Builder;-><init>(Landroid/content/Context;)V
    const-string v1, "\u9690\u79c1\u653f\u7b56"
    invoke-virtual {v0, v1}, Landroid/app/AlertDialog$Builder;->setTitle(Ljava/lang/CharSequence;)Landroid/app/AlertDialog$Builder;

    .line 19
    new-instance v1, Lcn/mingcha/example/shop/PrivacyDialog;
    invoke-direct {v1, p0}, Lcn/mingcha/example/shop/PrivacyDialog;-><init>(Landroid/content/Context;)V
    const-string v2, "\u540c\u610f"
    invoke-virtual {v0, v2, v1}, Landroid/app/AlertDialog$Builder;->setPositiveButton(Ljava/lang/CharSequence;Landroid/content/DialogInterface$OnClickListener;)Landroid/app/AlertDialog$Builder;

    .line 20
    invoke-virtual {v0}, Landroid/app/AlertDialog$Builder;->show()Landroid/app/AlertDialog;
    return-void
.end method

.method public onClick(Landroid/content/DialogInterface;I)V
    .registers 6

    .line 25
    iget-object v0, p0, Lcn/mingcha/example/shop/PrivacyDialog;->context:Landroid/content/Context;
    const-string v1, "privacy"
    const/4 v2, 0x0
    invoke-virtual {v0, v1, v2}, Landroid/content/Context;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    invoke-interface {v0}, Landroid/content/SharedPreferences;->edit()Landroid/content/SharedPreferences$Editor;
    move-result-object v0

    .line 26
    const-string v1, "privacy_agreed"
    const/4 v2, 0x1
    invoke-interface {v0, v1, v2}, Landroid/content/SharedPreferences$Editor;->putBoolean(Ljava/lang/String;Z)Landroid/content/SharedPreferences$Editor;
    invoke-interface {v0}, Landroid/content/SharedPreferences$Editor;->apply()V
    return-void
.end method
