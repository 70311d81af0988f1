package dev.winnow.text.constraint;

import static dev.winnow.text.schema.Json.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.text.schema.SchemaCompiler;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every bit of every mask, on languages small enough to search: a token is allowed exactly if some continuation within
 * the remaining tokens is complete. What is complete is said by a regular expression over bytes, not by the schema.
 */
class BruteForceTest {
    /** Outputs as a regular expression, one character a byte. */
    record Language(String schema, String outputs, SmallVocabulary tokens, int limit) {
        @Override
        public String toString() {
            return schema + " within " + limit;
        }
    }

    static Stream<Language> languages() {
        return Stream.of(
                new Language(
                        "{'enum':['ab','abc',12,1]}",
                        "\"abc?\"|12?",
                        SmallVocabulary.of("\"", "a", "b", "c", "ab", "\"a", "1", "2", "12"),
                        6),
                new Language(
                        "{'type':'boolean'}",
                        "true|false",
                        SmallVocabulary.of("t", "r", "u", "e", "true", "fal", "f", "a", "l", "se", "s", "ue"),
                        5),
                new Language(
                        "{'type':['boolean','null']}",
                        "true|false|null",
                        SmallVocabulary.of("true", "fal", "se", "nu", "ll", "l", "n", "u"),
                        4),
                new Language(
                        "{'type':'string','maxLength':2}",
                        "\"([ab]|\\\\[\\\\\"b]){0,2}\"",
                        SmallVocabulary.of("\"", "a", "ab", "aba", "\\", "\\\"", "b\"", "\"\""),
                        6),
                new Language(
                        "{'type':'string','minLength':3,'maxLength':4}",
                        "\"[ab]{3,4}\"",
                        SmallVocabulary.of("\"", "a", "b", "aa", "aaa", "ab"),
                        7),
                new Language(
                        "{'type':'string','minLength':1,'maxLength':2}",
                        "\"(a|\\xc3C|\\xe2\\x82C|\\xf0\\x9fCC){1,2}\"".replace("C", "[\\x80\\x98\\xa9\\xac]"),
                        SmallVocabulary.of("\"", "a", "é")
                                .withBytes(0xc3)
                                .withBytes(0xa9)
                                .withBytes(0xe2, 0x82)
                                .withBytes(0xac)
                                .withBytes(0xf0, 0x9f)
                                .withBytes(0x98)
                                .withBytes(0x80),
                        7),
                new Language(
                        "{'type':'integer','minimum':-1,'maximum':120}",
                        "-1|0|[1-9][0-9]?|1[01][0-9]|120",
                        digits(),
                        4),
                new Language(
                        "{'type':'integer','minimum':95,'maximum':1005}",
                        "9[5-9]|[1-9][0-9][0-9]|100[0-5]",
                        digits(),
                        5),
                new Language(
                        "{'type':'integer','minimum':-31,'exclusiveMaximum':-9}", "-([12][0-9]|3[01])", digits(), 4),
                new Language("{'type':'integer','minimum':7,'maximum':7}", "7", digits(), 3),
                new Language(
                        "{'type':'array','items':{'type':'null'},'minItems':1,'maxItems':3}",
                        "\\[null(,null){0,2}\\]",
                        SmallVocabulary.of("[", "]", ",", "null", "nu", "ll", ",null", "],", "l]"),
                        8),
                new Language(
                        "{'type':'array','items':{'enum':[1]}}",
                        "\\[(1(,1)*)?\\]",
                        SmallVocabulary.of("[", "]", ",", "1", "1,1", "[]", "1]"),
                        7),
                new Language(
                        "{'type':'object','properties':{'a':{'enum':[1]},'b':{'enum':[2]},'c':{'enum':[3]}},'required':['b']}",
                        "\\{(\"a\":1,)?\"b\":2(,\"c\":3)?\\}",
                        SmallVocabulary.of(
                                "{", "\"", "a", "b", "c", ":", "1", "2", "3", ",", "}", ",\"", "\":", "{\"b\":2"),
                        11),
                new Language(
                        "{'type':'object','properties':{'a':{'type':'null'},'ab':{'type':'null'}}}",
                        "\\{(\"a\":null|\"ab\":null|\"a\":null,\"ab\":null)?\\}",
                        SmallVocabulary.of("{", "{\"a", "\"", "a", "b", ":", "null", ",", "}", "\":null", "{}"),
                        8),
                new Language(
                        "{'anyOf':[{'type':'null'},{'type':'array','items':{'type':'boolean'},'maxItems':1}]}",
                        "null|\\[(true|false)?\\]",
                        SmallVocabulary.of("null", "n", "u", "l", "[", "]", "true", "fals", "e", "e]"),
                        5));
    }

