# Entry point of the process: everything called from here runs before the user has seen anything.
.class public Lcn/mingcha/example/shop/ShopApplication;
.super Landroid/app/Application;
.source "ShopApplication.java"

.method public constructor <init>()V
    .registers 1
    .line 10
    invoke-direct {p0}, Landroid/app/Application;-><init>()V
    return-void
.end method

.method public onCreate()V
    .registers 4

    .line 14
    invoke-super {p0}, Landroid/app/Application;->onCreate()V

    .line 15
    invoke-static {p0}, Lcn/mingcha/example/shop/DeviceIdentity;->readLater(Landroid/content/Context;)V

    .line 16
    invoke-static {p0}, Lcn/mingcha/example/shop/TouchSettings;->readTimeout(Landroid/content/Context;)I

    # if (getSharedPreferences("privacy", 0).getBoolean("privacy_agreed", false)) SimIdentity.readImsi(this);
    .line 17
    const-string v0, "privacy"
    const/4 v1, 0x0
    invoke-virtual {p0, v0, v1}, Landroid/content/Context;->getSharedPreferences(Ljava/lang/String;I)Landroid/content/SharedPreferences;
    move-result-object v0
    const-string v2, "privacy_agreed"
    invoke-interface {v0, v2, v1}, Landroid/content/SharedPreferences;->getBoolean(Ljava/lang/String;Z)Z
    move-result v0
    if-eqz v0, :refused

    .line 18
    invoke-static {p0}, Lcn/mingcha/example/shop/SimIdentity;->readImsi(Landroid/content/Context;)Ljava/lang/String;

    :refused
    .line 20
    return-void
.end method
