# Counterpart of MainActivity.askForEverything: one permission, when the user wants the function that needs it.
.class public final Lcn/mingcha/example/shop/TakePhotoClick;
.super Ljava/lang/Object;
.source "TakePhotoClick.java"
.implements Landroid/view/View$OnClickListener;

.field private final activity:Landroid/app/Activity;

.method public constructor <init>(Landroid/app/Activity;)V
    .registers 2
    .line 11
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lcn/mingcha/example/shop/TakePhotoClick;->activity:Landroid/app/Activity;
    return-void
.end method

.method public onClick(Landroid/view/View;)V
    .registers 6

    .line 17
    iget-object v0, p0, Lcn/mingcha/example/shop/TakePhotoClick;->activity:Landroid/app/Activity;
    const-string v1, "android.permission.CAMERA"
    invoke-virtual {v0, v1}, Landroid/content/Context;->checkSelfPermission(Ljava/lang/String;)I
    move-result v2
    if-eqz v2, :granted

    .line 18
    const/4 v2, 0x1
    new-array v3, v2, [Ljava/lang/String;
    const/4 v2, 0x0
    aput-object v1, v3, v2
    const/4 v2, 0x2
    invoke-virtual {v0, v3, v2}, Landroid/app/Activity;->requestPermissions([Ljava/lang/String;I)V
    return-void

    :granted
    .line 21
    invoke-static {}, Landroid/hardware/Camera;->open()Landroid/hardware/Camera;
    move-result-object v0
    invoke-virtual {v0}, Landroid/hardware/Camera;->release()V
    return-void
.end method
