# What the app may turn off.
.class public final Lcom/umeng/analytics/sample/Switches;
.super Ljava/lang/Object;
.source "Switches.java"
