package dev.winnow.cli.schedule;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.winnow.cli.console.CommandException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is to become of what a schedule has trained. */
final class GateOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--promote",
            paramLabel = "ALIAS",
            description =
                    "Judge what comes out against what that alias stands for, and let it stand for one that passes.")
    @Nullable
    String promote;

    @Option(
            names = "--rules",
            paramLabel = "JSON",
            description = "As in {\"least_gain\": 0.01, \"field_losses\": {\"price\": 0}, \"then\": \"ask\"}.")
    @Nullable
    String rules;

    @Option(
            names = "--judge-rows",
            paramLabel = "N",
            description = "On how many held-out rows at most (default: as after a training).")
    @Nullable
    Integer rows;

    @Option(
            names = "--judge-first",
            description =
                    "Hold it against the model alone while the alias stands for nothing, instead of promoting it.")
    boolean judgeFirst;

    /** The request's gate, if one is wanted. */
    Optional<ObjectNode> request() {
        if (promote == null) {
            if (rules != null || rows != null || judgeFirst) {
                throw CommandException.usage("--promote ALIAS says who is to stand for what passes");
            }
            return Optional.empty();
        }
        ObjectNode gate = JSON.createObjectNode().put("promote", promote);
        if (rules != null) {
            try {
                gate.set("rules", JSON.readTree(rules));
            } catch (JsonProcessingException e) {
                throw CommandException.usage("--rules is no JSON: " + e.getOriginalMessage());
            }
        }
        if (rows != null) {
            gate.put("rows", rows);
        }
        if (judgeFirst) {
            gate.put("first", "judge");
        }
        return Optional.of(gate);
    }
}
