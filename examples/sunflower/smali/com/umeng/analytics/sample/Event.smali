# One event to count.
.class public final Lcom/umeng/analytics/sample/Event;
.super Ljava/lang/Object;
.source "Event.java"
