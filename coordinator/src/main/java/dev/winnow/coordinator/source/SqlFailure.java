package dev.winnow.coordinator.source;

import dev.winnow.coordinator.problem.Problem;
import dev.winnow.coordinator.problem.ProblemException;
import java.sql.SQLException;
import java.time.Duration;

/** What a database says, in words that help whoever wrote the query. */
final class SqlFailure {
    private static final String READ_ONLY = "25006";
    private static final String CANCELLED = "57014";

    private SqlFailure() {}

    static ProblemException of(SQLException e, SqlRequest request, Duration timeout) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        String message = String.valueOf(e.getMessage());
        if (state.equals(READ_ONLY) || message.contains("data-modifying statement")) {
            return request.fields()
                    .refused(
                            "source_writes",
                            "query",
                            "the query writes: " + message,
                            "let it read only; nothing was changed");
        }
        if (state.equals(CANCELLED)) {
            return tooLong(request, timeout);
        }
        if (message.contains("maxResultBuffer")) {
            return request.fields()
                    .refused(
                            "row_too_large",
                            "query",
                            "a row of the query is too large to be fetched: " + message,
                            "leave large columns out, or cut their texts");
        }
        if (state.startsWith("42") || state.startsWith("22") || state.startsWith("21")) {
            return request.fields()
                    .refused(
                            "query_refused",
                            "query",
                            "%s refuses the query: %s".formatted(request.source(), message),
                            "correct the query; it is asked as a subquery, in a transaction that only reads");
        }
        return Problem.of(503, "source_failed", "source %s failed: %s".formatted(request.source(), message))
                .remedy("try again later, or tell the operator, who has named it")
                .exception();
    }

    static ProblemException tooLong(SqlRequest request, Duration timeout) {
        return Problem.of(
                        422,
                        "source_timeout",
                        "the query and its rows took longer than the %d s that %s has"
                                .formatted(Math.max(1, timeout.toSeconds()), request.source()))
                .at(request.fields().pointer() + "/query")
                .limit(Math.max(1, timeout.toSeconds()))
                .remedy("ask for fewer rows, or let the operator raise winnow.sources.%s.timeout"
                        .formatted(request.source()))
                .exception();
    }
}
