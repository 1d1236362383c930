# Sends the IMEI in the query of an unencrypted address.
.class public final Lcn/mingcha/example/shop/Upload;
.super Ljava/lang/Object;
.source "Upload.java"

.method public static send(Ljava/lang/String;)V
    .registers 3

    :try_start
    .line 14
    new-instance v0, Ljava/lang/StringBuilder;
    const-string v1, "http://collect.mingcha.example/v1/device?imei="
    invoke-direct {v0, v1}, Ljava/lang/StringBuilder;-><init>(Ljava/lang/String;)V
    invoke-virtual {v0, p0}, Ljava/lang/StringBuilder;->append(Ljava/lang/String;)Ljava/lang/StringBuilder;
    invoke-virtual {v0}, Ljava/lang/StringBuilder;->toString()Ljava/lang/String;
    move-result-object v0

    .line 15
    new-instance v1, Ljava/net/URL;
    invoke-direct {v1, v0}, Ljava/net/URL;-><init>(Ljava/lang/String;)V
    invoke-virtual {v1}, Ljava/net/URL;->openConnection()Ljava/net/URLConnection;
    move-result-object v0

    .line 16
    invoke-virtual {v0}, Ljava/net/URLConnection;->getInputStream()Ljava/io/InputStream;
    move-result-object v0
    invoke-virtual {v0}, Ljava/io/InputStream;->close()V
    :try_end
    .catch Ljava/io/IOException; {:try_start .. :try_end} :failed
    return-void

    :failed
    .line 17
    move-exception v0
    return-void
.end method
