package dev.winnow.cli.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.winnow.cli.installation.Installation;
import dev.winnow.cli.installation.Surroundings;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Optional;

/** Where the workers find the broker. */
final class AmqpAddress {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AmqpAddress() {}

    /** The user's own broker, else the one that the coordinator says is embedded in it; empty if it says none. */
    static Optional<String> find(Surroundings surroundings, Installation installation) throws IOException {
        Optional<String> own = surroundings.variable("WINNOW_AMQP_URI");
        if (own.isPresent() || !Files.exists(installation.amqpFile())) {
            return own;
        }
        JsonNode broker = JSON.readTree(Files.readString(installation.amqpFile()));
        return Optional.of("amqp://%s:%s@%s:%d/%s"
                .formatted(
                        escape(broker.path("username").asText()),
                        escape(broker.path("password").asText()),
                        broker.path("host").asText("127.0.0.1"),
                        broker.path("port").asInt(),
                        escape(broker.path("virtual_host").asText("/"))));
    }

    private static String escape(String part) {
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
