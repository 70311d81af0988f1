package dev.winnow.coordinator.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutgoingGuardTest {
    private final List<String> asked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hooks.example",
                "http://hooks.example/",
                "ftp://hooks.example/",
                "file:///etc/passwd",
                "gopher://hooks.example/",
                "javascript:alert(1)",
                "https:///path",
                "https:hooks.example",
                "https://user@hooks.example/",
                "https://user:secret@hooks.example/",
                "https://hooks.example/#part",
                "https://hooks.example:22/",
                "https://hooks.example:80/",
                "https://hooks.example:0/",
                "https://hooks.example:65536/",
                "https://[fe80::1%25eth0]/",
                "https://hooks.example/a b",
                "https://hooks.example/\r\nX-Injected: 1",
                "https://2130706433/",
                "https://0x7f000001/",
                "https://127.1/",
                "https://0177.0.0.1:8443x/"
            })
    void a_url_of_another_form_is_refused_before_anything_is_looked_up(String url) {
        assertThatExceptionOfType(RefusedDestinationException.class)
                .isThrownBy(() -> guard("8.8.8.8").judge(url, 0))
                .satisfies(refused -> assertThat(refused.remedy()).isNotBlank());
        assertThat(asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://hooks.example",
                "HTTPS://hooks.example/in?token=1",
                "https://hooks.example:443/",
                "https://hooks.example:8443/",
                "https://hooks.example/caf\u00e9"
            })
    void an_https_url_of_a_public_host_is_allowed(String url) throws Exception {
        Destination destination = guard("8.8.8.8").judge(url, 0);

        assertThat(destination.address()).isEqualTo(InetAddress.getByName("8.8.8.8"));
        assertThat(destination.path()).startsWith("/").matches("\\p{ASCII}+");
        assertThat(asked).containsExactly("hooks.example");
    }

    @Test
    void plain_http_is_for_the_operator_to_allow() throws Exception {
        OutgoingGuard guard = new OutgoingGuard(List.of(), true, host -> addresses("8.8.8.8"));

        assertThat(guard.judge("http://hooks.example/", 0).port()).isEqualTo(80);
        assertThat(guard.judge("https://hooks.example/", 0).port()).isEqualTo(443);
        assertThatThrownBy(() -> guard.judge("http://hooks.example:443/", 0))
                .isInstanceOf(RefusedDestinationException.class);
    }

    @Test
    void a_host_is_refused_if_any_of_its_addresses_is_and_the_address_is_not_told() {
        assertThatThrownBy(() -> guard("8.8.8.8", "10.0.0.7").judge("https://hooks.example/", 0))
                .isInstanceOf(RefusedDestinationException.class)
                .hasMessageContaining("hooks.example")
                .hasMessageNotContaining("10.0.0.7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://localhost:8443/",
                "https://[::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://169.254.169.254/latest/meta-data",
                "https://[64:ff9b::a9fe:a9fe]/",
                "https://0.0.0.0:8080/"
            })
    void addresses_in_the_url_are_judged_as_names_are(String url) {
        OutgoingGuard guard = new OutgoingGuard(List.of(), false, HostResolver.SYSTEM);

        assertThatThrownBy(() -> guard.judge(url, 0)).isInstanceOf(RefusedDestinationException.class);
    }

    @Test
    void the_name_is_looked_up_once_and_each_attempt_takes_the_next_address() throws Exception {
        OutgoingGuard guard = guard("8.8.8.8", "9.9.9.9");

        assertThat(guard.judge("https://hooks.example/", 1).address()).isEqualTo(InetAddress.getByName("9.9.9.9"));
        assertThat(guard.judge("https://hooks.example/", 2).address()).isEqualTo(InetAddress.getByName("8.8.8.8"));
        assertThat(asked).hasSize(2);
    }

    @Test
    void a_name_that_is_not_known_is_told_from_one_that_is_refused() {
        OutgoingGuard guard = new OutgoingGuard(List.of(), false, host -> {
            throw new UnknownHostException(host);
        });

        assertThatThrownBy(() -> guard.judge("https://hooks.example/", 0)).isInstanceOf(UnknownHostException.class);
    }

    private OutgoingGuard guard(String... addresses) {
        return new OutgoingGuard(List.of(), false, host -> {
            asked.add(host);
            return addresses(addresses);
        });
    }

    private static List<InetAddress> addresses(String... texts) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(InetAddress.getByName(text));
        }
        return addresses;
    }
}
