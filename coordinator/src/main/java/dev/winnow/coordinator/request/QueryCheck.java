package dev.winnow.coordinator.request;

import dev.winnow.coordinator.problem.Problem;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;
import java.lang.reflect.Parameter;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Refuses numbers and flags of the query that are none, by name. The framework calls the first "not found", and takes
 * the second for false.
 */
@Provider
@Priority(Priorities.USER)
public class QueryCheck implements ContainerRequestFilter {
    private static final Set<Class<?>> WHOLE = Set.of(int.class, Integer.class);
    private static final Set<Class<?>> LONG = Set.of(long.class, Long.class);
    private static final Set<Class<?>> NUMBERS = Set.of(double.class, Double.class);
    private static final Set<Class<?>> FLAGS = Set.of(boolean.class, Boolean.class);
    private static final Set<String> FLAG_VALUES = Set.of("true", "false");

    @Context
    @SuppressWarnings("NullAway.Init") // set by the framework
    ResourceInfo resource;

    @Override
    public void filter(ContainerRequestContext request) {
        for (Parameter parameter : resource.getResourceMethod().getParameters()) {
            QueryParam query = parameter.getAnnotation(QueryParam.class);
            if (query != null) {
                List<String> values = request.getUriInfo().getQueryParameters().get(query.value());
                check(query.value(), parameter.getType(), values == null ? List.of() : values);
            }
        }
    }

    private static void check(String name, Class<?> type, List<String> values) {
        Expected expected = expected(type);
        for (String value : values) {
            if (expected != null && !expected.kept().test(value)) {
                throw Problem.of(400, "invalid_parameter", "%s is '%s'".formatted(name, value))
                        .at("/" + name)
                        .remedy("write %s, or leave it out".formatted(expected.what()))
                        .exception();
            }
        }
    }

    private static @Nullable Expected expected(Class<?> type) {
        if (WHOLE.contains(type)) {
            return new Expected("a whole number of up to 9 digits", text -> parses(text, Integer::parseInt));
        }
        if (LONG.contains(type)) {
            return new Expected("a whole number of up to 18 digits", text -> parses(text, Long::parseLong));
        }
        if (NUMBERS.contains(type)) {
            return new Expected("a number", text -> parses(text, Double::parseDouble));
        }
        return FLAGS.contains(type) ? new Expected("true or false", FLAG_VALUES::contains) : null;
    }

    private static boolean parses(String text, Parser parser) {
        try {
            return Double.isFinite(parser.parse(text).doubleValue());
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** What a parameter of a type may say. */
    private record Expected(String what, Predicate<String> kept) {}

    @FunctionalInterface
    private interface Parser {
        Number parse(String text);
    }
}
