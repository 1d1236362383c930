# One use of the app, from the first screen to the last.
.class public final Lcom/umeng/analytics/sample/Session;
.super Ljava/lang/Object;
.source "Session.java"
