# Says which kit this is.
.class public final Lcom/umeng/analytics/sample/Version;
.super Ljava/lang/Object;
.source "Version.java"
