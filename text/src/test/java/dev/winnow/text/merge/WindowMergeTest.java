package dev.winnow.text.merge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.common.result.Evidence;
import dev.winnow.common.result.Span;
import dev.winnow.text.evidence.OutputValue;
import dev.winnow.text.evidence.OutputValues;
import dev.winnow.text.evidence.SourceSpans;
import dev.winnow.text.merge.WindowMerge.Merged;
import dev.winnow.text.schema.SchemaCompiler;
import dev.winnow.text.schema.Values;
import dev.winnow.text.window.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WindowMergeTest {
    private static final String TEXTS = "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}";
    private static final String RECIPES = """
            {"type": "array", "items": {"type": "object", "properties": {
              "title": {"type": ["string", "null"]},
              "servings": {"type": ["integer", "null"]},
              "ingredients": {"type": "array", "items": {"type": "string"}}},
             "required": ["title", "servings", "ingredients"], "additionalProperties": false}}
            """;

    private final List<Piece> pieces = new ArrayList<>();

    @Test
    void lists_follow_each_other_in_the_order_of_the_document_with_its_places() {
        String document = "\uD83D\uDE00 one two three four";
        see(document, 0, 9, "[\"one\",\"two\"]");
        see(document, 9, 20, "[\"three\",\"four\"]");

        Merged merged = merge(TEXTS);

        assertThat(merged.output()).isEqualTo("[\"one\",\"two\",\"three\",\"four\"]");
        assertThat(merged.cut()).isFalse();
        assertThat(part(document, merged, "/2")).isEqualTo("three");
        assertThat(part(document, merged, "/3")).isEqualTo("four");
    }

    @Test
    void what_two_windows_both_saw_is_taken_once() {
        String document = "one two three four five";
        see(document, 0, 13, "[\"one\",\"two\",\"three\"]");
        see(document, 8, 23, "[\"three\",\"four\",\"five\"]");

        assertThat(merge(TEXTS).output()).isEqualTo("[\"one\",\"two\",\"three\",\"four\",\"five\"]");
    }

    @Test
    void what_stands_twice_is_found_twice_within_the_shared_part_and_elsewhere() {
        String document = "egg egg egg milk egg";
        see(document, 0, 16, "[\"egg\",\"egg\",\"egg\",\"milk\"]", places(0, 4, 8, 12));
        see(document, 4, 20, "[\"egg\",\"egg\",\"milk\",\"egg\"]", places(0, 4, 8, 12));

        assertThat(merge(TEXTS).output()).isEqualTo("[\"egg\",\"egg\",\"egg\",\"milk\",\"egg\"]");
    }

    @Test
    void equal_values_at_other_places_stay_though_one_window_missed_each() {
        String document = "aaa egg bbb egg ccc";
        // Each window has found one of the two only.
        see(document, 0, 16, "[\"egg\"]", Map.of("/0", new Span(4, 7)));
        see(document, 3, 19, "[\"egg\"]", Map.of("/0", new Span(9, 12)));

        assertThat(merge(TEXTS).output()).isEqualTo("[\"egg\",\"egg\"]");
    }

    @Test
    void what_only_the_later_window_saw_comes_before_what_both_saw_behind_it() {
        String document = "one two three four";
        see(document, 0, 13, "[\"one\",\"three\"]");
        see(document, 4, 18, "[\"two\",\"three\",\"four\"]");

        assertThat(merge(TEXTS).output()).isEqualTo("[\"one\",\"two\",\"three\",\"four\"]");
    }

    @Test
    void values_that_stand_nowhere_are_one_only_where_the_shared_part_is() {
        String document = "one xxx two yyy three zzz";
        see(document, 0, 15, "[\"made up\",\"one\",\"two\",\"made up\"]");
        see(document, 8, 25, "[\"two\",\"made up\",\"three\",\"made up\"]");

        assertThat(merge(TEXTS).output()).isEqualTo("[\"made up\",\"one\",\"two\",\"made up\",\"three\",\"made up\"]");
    }

    @Test
    void windows_that_share_nothing_drop_nothing() {
        String document = "one one";
        see(document, 0, 4, "[\"one\",\"made up\"]");
        see(document, 4, 7, "[\"made up\",\"one\"]");

        assertThat(merge(TEXTS).output()).isEqualTo("[\"one\",\"made up\",\"made up\",\"one\"]");
    }

    @Test
    void an_object_that_lies_over_a_border_is_joined_from_both_windows() {
        String document = "Plum Cake serves 8: flour, eggs, butter, plums. Then: Rice Soup serves 4: rice, water.";
        see(document, 0, 40, """
                [{"title":"Plum Cake","servings":8,"ingredients":["flour","eggs","butter"]}]""");
        see(document, 20, 86, """
                [{"title":null,"servings":null,"ingredients":["flour","eggs","butter","plums"]},
                 {"title":"Rice Soup","servings":4,"ingredients":["rice","water"]}]""");

        Merged merged = merge(RECIPES);

        assertThat(merged.output()).isEqualTo("""
                [{"title":"Plum Cake","servings":8,"ingredients":["flour","eggs","butter","plums"]},\
                {"title":"Rice Soup","servings":4,"ingredients":["rice","water"]}]""");
        assertThat(part(document, merged, "/0/ingredients/3")).isEqualTo("plums");
        assertThat(part(document, merged, "/1/title")).isEqualTo("Rice Soup");
        assertThat(merged.evidence().spans()).hasSize(10);
    }

    @Test
    void objects_that_contradict_each_other_are_two_though_they_share_values() {
        String document = "Luxe, Basel. Abba, Beatles";
        String schema = """
                {"type": "array", "items": {"type": "object", "properties": {
                  "act": {"type": "string"}, "venue": {"type": "string"}, "town": {"type": "string"}}}}""";
        see(document, 0, 18, "[{\"act\":\"Abba\",\"venue\":\"Luxe\",\"town\":\"Basel\"}]");
        see(document, 0, 26, """
                [{"act":"Abba","venue":"Luxe","town":"Basel"},{"act":"Beatles","venue":"Luxe","town":"Basel"}]""");
        assertThat(merge(schema).output()).isEqualTo("""
                [{"act":"Abba","venue":"Luxe","town":"Basel"},{"act":"Beatles","venue":"Luxe","town":"Basel"}]""");

        pieces.clear();
        see(document, 0, 18, "[{\"act\":\"Abba\",\"venue\":\"Luxe\",\"town\":\"Basel\"}]");
        see(document, 0, 26, "[{\"act\":\"Beatles\",\"venue\":\"Luxe\",\"town\":\"Basel\"}]");
        assertThat(merge(schema).output()).contains("Abba", "Beatles");
    }

    @Test
    void of_single_values_something_comes_before_null_then_what_stands_there_then_what_is_surer() {
        String schema = """
                {"type": "object", "properties": {"a": {"type": ["string", "null"]}, "b": {"type": "string"},
                 "c": {"type": "string"}, "d": {"type": "string"}}}""";
        Map<String, Double> first = Map.of("/a", 0.9, "/b", 0.9, "/c", 0.4, "/d", 0.7);
        Map<String, Double> second = Map.of("/a", 0.1, "/b", 0.1, "/c", 0.6, "/d", 0.6);
        Map<String, Span> places = Map.of("/b", new Span(0, 3), "/c", new Span(4, 5), "/d", new Span(5, 6));
        add(
                0,
                20,
                "{\"a\":null,\"b\":\"made up\",\"c\":\"c1\",\"d\":\"d1\"}",
                first,
                Map.of("/c", new Span(1, 2), "/d", new Span(2, 3)));
        add(20, 40, "{\"a\":\"x\",\"b\":\"yes\",\"c\":\"c2\",\"d\":\"d2\"}", second, places);

        Merged merged = merge(schema);

        assertThat(merged.output()).isEqualTo("{\"a\":\"x\",\"b\":\"yes\",\"c\":\"c2\",\"d\":\"d1\"}");
        assertThat(merged.evidence().confidence()).containsEntry("/a", 0.1).containsEntry("/d", 0.7);
        assertThat(merged.evidence().spans()).containsEntry("/b", new Span(20, 23));
    }

    @Test
    void lists_within_objects_are_joined_and_properties_keep_the_schemas_order() {
        String schema = """
                {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "object", "properties":
                 {"list": {"type": "array", "items": {"type": "string"}}}}, "c": {"type": "string"}}}""";
        String document = "one two three";
        see(document, 0, 7, "{\"c\":\"one\",\"b\":{\"list\":[\"one\",\"two\"]}}");
        see(document, 4, 13, "{\"a\":\"three\",\"b\":{\"list\":[\"two\",\"three\"]}}");

        assertThat(merge(schema).output())
                .isEqualTo("{\"a\":\"three\",\"b\":{\"list\":[\"one\",\"two\",\"three\"]},\"c\":\"one\"}");
    }

    @Test
    void arrays_whose_places_mean_something_are_one_value() {
        String schema = """
                {"type": "object", "properties": {"at": {"type": "array", "items": {"type": "number"}, "minItems": 2,
                 "maxItems": 2}, "pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]}}}""";
        String document = "at 47.5 and 8.5, seven";
        see(document, 0, 3, "{\"at\":[1,2],\"pair\":[\"x\",1]}");
        see(document, 3, 22, "{\"at\":[47.5,8.5],\"pair\":[\"seven\",7]}");

        assertThat(merge(schema).output()).isEqualTo("{\"at\":[47.5,8.5],\"pair\":[\"seven\",7]}");
    }

    @Test
    void unique_lists_have_each_value_once_and_long_ones_are_cut_and_say_so() {
        add(0, 9, "[1,2]", Map.of(), Map.of());
        add(9, 20, "[2.0,3]", Map.of(), Map.of());
        add(20, 30, "[1e0,4]", Map.of(), Map.of());

        Merged unique = merge("{\"type\":\"array\",\"uniqueItems\":true,\"items\":{\"type\":\"number\"}}");
        assertThat(unique.output()).isEqualTo("[1,2,3,4]");
        assertThat(unique.cut()).isFalse();

        Merged cut = merge("{\"type\":\"array\",\"maxItems\":3,\"items\":{\"type\":\"number\"}}");
        assertThat(cut.output()).isEqualTo("[1,2,2.0]");
        assertThat(cut.cut()).isTrue();
    }

    @Test
    void windows_with_nothing_in_them_change_nothing() {
        String document = "one ... two";
        see(document, 0, 4, "[\"one\"]");
        see(document, 3, 8, "[]");
        see(document, 7, 11, "[\"two\"]");
        assertThat(merge(TEXTS).output()).isEqualTo("[\"one\",\"two\"]");

        pieces.clear();
        add(0, 9, "[]", Map.of("", 0.9), Map.of());
        add(9, 19, "[]", Map.of("", 0.5), Map.of());
        Merged empty = merge(TEXTS);
        assertThat(empty.output()).isEqualTo("[]");
        assertThat(empty.evidence().confidence()).containsExactly(Map.entry("", 0.5));
    }

    @Test
    void numbers_and_texts_come_out_as_they_were_written() {
        add(0, 9, "[1.50,-0e3,\"\\u00e9\\\"\\n\",true,{\"a/b~c\":1}]", Map.of(), Map.of("/4/a~1b~0c", new Span(1, 2)));
        add(9, 19, "[12345678901234567890.123]", Map.of(), Map.of());

        Merged merged = merge("{\"type\":\"array\"}");

        assertThat(merged.output())
                .isEqualTo("[1.50,-0e3,\"\u00e9\\\"\\n\",true,{\"a/b~c\":1},12345678901234567890.123]");
        assertThat(merged.evidence().spans()).containsEntry("/4/a~1b~0c", new Span(1, 2));
    }

    @Test
    void an_output_that_is_no_json_is_refused() {
        WindowMerge merge = new WindowMerge(values(TEXTS));
        assertThatThrownBy(() -> merge.add(new Window(0, 1, "x"), "[", Evidence.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no JSON");
    }

    @Test
    void a_thousand_windows_of_alike_items_are_merged_in_time_that_grows_with_them() {
        String items = "["
                + String.join(
                        ",", IntStream.range(0, 200).mapToObj(i -> "\"egg\"").toList()) + "]";
        Map<String, @Nullable Span> places = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            places.put("/" + i, new Span(i * 4, i * 4 + 3));
        }
        for (int i = 0; i < 1000; i++) {
            add(i * 600, i * 600 + 800, items, Map.of(), places);
        }

        long begun = System.nanoTime();
        Merged merged = merge(TEXTS);

        assertThat(merged.output().chars().filter(c -> c == ',').count()).isEqualTo(150 * 999 + 199);
        assertThat(System.nanoTime() - begun).isLessThan(60_000_000_000L);
    }

    private void see(String document, int from, int to, String output) {
        String text = new String(document.codePoints().toArray(), from, to - from);
        List<OutputValue> values = OutputValues.of(output.getBytes(UTF_8));
        add(from, to, output, Map.of(), SourceSpans.of(text, values));
    }

    private void see(String document, int from, int to, String output, Map<String, @Nullable Span> spans) {
        assertThat(to).isLessThanOrEqualTo(document.length());
        add(from, to, output, Map.of(), spans);
    }

    private void add(
            int from, int to, String output, Map<String, Double> confidence, Map<String, @Nullable Span> spans) {
        pieces.add(new Piece(new Window(from, to, ""), output, new Evidence(confidence, spans)));
    }

    private static Map<String, @Nullable Span> places(int... from) {
        Map<String, @Nullable Span> places = new HashMap<>();
        for (int i = 0; i < from.length; i++) {
            places.put("/" + i, new Span(from[i], from[i] + 3));
        }
        return places;
    }

    private Merged merge(String schema) {
        WindowMerge merge = new WindowMerge(values(schema));
        pieces.forEach(piece -> merge.add(piece.window(), piece.output(), piece.evidence()));
        return merge.finish();
    }

    private static Values values(String schema) {
        try {
            return SchemaCompiler.compile(new ObjectMapper().readTree(schema)).root();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String part(String document, Merged merged, String pointer) {
        Span span = requireNonNull(merged.evidence().spans().get(pointer), pointer);
        return new String(document.codePoints().toArray(), span.from(), span.to() - span.from());
    }

    private record Piece(Window window, String output, Evidence evidence) {}
}
