package dev.winnow.coordinator.access;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;

/** Tells a key with a limit what it has left, in the headers that clients of OpenAI read. */
@Provider
public class RateLimitHeaders implements ContainerResponseFilter {
    /** Where a request keeps what its key has left. */
    static final String BUDGET = RateLimitHeaders.class.getName();

    private static final double MILLIS = 1000;

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(BUDGET) instanceof Budget budget) {
            MultivaluedMap<String, Object> headers = response.getHeaders();
            headers.putSingle("x-ratelimit-limit-requests", budget.perMinute());
            headers.putSingle("x-ratelimit-remaining-requests", budget.whole());
            headers.putSingle(
                    "x-ratelimit-reset-requests",
                    budget.until(budget.perMinute()).toMillis() / MILLIS + "s");
        }
    }
}
