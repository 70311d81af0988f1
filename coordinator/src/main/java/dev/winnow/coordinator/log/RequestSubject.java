package dev.winnow.coordinator.log;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.PathSegment;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Map;
import org.jboss.logging.MDC;

/** A request to a job, a training or a shard names it in all that is logged for it. */
@Provider
public class RequestSubject implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Map<String, String> NAMES =
            Map.of("extractions", "job", "trainings", "training", "workers", "worker");
    // api, v1, extractions, id
    private static final int RESOURCE = 2;

    @Override
    public void filter(ContainerRequestContext request) {
        List<PathSegment> path = request.getUriInfo().getPathSegments();
        if (path.size() > RESOURCE + 1) {
            String name = NAMES.get(path.get(RESOURCE).getPath());
            if (name != null) {
                MDC.put(name, path.get(RESOURCE + 1).getPath());
            }
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        NAMES.values().forEach(MDC::remove);
    }
}