    /** Here some token ends an output on a way that is not the shortest in bytes, which costs do not know. */
    static Stream<Language> awkwardLanguages() {
        return Stream.of(
                new Language(
                        "{'enum':['ab','abc']}", "\"abc?\"", SmallVocabulary.of("\"", "a", "b", "c", "\"a", "bc\""), 6),
                new Language(
                        "{'type':'array','items':{'type':'string'},'minItems':1}",
                        "\\[\"[^\"]*\"(,\"[^\"]*\")*\\]",
                        SmallVocabulary.of("[", "[\"a", "a\"]", "\"", "a", ",", "]", "\",\""),
                        7));
    }

    private static SmallVocabulary digits() {
        return SmallVocabulary.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "-", "10", "00", "95", "-1", ".");
    }

    @ParameterizedTest
    @MethodSource("languages")
    void every_bit_of_every_mask_is_right(Language language) {
        compareAll(language, true);
    }

    @ParameterizedTest
    @MethodSource("awkwardLanguages")
    void no_mask_allows_what_cannot_be_completed(Language language) {
        compareAll(language, false);
    }

    private static void compareAll(Language language, boolean exact) {
        Search search = new Search(language, exact);
        Constraint constraint = language.tokens.compiler().compile(SchemaCompiler.compile(json(language.schema)));
        int shortest = 0;
        while (!search.fits("", shortest)) {
            shortest++;
        }
        assertThat(constraint.shortestOutputTokens()).isBetween(shortest, exact ? shortest : 2 * shortest);
        for (int limit = constraint.shortestOutputTokens(); limit <= language.limit; limit++) {
            search.compare(constraint, limit, new ArrayList<>(), "");
        }
    }

    private static final class Search {
        private final Language language;
        private final boolean exact;
        private final Pattern outputs;
        private final Map<String, Boolean> known = new HashMap<>();
        private final Map<String, Boolean> compared = new HashMap<>();

        private Search(Language language, boolean exact) {
            this.exact = exact;
            this.language = language;
            this.outputs = Pattern.compile(language.outputs);
        }

        private String bytes(int token) {
            return new String(language.tokens.bytes(token), StandardCharsets.ISO_8859_1);
        }

        /** Whether a prefix can be completed with so many tokens more. */
        private boolean fits(String prefix, int remaining) {
            Boolean before = known.get(remaining + prefix);
            if (before == null) {
                before = search(prefix, remaining);
                known.put(remaining + prefix, before);
            }
            return before;
        }

        private boolean search(String prefix, int remaining) {
            Matcher matcher = outputs.matcher(prefix);
            if (matcher.matches()) {
                return true;
            }
            boolean fits = false;
            for (int token = 0; token < language.tokens.size() && matcher.hitEnd() && remaining > 0 && !fits; token++) {
                fits = fits(prefix + bytes(token), remaining - 1);
            }
            return fits;
        }

        /** Compares all masks from here on; ways that lead to the same bytes with the same room are gone once. */
        private void compare(Constraint constraint, int limit, List<Integer> taken, String prefix) {
            int remaining = limit - taken.size();
            if (compared.put(remaining + prefix, true) != null) {
                return;
            }
            Cursor cursor = constraint.begin(limit);
            taken.forEach(cursor::accept);
            long[] mask = new long[1];
            cursor.allow(mask);
            assertThat(cursor.mayEnd())
                    .as(prefix)
                    .isEqualTo(outputs.matcher(prefix).matches());
            assertThat(cursor.finished()).as(prefix).isEqualTo(mask[0] == 0);
            for (int token = 0; token < language.tokens.size(); token++) {
                boolean allowed = (mask[0] >> token & 1) != 0;
                String next = prefix + bytes(token);
                boolean compared = exact || allowed;
                boolean fits = remaining > 0 && fits(next, remaining - 1);
                assertThat(compared ? allowed : fits)
                        .as("%s after %s with %s remaining", bytes(token), prefix, remaining)
                        .isEqualTo(fits);
                if (allowed) {
                    taken.add(token);
                    compare(constraint, limit, taken, next);
                    taken.remove(taken.size() - 1);
                }
            }
        }
    }
}
