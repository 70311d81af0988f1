package dev.winnow.coordinator.access;

import dev.winnow.coordinator.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only whom a resource wants: reads the bearer key or the dashboard's session, checks the scope, remembers the
 * tenant, holds the key to its limit.
 */
@Provider
@Needs(Scope.EXTRACT)
@Priority(Priorities.AUTHENTICATION)
public class AccessFilter implements ContainerRequestFilter {
    /** The header by which a request of the dashboard's own page is known. */
    static final String OF_THE_PAGE = "Winnow-Dashboard";

    private static final String BEARER = "bearer ";
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final ApiKeys keys;
    private final Sessions sessions;
    private final RateLimits limits;
    private final Caller caller;

    @Context
    @SuppressWarnings("NullAway.Init") // set by the framework
    ResourceInfo resource;

    AccessFilter(ApiKeys keys, Sessions sessions, RateLimits limits, Caller caller) {
        this.keys = keys;
        this.sessions = sessions;
        this.limits = limits;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        Cookie session = request.getCookies().get(Sessions.COOKIE);
        String header = request.getHeaderString(HttpHeaders.AUTHORIZATION);
        ApiKey key = header == null && session != null ? signedIn(session.getValue(), request) : keyed(header);
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

    private ApiKey keyed(@Nullable String header) {
        return keys.find(bearer(header)).orElseThrow(() -> Problem.of(401, "unknown_key", "the API key is not known")
                .remedy("use a key of this deployment; 'winnow status --env' prints one")
                .exception());
    }

    private ApiKey signedIn(String token, ContainerRequestContext request) {
        // A browser sends the cookie also for a page on another port of this host. Only our own page can set a header.
        if (!READING.contains(request.getMethod()) && request.getHeaderString(OF_THE_PAGE) == null) {
            throw Problem.of(403, "not_the_dashboard", "a session changes things by the dashboard's own page alone")
                    .remedy("send an API key: 'Authorization: Bearer wk_...'")
                    .exception();
        }
        return sessions.find(token).orElseThrow(() -> Problem.of(401, "session_over", "the session is over")
                .remedy("sign in again")
                .exception());
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
