package dev.winnow.coordinator.source;

import dev.winnow.coordinator.request.Fields;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a named source.
 *
 * @param columns which of the query's columns is a row's instruction, input and output
 * @param fields the request, for whoever refuses it later
 */
record SqlRequest(String source, String query, Map<String, String> columns, Fields fields) {
    static final String INSTRUCTION = "instruction";
    static final String INPUT = "input";
    static final String OUTPUT = "output";

    private static final int LONGEST_QUERY = 65_536;
    private static final Pattern READS = Pattern.compile("(select|with|values|table)\\b.*", Pattern.DOTALL);
    private static final Pattern LAST_SEMICOLON = Pattern.compile(";\\s*$");

    SqlRequest {
        columns = Map.copyOf(columns);
    }

    static SqlRequest read(Fields request) {
        request.requireKnown("source", "query", "columns");
        String source = request.requiredText("source", "name one that the operator has configured");
        return new SqlRequest(source, query(request), columns(request.object("columns")), request);
    }

    // The database refuses what writes. This makes sure that it sees one statement, and within it one subquery: without
    // a semicolon neither quotes nor comments can hide a second one.
    private static String query(Fields request) {
        String query = request.requiredText("query", "give one SELECT");
        if (query.length() > LONGEST_QUERY) {
            throw request.refused(
                    "query",
                    "the query has more than %d characters".formatted(LONGEST_QUERY),
                    "shorten it, or let the operator make a view of it");
        }
        String single = LAST_SEMICOLON.matcher(query).replaceFirst("").strip();
        if (single.indexOf(';') >= 0) {
            throw request.refused(
                    "query_refused",
                    "query",
                    "the query has a semicolon before its end",
                    "send one SELECT; within a text, write chr(59)");
        }
        if (!READS.matcher(single.toLowerCase(Locale.ROOT)).matches()) {
            throw request.refused(
                    "query_refused", "query", "the query is no SELECT", "begin with select, or with and a select");
        }
        return single;
    }

    private static Map<String, String> columns(@Nullable Fields given) {
        Map<String, String> columns = new TreeMap<>();
        if (given == null) {
            columns.put(INPUT, INPUT);
            columns.put(OUTPUT, OUTPUT);
            return columns;
        }
        given.requireKnown(INSTRUCTION, INPUT, OUTPUT);
        columns.put(INPUT, given.has(INPUT) ? given.requiredText(INPUT, "name a column") : INPUT);
        columns.put(OUTPUT, given.has(OUTPUT) ? given.requiredText(OUTPUT, "name a column") : OUTPUT);
        if (given.has(INSTRUCTION)) {
            columns.put(INSTRUCTION, given.requiredText(INSTRUCTION, "name a column"));
        }
        return columns;
    }

    /** As one subquery: what is no SELECT has no place there, and nor has a WITH that writes. */
    String statement() {
        return "select * from (\n" + query + "\n) as winnow_rows";
    }
}
