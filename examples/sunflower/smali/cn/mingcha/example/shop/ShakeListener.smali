# Shake to open an advertisement: listens from the first screen on and jumps at 12 m/s², below the reference value of 15.
.class public final Lcn/mingcha/example/shop/ShakeListener;
.super Ljava/lang/Object;
.source "ShakeListener.java"
.implements Landroid/hardware/SensorEventListener;

.field private final context:Landroid/content/Context;

.method private constructor <init>(Landroid/content/Context;)V
    .registers 2
    .line 14
    invoke-direct {p0}, Ljava/lang/Object;-><init>()V
    iput-object p1, p0, Lcn/mingcha/example/shop/ShakeListener;->context:Landroid/content/Context;
    return-void
.end method

.method public static listen(Landroid/content/Context;)V
    .registers 5

    .line 19
    const-string v0, "sensor"
    invoke-virtual {p0, v0}, Landroid/content/Context;->getSystemService(Ljava/lang/String;)Ljava/lang/Object;
    move-result-object v0
    check-cast v0, Landroid/hardware/SensorManager;

    .line 20
    const/4 v1, 0x1
    invoke-virtual {v0, v1}, Landroid/hardware/SensorManager;->getDefaultSensor(I)Landroid/hardware/Sensor;
    move-result-object v1

    .line 21
    new-instance v2, Lcn/mingcha/example/shop/ShakeListener;
    invoke-direct {v2, p0}, Lcn/mingcha/example/shop/ShakeListener;-><init>(Landroid/content/Context;)V
    const/4 v3, 0x3
    invoke-virtual {v0, v2, v1, v3}, Landroid/hardware/SensorManager;->registerListener(Landroid/hardware/SensorEventListener;Landroid/hardware/Sensor;I)Z
    return-void
.end method

.method public onSensorChanged(Landroid/hardware/SensorEvent;)V
    .registers 5

    .line 26
    iget-object v0, p1, Landroid/hardware/SensorEvent;->values:[F
    const/4 v1, 0x0
    aget v0, v0, v1
    const/high16 v1, 0x41400000    # 12.0f
    cmpg-float v0, v0, v1
    if-ltz v0, :still

    .line 27
    new-instance v0, Landroid/content/Intent;
    iget-object v1, p0, Lcn/mingcha/example/shop/ShakeListener;->context:Landroid/content/Context;
    const-class v2, Lcn/mingcha/example/shop/AdActivity;
    invoke-direct {v0, v1, v2}, Landroid/content/Intent;-><init>(Landroid/content/Context;Ljava/lang/Class;)V
    invoke-virtual {v1, v0}, Landroid/content/Context;->startActivity(Landroid/content/Intent;)V

    :still
    .line 29
    return-void
.end method

.method public onAccuracyChanged(Landroid/hardware/Sensor;I)V
    .registers 3
    .line 33
    return-void
.end method
