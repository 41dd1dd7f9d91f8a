package org.fediversity.runtime.web;

import jakarta.ws.rs.ConstrainedTo;
import jakarta.ws.rs.RuntimeType;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.fediversity.runtime.RefusedException;

/// A body of more than 4 MiB is refused, after it was read to its end: who reads only once everything is sent would see
/// a broken connection otherwise. `quarkus.http.limits.max-body-size` is where that patience ends.
@Provider
@ConstrainedTo(RuntimeType.SERVER)
public class LargeBodies implements ReaderInterceptor {
    private static final int MOST = 4 << 20;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext body) throws IOException {
        InputStream sent = body.getInputStream();
        byte[] bytes = sent.readNBytes(MOST);
        if (sent.transferTo(OutputStream.nullOutputStream()) > 0) {
            throw new RefusedException(GeneralRefusal.TOO_LARGE, "A body may have at most " + MOST + " bytes.");
        }
        if (bytes.length > 0) {
            body.setInputStream(new ByteArrayInputStream(bytes));
        }
        return body.proceed();
    }
}
