package dev.winnow.coordinator.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.qpid.server.model.BrokerModel;

/** What Qpid Broker-J is told at its start. */
final class BrokerConfiguration {
    private BrokerConfiguration() {}

    static Map<String, String> context(Path work) {
        return Map.of(
                "qpid.work_dir",
                work.toString(),
                // RabbitMQ's queue arguments would close the connection otherwise.
                "queue.behaviourOnUnknownDeclareArgument",
                "IGNORE");
    }

    static String json(BrokerAddress address) throws JsonProcessingException {
        Map<String, Object> user =
                Map.of("name", address.username(), "type", "managed", "password", address.password());
        Map<String, Object> passwords = Map.of(
                "name",
                "passwords",
                "type",
                "Plain",
                // By default a password must travel by TLS, also over loopback.
                "secureOnlyMechanisms",
                List.of(),
                "users",
                List.of(user));
        Map<String, Object> port = Map.of(
                "name", "amqp",
                "port", address.port(),
                "bindingAddress", address.host(),
                "authenticationProvider", "passwords",
                "protocols", List.of("AMQP_0_9_1"),
                // Without the alias nobody finds the virtual host "/".
                "virtualhostaliases", List.of(Map.of("name", "default", "type", "defaultAlias")));
        Map<String, Object> virtualHost = Map.of(
                "name", "default",
                "type", "Memory",
                "defaultVirtualHostNode", true,
                "virtualHostInitialConfiguration", "{\"type\": \"Memory\"}");
        return new ObjectMapper()
                .writeValueAsString(Map.of(
                        "name", "embedded",
                        "modelVersion", BrokerModel.MODEL_VERSION,
                        "authenticationproviders", List.of(passwords),
                        "ports", List.of(port),
                        "virtualhostnodes", List.of(virtualHost)));
    }
}
