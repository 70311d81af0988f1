package dev.winnow.coordinator.apidocument;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Says which methods a path has, where another one was asked for or {@code OPTIONS}. The framework says nothing to the
 * first, and to the second those of all paths of a class.
 */
@Provider
public class AllowedMethods implements ContainerResponseFilter {
    private static final String DOCUMENT = "META-INF/quarkus-generated-openapi-doc.JSON";
    private static final int NOT_ALLOWED = 405;

    private final List<PathMethods> paths;

    AllowedMethods(ObjectMapper json) {
        this.paths = paths(json);
    }

    @Override
    public void filter(ContainerRequestContext request, ContainerResponseContext response) {
        if (response.getStatus() == NOT_ALLOWED || request.getMethod().equals(HttpMethod.OPTIONS)) {
            of(request.getUriInfo().getPath())
                    .ifPresent(methods -> response.getHeaders().putSingle(HttpHeaders.ALLOW, methods));
        }
    }

    private Optional<String> of(String path) {
        return paths.stream()
                .filter(known -> known.path().matcher(path).matches())
                .map(PathMethods::methods)
                .findFirst();
    }

    private static List<PathMethods> paths(ObjectMapper json) {
        JsonNode document;
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(DOCUMENT)) {
            if (in == null) {
                throw new IllegalStateException("the build has left no " + DOCUMENT);
            }
            document = json.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // Paths without names first: they are meant where both fit.
        List<PathMethods> plain = new ArrayList<>();
        List<PathMethods> named = new ArrayList<>();
        document.path("paths").properties().forEach(path -> {
            boolean hasNames = path.getKey().contains("{");
            (hasNames ? named : plain).add(PathMethods.of(path.getKey(), path.getValue()));
        });
        plain.addAll(named);
        return List.copyOf(plain);
    }

    /** The methods of a path, as the header has them. */
    private record PathMethods(Pattern path, String methods) {
        static PathMethods of(String template, JsonNode operations) {
            Set<String> methods = new TreeSet<>(Set.of(HttpMethod.OPTIONS));
            operations.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
            if (methods.contains(HttpMethod.GET)) {
                methods.add(HttpMethod.HEAD);
            }
            return new PathMethods(
                    Pattern.compile(template.replaceAll("\\{[^}]*}", "[^/]+")), String.join(", ", methods));
        }
    }
}
