package dev.winnow.coordinator.extraction;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TwinsTest {
    @Test
    void the_same_text_is_found_however_many_stand_between() {
        Twins twins = new Twins();
        for (int i = 0; i < 5_000; i++) {
            assertThat(twins.firstOf(new ItemText(null, "document " + i), i)).isEmpty();
        }

        for (int i = 0; i < 5_000; i++) {
            assertThat(twins.firstOf(new ItemText(null, "document " + i), 5_000 + i))
                    .hasValue(i);
        }
    }

    @Test
    void another_instruction_makes_another_item() {
        Twins twins = new Twins();
        assertThat(twins.firstOf(new ItemText(null, "a"), 0)).isEmpty();
        assertThat(twins.firstOf(new ItemText("", "a"), 1)).isEmpty();
        assertThat(twins.firstOf(new ItemText("in French", "a"), 2)).isEmpty();
        assertThat(twins.firstOf(new ItemText("in ", "Frencha"), 3)).isEmpty();
        assertThat(twins.firstOf(new ItemText("x\u0001", "y"), 4)).isEmpty();
        assertThat(twins.firstOf(new ItemText("x", "\u0001y"), 5)).isEmpty();
        assertThat(twins.firstOf(new ItemText("in French", "a"), 6)).hasValue(2);
    }

    @Test
    void beyond_its_window_it_forgets_and_goes_on() {
        Twins twins = new Twins(10);
        for (int i = 0; i < 10; i++) {
            assertThat(twins.firstOf(new ItemText(null, "document " + i), i)).isEmpty();
        }

        assertThat(twins.firstOf(new ItemText(null, "document 0"), 10)).isEmpty();
        assertThat(twins.firstOf(new ItemText(null, "document 0"), 11)).hasValue(10);
    }
}
