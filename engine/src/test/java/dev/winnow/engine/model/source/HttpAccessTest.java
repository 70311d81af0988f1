package dev.winnow.engine.model.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpAccessTest {
    @TempDir
    Path folder;

    @Test
    void token_reaches_its_own_origin_and_no_other() throws IOException {
        try (LocalServer hub = new LocalServer();
                LocalServer storage = new LocalServer()) {
            hub.on("/start", exchange -> LocalServer.redirect(exchange, "/next"));
            hub.on(
                    "/next",
                    exchange -> LocalServer.redirect(
                            exchange, storage.address("/file").toString()));
            storage.file("/file", new byte[] {1});

            get(hub.address("/start"), Optional.of(Credential.bearer(hub.address("/"), "secret")));

            assertThat(hub.asked()).hasSize(2).allSatisfy(asked -> assertThat(asked.authorization())
                    .contains("Bearer secret"));
            assertThat(storage.asked()).hasSize(1).allSatisfy(asked -> assertThat(asked.authorization())
                    .isEmpty());
        }
    }

    @Test
    void redirects_end_somewhere() throws IOException {
        try (LocalServer server = new LocalServer()) {
            server.on("/round", exchange -> LocalServer.redirect(exchange, "/round"));

            assertThatThrownBy(() -> get(server.address("/round"), Optional.empty()))
                    .isInstanceOf(DownloadFailedException.class)
                    .hasMessageContaining("redirects more than 10 times");
        }
    }

    @Test
    void redirects_to_files_are_refused() throws IOException {
        try (LocalServer server = new LocalServer()) {
            server.on("/out", exchange -> LocalServer.redirect(exchange, "file:///etc/passwd"));

            assertThatThrownBy(() -> get(server.address("/out"), Optional.empty()))
                    .hasMessageContaining("only https");
        }
    }

    @Test
    void https_never_steps_down_to_http() throws DownloadFailedException {
        URI secure = URI.create("https://a.example/x");
        URI plain = URI.create("http://a.example/x");

        assertThat(HttpAccess.requireAllowed(secure, plain)).isEqualTo(secure);
        assertThat(HttpAccess.requireAllowed(plain, plain)).isEqualTo(plain);
        assertThatThrownBy(() -> HttpAccess.requireAllowed(plain, secure)).hasMessageContaining("only https");
    }

    @Test
    void user_and_password_of_an_address_become_a_header_and_are_not_shown() {
        URI address = URI.create("https://user:pa%20ss@index.example/simple/");

        assertThat(Credential.of(address)).hasValueSatisfying(credential -> {
            assertThat(credential.header()).isEqualTo("Basic dXNlcjpwYSBzcw==");
            assertThat(credential.toString()).doesNotContain("dXNl");
            assertThat(credential.isFor(URI.create("https://INDEX.example:443/other")))
                    .isTrue();
            assertThat(credential.isFor(URI.create("http://index.example/simple/")))
                    .isFalse();
            assertThat(credential.isFor(URI.create("https://files.example/"))).isFalse();
        });
        assertThat(HttpAccess.shown(address)).isEqualTo("https://index.example/simple/");
    }

    @Test
    void certificate_file_that_is_none_is_named() throws IOException {
        Path file = Files.writeString(
                folder.resolve("roots.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() ->
                        TrustedRoots.context(new Environment(Map.of("SSL_CERT_FILE", file.toString()), folder, folder)))
                .hasMessageContaining("roots.pem");
    }

    private void get(URI address, Optional<Credential> credential) throws IOException {
        HttpResponse<InputStream> response = new HttpAccess(new Environment(Map.of(), folder, folder), Patience.USUAL)
                .get(address, Map.of(), credential);
        try (InputStream body = response.body()) {
            assertThat(body.readAllBytes()).isNotEmpty();
        }
    }
}
