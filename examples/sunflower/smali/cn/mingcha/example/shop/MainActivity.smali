# The first screen. Up to onResume nothing asks the user; what the buttons do happens at the user's wish.
.class public Lcn/mingcha/example/shop/MainActivity;
.super Landroid/app/Activity;
.source "MainActivity.java"

.method public constructor <init>()V
    .registers 1
    .line 14
    invoke-direct {p0}, Landroid/app/Activity;-><init>()V
    return-void
.end method

.method protected onCreate(Landroid/os/Bundle;)V
    .registers 3

    .line 18
    invoke-super {p0, p1}, Landroid/app/Activity;->onCreate(Landroid/os/Bundle;)V

    .line 19
    invoke-direct {p0}, Lcn/mingcha/example/shop/MainActivity;->showButtons()V

    .line 20
    invoke-direct {p0}, Lcn/mingcha/example/shop/MainActivity;->askForEverything()V

    .line 21
    invoke-static {p0}, Lcn/mingcha/example/shop/SimIdentity;->readImsiHidden(Landroid/content/Context;)Ljava/lang/Object;

    .line 22
    invoke-static {}, Lcn/mingcha/example/shop/SystemProperty;->readSerialNumber()Ljava/lang/Object;

    .line 23
    invoke-static {p0}, Lcn/mingcha/example/shop/PluginLoader;->load(Landroid/content/Context;)V

    .line 24
    invoke-static {p0}, Lcn/mingcha/example/shop/PrivacyDialog;->show(Landroid/app/Activity;)V
    return-void
.end method

.method protected onResume()V
    .registers 1

    .line 29
    invoke-super {p0}, Landroid/app/Activity;->onResume()V

    .line 30
    invoke-static {p0}, Lcn/mingcha/example/shop/InstalledApps;->list(Landroid/content/Context;)Ljava/util/List;

    .line 31
    invoke-static {p0}, Lcn/mingcha/example/shop/Clipboard;->readCommand(Landroid/content/Context;)Landroid/content/ClipData;

    .line 32
    invoke-static {p0}, Lcn/mingcha/example/shop/ShakeListener;->listen(Landroid/content/Context;)V
    return-void
.end method

# Four families of permissions in one go, before the user has chosen any function that needs them.
.method private askForEverything()V
    .registers 4

    .line 37
    const/4 v0, 0x4
    new-array v0, v0, [Ljava/lang/String;
    const/4 v1, 0x0
    const-string v2, "android.permission.READ_PHONE_STATE"
    aput-object v2, v0, v1
    const/4 v1, 0x1
    const-string v2, "android.permission.ACCESS_FINE_LOCATION"
    aput-object v2, v0, v1
    const/4 v1, 0x2
    const-string v2, "android.permission.READ_SMS"
    aput-object v2, v0, v1
    const/4 v1, 0x3
    const-string v2, "android.permission.READ_CONTACTS"
    aput-object v2, v0, v1

    .line 41
    const/4 v1, 0x1
    invoke-virtual {p0, v0, v1}, Landroid/app/Activity;->requestPermissions([Ljava/lang/String;I)V
    return-void
.end method

# A refusal of any permission ends the app.
.method public onRequestPermissionsResult(I[Ljava/lang/String;[I)V
    .registers 7

    .line 46
    array-length v0, p3
    const/4 v1, 0x0

    :next
    if-ge v1, v0, :done
    aget v2, p3, v1
    if-eqz v2, :granted

    .line 47
    invoke-static {v1}, Ljava/lang/System;->exit(I)V

    :granted
    add-int/lit8 v1, v1, 0x1
    goto :next

    :done
    .line 49
    return-void
.end method

.method private showButtons()V
    .registers 4

    .line 53
    new-instance v0, Landroid/widget/LinearLayout;
    invoke-direct {v0, p0}, Landroid/widget/LinearLayout;-><init>(Landroid/content/Context;)V

    .line 54
    new-instance v2, Lcn/mingcha/example/shop/LocateClick;
    invoke-direct {v2, p0}, Lcn/mingcha/example/shop/LocateClick;-><init>(Landroid/content/Context;)V
    invoke-direct {p0, v0, v2}, Lcn/mingcha/example/shop/MainActivity;->addButton(Landroid/widget/LinearLayout;Landroid/view/View$OnClickListener;)V

    .line 55
    new-instance v2, Lcn/mingcha/example/shop/PasteClick;
    invoke-direct {v2}, Lcn/mingcha/example/shop/PasteClick;-><init>()V
    invoke-direct {p0, v0, v2}, Lcn/mingcha/example/shop/MainActivity;->addButton(Landroid/widget/LinearLayout;Landroid/view/View$OnClickListener;)V

    .line 56
    new-instance v2, Lcn/mingcha/example/shop/FillCodeClick;
    invoke-direct {v2}, Lcn/mingcha/example/shop/FillCodeClick;-><init>()V
    invoke-direct {p0, v0, v2}, Lcn/mingcha/example/shop/MainActivity;->addButton(Landroid/widget/LinearLayout;Landroid/view/View$OnClickListener;)V

    .line 57
    new-instance v2, Lcn/mingcha/example/shop/TakePhotoClick;
    invoke-direct {v2, p0}, Lcn/mingcha/example/shop/TakePhotoClick;-><init>(Landroid/app/Activity;)V
    invoke-direct {p0, v0, v2}, Lcn/mingcha/example/shop/MainActivity;->addButton(Landroid/widget/LinearLayout;Landroid/view/View$OnClickListener;)V

    .line 58
    invoke-virtual {p0, v0}, Landroid/app/Activity;->setContentView(Landroid/view/View;)V
    return-void
.end method

.method private addButton(Landroid/widget/LinearLayout;Landroid/view/View$OnClickListener;)V
    .registers 4

    .line 63
    new-instance v0, Landroid/widget/Button;
    invoke-direct {v0, p0}, Landroid/widget/Button;-><init>(Landroid/content/Context;)V
    invoke-virtual {v0, p2}, Landroid/view/View;->setOnClickListener(Landroid/view/View$OnClickListener;)V
    invoke-virtual {p1, v0}, Landroid/view/ViewGroup;->addView(Landroid/view/View;)V
    return-void
.end method
