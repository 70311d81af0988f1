package dev.winnow.coordinator.log;

import static java.util.Objects.requireNonNull;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.MDC;

/** A request to a job, a training or a shard names it in all that is logged for it. */
@Provider
public class RequestSubject implements ContainerRequestFilter, ContainerResponseFilter {
    private static final Map<String, String> NAMES =
            Map.of("extractions", "job", "trainings", "training", "workers", "worker");
    // The path's segments are not asked for: the framework decodes what is decoded already, and fails over a lone %.
    private static final Pattern PATH = Pattern.compile(
            "/?[a-z]+/v1/(extractions|trainings|workers)/([A-Za-z0-9._-]{1,64})(?:/.*)?", Pattern.DOTALL);

    @Override
    public void filter(ContainerRequestContext request) {
        Matcher path = PATH.matcher(request.getUriInfo().getPath());
        if (path.matches()) {
            MDC.put(requireNonNull(NAMES.get(path.group(1))), path.group(2));
        }
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        NAMES.values().forEach(MDC::remove);
    }
}
