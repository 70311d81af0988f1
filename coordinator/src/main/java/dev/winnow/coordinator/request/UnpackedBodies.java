package dev.winnow.coordinator.request;

import dev.winnow.coordinator.upload.Unpacking;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.IOException;

/** Unpacks bodies that the framework reads. Those that a feature reads itself are unpacked where it does. */
@Provider
public class UnpackedBodies implements ReaderInterceptor {
    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(
                Unpacking.of(context.getInputStream(), context.getHeaders().getFirst(HttpHeaders.CONTENT_ENCODING)));
        return context.proceed();
    }
}
