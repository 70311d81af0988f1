package dev.winnow.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.node.NullNode;
import dev.winnow.benchmarks.peers.document.TokenDocument;
import dev.winnow.benchmarks.peers.system.Choice;
import dev.winnow.benchmarks.peers.system.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final ScriptedSystem SYSTEM = new ScriptedSystem("llama.cpp", new ArrayList<>());

    private static Plan plan(int documents, int trialDocuments, Map<String, String> fixed) {
        return new Plan(
                "sample",
                IntStream.range(0, documents)
                        .mapToObj(i ->
                                new TokenDocument("" + i, List.of(1), List.of(2), NullNode.getInstance(), i % 3 > 0))
                        .toList(),
                trialDocuments,
                9,
                2,
                fixed);
    }

    @Test
    void what_nobody_fixes_is_searched() {
        assertThat(plan(3, 2, Map.of()).choices(SYSTEM)).isEqualTo(SYSTEM.choices());
    }

    @Test
    void a_fixed_setting_has_that_value_only_though_it_is_none_of_those_tried() {
        assertThat(plan(3, 2, Map.of("llama.cpp.slots", "12")).choices(SYSTEM))
                .extracting(Choice::name, Choice::values)
                .containsExactly(tuple("slots", List.of("12")), tuple("flash", List.of("off", "on")));
    }

    @Test
    void a_setting_that_is_fixed_for_another_system_is_searched() {
        assertThat(plan(3, 2, Map.of("hf.slots", "12")).choices(SYSTEM)).isEqualTo(SYSTEM.choices());
    }

    @Test
    void a_trial_is_free_and_has_the_first_documents() {
        Plan plan = plan(3, 2, Map.of());

        assertThat(plan.trial().kind()).isEqualTo(Kind.FREE);
        assertThat(plan.trial().documents()).extracting(TokenDocument::input).containsExactly("0", "1");
        assertThat(plan(1, 2, Map.of()).trial().documents()).hasSize(1);
    }

    @Test
    void only_outputs_of_whole_characters_are_forced_and_all_are_measured_otherwise() {
        Plan plan = plan(5, 2, Map.of());

        assertThat(plan.task(Kind.FORCED).documents())
                .extracting(TokenDocument::input)
                .containsExactly("1", "2", "4");
        assertThat(plan.task(Kind.FREE).documents()).hasSize(5);
        assertThat(plan.task(Kind.PREFILL).documents()).hasSize(5);
    }

    @Test
    void nothing_is_forced_where_no_output_can_be() {
        assertThat(plan(1, 1, Map.of()).kinds()).containsExactly(Kind.PREFILL, Kind.FREE);
        assertThat(plan(2, 1, Map.of()).kinds()).contains(Kind.FORCED);
    }
}
