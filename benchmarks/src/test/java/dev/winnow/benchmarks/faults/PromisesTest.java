package dev.winnow.benchmarks.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.benchmarks.faults.PlannedJob.Item;
import dev.winnow.benchmarks.scripted.ScriptedModel;
import dev.winnow.common.result.ErrorCode;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class PromisesTest {
    private static final Item ITEM = new Item("i0", "a text", null);
    private static final Item POISON = new Item("i0", "@hang", ErrorCode.TIME_LIMIT);

    @Test
    void the_function_of_the_input_is_what_was_promised() throws IOException {
        assertThat(fault(ITEM, "{\"output\":" + ScriptedModel.answer("a text") + "}"))
                .isEmpty();
    }

    @Test
    void another_output_is_seen() throws IOException {
        assertThat(fault(ITEM, "{\"output\":" + ScriptedModel.answer("another") + "}"))
                .startsWith("ended with");
    }

    @Test
    void a_missing_result_is_seen() throws IOException {
        assertThat(Promises.fault(ITEM, null)).isEqualTo("has no result");
    }

    @Test
    void an_innocent_item_that_failed_is_seen() throws IOException {
        assertThat(fault(ITEM, "{\"error\":{\"code\":\"worker_lost\"}}")).contains("worker_lost");
    }

    @Test
    void poison_fails_with_its_own_reason() throws IOException {
        assertThat(fault(POISON, "{\"error\":{\"code\":\"time_limit\"}}")).isEmpty();
        assertThat(fault(POISON, "{\"error\":{\"code\":\"worker_lost\"}}")).startsWith("was poison");
    }

    private static String fault(Item item, String result) throws IOException {
        return Promises.fault(item, new ObjectMapper().readTree(result));
    }
}
