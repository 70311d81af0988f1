package dev.winnow.worker.broker;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.rabbitmq.client.ConnectionFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerAddressTest {
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    @Test
    void a_broker_whose_certificate_nobody_vouches_for_never_sees_the_password() throws Exception {
        try (SSLServerSocket impostor = impostor()) {
            Thread answers = new Thread(() -> shakeHands(impostor), "impostor");
            answers.start();
            ConnectionFactory factory = new BrokerAddress(
                            URI.create("amqps://user:secret@127.0.0.1:" + impostor.getLocalPort() + "/%2f"))
                    .connectionFactory(10);

            assertThatThrownBy(() -> factory.newConnection("test"))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certification path");
            answers.join();
        }
    }

    @SuppressWarnings("EmptyCatch") // that it goes wrong is what is tested, on the other side
    private static void shakeHands(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.startHandshake();
            socket.getInputStream().read();
        } catch (Exception ignored) {
        }
    }

    private SSLServerSocket impostor() throws Exception {
        Path store = folder.resolve("impostor.p12");
        int made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "impostor",
                        "-dname",
                        "CN=127.0.0.1",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start()
                .waitFor();
        if (made != 0) {
            throw new IllegalStateException("keytool ended with " + made);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress());
    }
}
