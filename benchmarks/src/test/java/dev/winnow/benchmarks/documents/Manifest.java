package dev.winnow.benchmarks.documents;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** An object that is deployed, as it stands in YAML. */
record Manifest(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<Manifest> in(Path file) {
        Iterable<Object> documents = new Yaml(new SafeConstructor(new LoaderOptions())).loadAll(Project.read(file));
        return StreamSupport.stream(documents.spliterator(), false)
                .map(document -> new Manifest(JSON.valueToTree(document)))
                .toList();
    }

    String kind() {
        return json.path("kind").asText();
    }

    String name() {
        return json.at("/metadata/name").asText();
    }

    /** The name of its kind's schema, as kubeconform makes it. */
    String schema() {
        String[] version = json.path("apiVersion").asText().split("/", -1);
        String group = version.length == 2 ? version[0].split("\\.", -1)[0] + "-" : "";
        return (kind() + "-" + group + version[version.length - 1]).toLowerCase(Locale.ROOT);
    }

    /** What its pods are made by; of what has none, nothing. */
    JsonNode pod() {
        return json.at("/spec/template/spec");
    }

    Stream<JsonNode> containers() {
        return StreamSupport.stream(pod().path("containers").spliterator(), false);
    }

    JsonNode container() {
        return containers().findFirst().orElseThrow();
    }

    /** The variables of its container, those that come from elsewhere with what they come from. */
    Map<String, JsonNode> variables() {
        return StreamSupport.stream(container().path("env").spliterator(), false)
                .collect(Collectors.toMap(variable -> variable.path("name").asText(), variable -> Optional.ofNullable(
                                variable.get("value"))
                        .orElseGet(() -> variable.path("valueFrom"))));
    }

    String variable(String name) {
        return requireNonNull(variables().get(name), () -> this + " has no variable " + name)
                .asText();
    }

    @Override
    public String toString() {
        return kind() + " " + name();
    }
}
