package dev.winnow.cli.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.winnow.cli.console.CommandException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the trainings of one command have each for itself.
 *
 * @param bases models, none for the only one
 * @param settings each as {@code rank=8,rate=0.0005}, none for those that all have
 * @param name that all have, or null
 */
record TrialSettings(
        List<String> bases, List<String> settings, @Nullable String name) {
    private static final ObjectMapper JSON = new ObjectMapper();

    TrialSettings {
        bases = List.copyOf(bases);
        settings = List.copyOf(settings);
    }

    /** Each base with each of the settings; one that is empty where nothing was said. */
    List<ObjectNode> all() {
        List<ObjectNode> all = new ArrayList<>();
        for (String base : bases.isEmpty() ? List.of("") : bases) {
            for (String own : settings.isEmpty() ? List.of("") : settings) {
                ObjectNode trial = JSON.createObjectNode();
                if (!base.isEmpty()) {
                    trial.put("base", base);
                }
                // One adapter of each base: each may have an alias.
                if (name != null && bases.size() > 1 && settings.isEmpty()) {
                    trial.put("name", name + "-" + base);
                }
                read(own, trial);
                all.add(trial);
            }
        }
        return all;
    }

    private static void read(String text, ObjectNode trial) {
        for (String setting : text.isEmpty() ? new String[0] : text.split(",", -1)) {
            int is = setting.indexOf('=');
            if (is < 1 || is == setting.length() - 1) {
                throw CommandException.usage(
                        "--trial %s cannot be read at '%s': write rank=8,rate=0.0005".formatted(text, setting));
            }
            trial.set(setting.substring(0, is), value(setting.substring(is + 1)));
        }
    }

    private static JsonNode value(String text) {
        try {
            JsonNode value = JSON.readTree(text);
            return value.isValueNode() ? value : TextNode.valueOf(text);
        } catch (JsonProcessingException e) {
            return TextNode.valueOf(text);
        }
    }
}
