package dev.winnow.coordinator.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.MessageProperties;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {
    @TempDir
    Path folder;

    private DataFolder data;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws StartException {
        data = DataFolder.open(folder);
        broker = EmbeddedBroker.start(data, 0);
    }

    @AfterEach
    void stop() throws Exception {
        broker.close();
        data.close();
    }

    @Test
    void quorum_queue_is_declared_and_a_confirmed_message_is_delivered() throws Exception {
        try (Connection connection = connect(broker.address());
                Channel channel = connection.createChannel()) {
            declareQuorum(channel);
            publish(channel, "first");

            GetResponse delivery = channel.basicGet("work", false);

            assertThat(new String(delivery.getBody(), UTF_8)).isEqualTo("first");
            channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
            assertThat(channel.basicGet("work", false)).isNull();
        }
    }

    @Test
    void a_message_to_no_queue_is_confirmed_so_that_one_can_ask_whether_messages_are_taken() throws Exception {
        try (Connection connection = connect(broker.address());
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int i = 0; i < 2; i++) {
                channel.basicPublish("", "winnow.nowhere", MessageProperties.MINIMAL_BASIC, new byte[0]);

                assertThat(channel.waitForConfirms(5_000)).isTrue();
            }
        }
    }

    @Test
    void delivery_that_was_not_acked_comes_again_when_its_connection_closes() throws Exception {
        try (Connection publisher = connect(broker.address());
                Channel channel = publisher.createChannel()) {
            declareQuorum(channel);
            publish(channel, "held");
            BlockingQueue<Delivery> second = new LinkedBlockingQueue<>();
            try (Connection dying = connect(broker.address())) {
                assertThat(dying.createChannel().basicGet("work", false)).isNotNull();
                channel.basicConsume("work", true, (tag, delivery) -> second.add(delivery), tag -> {});
                assertThat(second).isEmpty();
            }

            Delivery again = second.poll(10, TimeUnit.SECONDS);

            assertThat(again).isNotNull();
            assertThat(new String(again.getBody(), UTF_8)).isEqualTo("held");
            assertThat(again.getEnvelope().isRedeliver()).isTrue();
        }
    }

    @Test
    void address_is_written_for_workers_and_readable_by_its_owner_only() throws Exception {
        Path file = folder.resolve(EmbeddedBroker.ADDRESS_FILE);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(BrokerAddress.fromJson(Files.readString(file))).isEqualTo(broker.address());
        assertThat(Files.readString(file)).contains("\"virtual_host\" : \"/\"", "\"host\" : \"127.0.0.1\"");
        assertThat(broker.address().password()).hasSize(48);
    }

    @Test
    void no_other_file_keeps_the_password() throws Exception {
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith(EmbeddedBroker.ADDRESS_FILE)) {
                    assertThat(Files.readString(file))
                            .doesNotContain(broker.address().password());
                }
            }
        }
    }

    @Test
    void restart_keeps_port_and_password_and_forgets_messages() throws Exception {
        BrokerAddress before = broker.address();
        try (Connection connection = connect(before);
                Channel channel = connection.createChannel()) {
            declareQuorum(channel);
            publish(channel, "lost");
        }

        broker.close();
        broker = EmbeddedBroker.start(data, 0);

        assertThat(broker.address()).isEqualTo(before);
        try (Connection connection = connect(broker.address());
                Channel channel = connection.createChannel()) {
            declareQuorum(channel);
            assertThat(channel.messageCount("work")).isZero();
        }
    }

    @Test
    void port_that_was_taken_meanwhile_is_replaced() throws Exception {
        BrokerAddress before = broker.address();
        broker.close();
        try (ServerSocket stranger = new ServerSocket(before.port(), 1, InetAddress.getLoopbackAddress())) {
            broker = EmbeddedBroker.start(data, 0);

            assertThat(broker.address().port()).isNotEqualTo(stranger.getLocalPort());
            assertThat(broker.address().password()).isEqualTo(before.password());
        }
    }

    @Test
    void configured_port_that_is_taken_is_named_with_the_remedy() throws Exception {
        try (ServerSocket stranger = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedBroker.start(data, stranger.getLocalPort()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Port " + stranger.getLocalPort())
                    .hasMessageContaining("WINNOW_AMQP_PORT");
        }
    }

    @Test
    void wrong_password_is_refused() {
        BrokerAddress right = broker.address();
        for (String password : new String[] {"guest", "", right.password() + "0"}) {
            BrokerAddress wrong = new BrokerAddress(
                    right.host(), right.port(), right.username(), password, right.virtualHost(), false);

            assertThatThrownBy(() -> connect(wrong)).isInstanceOf(PossibleAuthenticationFailureException.class);
        }
    }

    private static void declareQuorum(Channel channel) throws Exception {
        channel.queueDeclare("work", true, false, false, Map.of("x-queue-type", "quorum"));
    }

    private static void publish(Channel channel, String text) throws Exception {
        channel.confirmSelect();
        channel.basicPublish("", "work", MessageProperties.PERSISTENT_BASIC, text.getBytes(UTF_8));
        channel.waitForConfirmsOrDie(10_000);
    }

    private static Connection connect(BrokerAddress address) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(address.host());
        factory.setPort(address.port());
        factory.setUsername(address.username());
        factory.setPassword(address.password());
        factory.setVirtualHost(address.virtualHost());
        factory.setAutomaticRecoveryEnabled(false);
        return factory.newConnection();
    }
}
