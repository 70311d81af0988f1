package dev.winnow.coordinator.access;

import dev.winnow.coordinator.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only whom a resource wants: reads the bearer key, checks its scope, remembers its tenant, holds it to its
 * limit.
 */
@Provider
@Needs(Scope.EXTRACT)
@Priority(Priorities.AUTHENTICATION)
public class AccessFilter implements ContainerRequestFilter {
    private static final String BEARER = "bearer ";

    private final ApiKeys keys;
    private final RateLimits limits;
    private final Caller caller;

    @Context
    @SuppressWarnings("NullAway.Init") // set by the framework
    ResourceInfo resource;

    AccessFilter(ApiKeys keys, RateLimits limits, Caller caller) {
        this.keys = keys;
        this.limits = limits;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        ApiKey key = keys.find(bearer(request.getHeaderString(HttpHeaders.AUTHORIZATION)))
                .orElseThrow(() -> Problem.of(401, "unknown_key", "the API key is not known")
                        .remedy("use a key of this deployment; 'winnow status --env' prints one")
                        .exception());
        Scope needed = needed();
        if (!needed.allowedBy(key.scopes())) {
            String name = needed.stored();
            throw Problem.of(403, "missing_scope", "the API key lacks the scope '" + name + "'")
                    .remedy("use a key with the scope '" + name + "'")
                    .exception();
        }
        caller.is(key);
        limits.request(key).ifPresent(budget -> {
            request.setProperty(RateLimitHeaders.BUDGET, budget);
            if (!budget.given()) {
                throw RateLimits.exceeded(budget).exception();
            }
        });
    }

    private Scope needed() {
        Needs onMethod = resource.getResourceMethod().getAnnotation(Needs.class);
        Needs needs = onMethod != null ? onMethod : resource.getResourceClass().getAnnotation(Needs.class);
        return needs.value();
    }

    private static String bearer(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            throw Problem.of(401, "missing_key", "the request carries no API key")
                    .remedy("send the header 'Authorization: Bearer wk_...'")
                    .exception();
        }
        return header.substring(BEARER.length()).strip();
    }
}
