package dev.winnow.benchmarks.peers.measure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.winnow.benchmarks.peers.system.Choice;
import dev.winnow.benchmarks.peers.system.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsSearchTest {
    private static final Choice SLOTS = new Choice("slots", Form.COUNT, List.of("8", "1", "16"));
    private static final Choice FLASH = new Choice("flash", Form.SWITCH, List.of("off", "on"));

    private final List<Map<String, String>> tried = new ArrayList<>();

    private Map<String, String> best(List<Choice> choices, Map<Map<String, String>, Double> speeds) throws Exception {
        return new SettingsSearch(choices, setting -> {
                    tried.add(setting);
                    return speeds.getOrDefault(setting, 0.0);
                })
                .best();
    }

    private static Map<String, String> setting(int slots, String flash) {
        return Map.of("slots", String.valueOf(slots), "flash", flash);
    }

    @Test
    void the_best_of_choices_that_depend_on_each_other_is_found() throws Exception {
        // More slots pay only with flash, which comes later: the second round finds them.
        Map<Map<String, String>, Double> speeds = Map.of(
                setting(8, "off"), 2.0,
                setting(16, "off"), 1.0,
                setting(8, "on"), 3.0,
                setting(16, "on"), 4.0);

        assertThat(best(List.of(SLOTS, FLASH), speeds)).isEqualTo(setting(16, "on"));
    }

    @Test
    void nothing_is_tried_twice() throws Exception {
        best(List.of(SLOTS, FLASH), Map.of(setting(8, "off"), 1.0, setting(16, "off"), 2.0, setting(16, "on"), 3.0));

        assertThat(tried).doesNotHaveDuplicates().contains(setting(8, "off"), setting(1, "off"), setting(16, "on"));
    }

    @Test
    void a_setting_that_cannot_run_is_never_the_best() throws Exception {
        assertThat(best(List.of(SLOTS, FLASH), Map.of(setting(1, "off"), 0.1))).isEqualTo(setting(1, "off"));
    }

    @Test
    void what_is_as_fast_as_another_stays_as_it_was() throws Exception {
        assertThat(best(List.of(FLASH), Map.of(Map.of("flash", "off"), 1.0, Map.of("flash", "on"), 1.0)))
                .isEqualTo(Map.of("flash", "off"));
    }

    @Test
    void the_only_setting_is_not_tried() throws Exception {
        assertThat(best(List.of(SLOTS.fixed("4"), FLASH.fixed("on")), Map.of())).isEqualTo(setting(4, "on"));
        assertThat(tried).isEmpty();
    }
}
