package dev.winnow.coordinator.audit;

import dev.winnow.coordinator.access.Caller;
import dev.winnow.coordinator.access.Needs;
import dev.winnow.coordinator.access.Scope;
import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;

/**
 * Notes each request of a user that may change something: before it is done, so that nothing is done unnoted, and with
 * its status afterwards. Workers' requests are no users' and have logs of their own.
 */
@Provider
@Needs(Scope.EXTRACT)
@Priority(Priorities.AUTHORIZATION)
public class AuditFilter implements ContainerRequestFilter, ContainerResponseFilter {
    private static final String NOTED = AuditFilter.class.getName();
    private static final Set<String> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Audit audit;
    private final Caller caller;

    @Context
    @SuppressWarnings("NullAway.Init") // set by the framework
    ResourceInfo resource;

    AuditFilter(Audit audit, Caller caller) {
        this.audit = audit;
        this.caller = caller;
    }

    @Override
    public void filter(ContainerRequestContext request) {
        if (!READING.contains(request.getMethod()) && !isWorkers() && !changesNothing()) {
            String path = request.getUriInfo().getPath();
            request.setProperty(NOTED, audit.begin(caller, request.getMethod(), path));
        }
    }

    private boolean changesNothing() {
        return resource.getResourceMethod().isAnnotationPresent(ChangesNothing.class);
    }

    private boolean isWorkers() {
        Needs needs = resource.getResourceClass().getAnnotation(Needs.class);
        return needs != null && needs.value() == Scope.WORKER;
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getProperty(NOTED) instanceof Long id) {
            audit.end(id, response.getStatus(), response.getHeaderString(HttpHeaders.LOCATION));
        }
    }
}
