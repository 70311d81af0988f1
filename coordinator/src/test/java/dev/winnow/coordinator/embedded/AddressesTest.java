package dev.winnow.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressesTest {
    @Test
    void amqp_address_is_read_with_escapes_and_defaults() throws StartException {
        assertThat(BrokerAddress.parse("amqp://me:p%40ss+word@broker:5673/work%2Fone"))
                .isEqualTo(new BrokerAddress("broker", 5673, "me", "p@ss+word", "work/one", false));
        assertThat(BrokerAddress.parse("amqp://broker"))
                .isEqualTo(new BrokerAddress("broker", 5672, "guest", "guest", "/", false));
        assertThat(BrokerAddress.parse("amqp://broker/%2f").virtualHost()).isEqualTo("/");
    }

    @Test
    void amqp_address_survives_being_written_as_uri_and_as_json() throws Exception {
        BrokerAddress address = new BrokerAddress("127.0.0.1", 5672, "a b", "p:@/+%", "/", false);

        assertThat(BrokerAddress.parse(address.toUri())).isEqualTo(address);
        assertThat(BrokerAddress.fromJson(address.toJson())).isEqualTo(address);
        assertThat(address.toString()).doesNotContain("p:@");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://u:secret@h/v", "amqp:u:secret", "amqp://u:secret@h:99999/v", "amqp://u:sec ret@h", ""})
    void amqp_address_that_cannot_be_used_is_refused_without_showing_the_password(String uri) {
        assertThatThrownBy(() -> BrokerAddress.parse(uri))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("WINNOW_AMQP_URI must look like amqp://")
                .hasMessageNotContainingAny("secret", "sec ret");
    }

    @Test
    void amqp_over_tls_stays_so_and_has_a_port_of_its_own() throws StartException {
        BrokerAddress address = BrokerAddress.parse("amqps://broker/x");

        assertThat(address).isEqualTo(new BrokerAddress("broker", 5671, "guest", "guest", "x", true));
        assertThat(address.toUri()).isEqualTo("amqps://guest:guest@broker:5671/x");
    }

    @Test
    void database_address_is_read_in_both_forms() throws StartException {
        assertThat(DatabaseAddress.properties("jdbc:postgresql://h/db?ssl=true"))
                .containsExactly(Map.entry("winnow.database.url", "jdbc:postgresql://h/db?ssl=true"));
        assertThat(DatabaseAddress.properties("postgres://me:p%40ss@h:5433/db?ssl=true"))
                .containsOnly(
                        Map.entry("winnow.database.url", "jdbc:postgresql://h:5433/db?ssl=true"),
                        Map.entry("winnow.database.username", "me"),
                        Map.entry("winnow.database.password", "p@ss"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://u:secret@h/db", "jdbc:mysql://h", "postgresql:db", "postgresql://u:sec ret@h/db"})
    void database_address_that_cannot_be_used_is_refused_without_showing_the_password(String url) {
        assertThatThrownBy(() -> DatabaseAddress.properties(url))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("WINNOW_DATABASE_URL must look like")
                .hasMessageNotContainingAny("secret", "sec ret");
    }

    @Test
    void settings_come_from_properties_first_then_from_the_environment() throws StartException {
        EmbeddedSettings settings = EmbeddedSettings.read(
                Map.of("winnow.data.dir", "of-property")::get,
                Map.of("WINNOW_DATA_DIR", "of-environment", "WINNOW_AMQP_URI", "amqp://h", "WINNOW_DATABASE_URL", " ")
                        ::get);

        assertThat(settings.dataFolder()).isEqualTo(Path.of("of-property"));
        assertThat(settings.amqpUri()).contains("amqp://h");
        assertThat(settings.databaseUrl()).isEmpty();
        assertThat(settings.postgresPort()).isZero();
    }

    @Test
    void data_folder_is_where_the_desktop_keeps_data() throws StartException {
        assertThat(EmbeddedSettings.read(name -> null, Map.of("XDG_DATA_HOME", "shared")::get)
                        .dataFolder())
                .isEqualTo(Path.of("shared", "winnow"));
    }

    @Test
    void port_that_is_none_is_refused_by_name() {
        assertThatThrownBy(() -> EmbeddedSettings.read(name -> null, Map.of("WINNOW_AMQP_PORT", "amqp")::get))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("WINNOW_AMQP_PORT")
                .hasMessageContaining("'amqp'");
    }
}
