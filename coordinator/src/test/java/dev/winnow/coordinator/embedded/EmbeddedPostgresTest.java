package dev.winnow.coordinator.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The library's defaults are the opposite of all that is held here. */
@Tag("postgresql")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EmbeddedPostgresTest {
    private Path folder;
    private DataFolder data;
    private EmbeddedPostgres postgres;

    @BeforeAll
    void start(@TempDir Path folder) throws StartException {
        this.folder = folder;
        data = DataFolder.open(folder);
        postgres = EmbeddedPostgres.start(data, 0);
    }

    @AfterAll
    void stop() throws IOException {
        postgres.close();
        data.close();
    }

    @Test
    void what_is_acknowledged_is_on_disk() throws SQLException {
        assertThat(show("fsync")).isEqualTo("on");
        assertThat(show("synchronous_commit")).isEqualTo("on");
        assertThat(show("full_page_writes")).isEqualTo("on");
    }

    @Test
    void every_way_in_demands_a_scram_password() throws SQLException {
        List<String> methods = rows("select distinct auth_method from pg_hba_file_rules");

        assertThat(methods).containsExactly("scram-sha-256");
        assertThat(rows("select distinct left(rolpassword, 13) from pg_authid where rolcanlogin"))
                .containsExactly("SCRAM-SHA-256");
    }

    @Test
    void only_this_machine_can_connect() throws SQLException, IOException {
        assertThat(show("listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(show("unix_socket_directories")).isEmpty();
        int port = Integer.parseInt(show("port"));
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(network.getInetAddresses())) {
                if (address instanceof Inet4Address && !address.isLoopbackAddress()) {
                    assertThatThrownBy(() -> open(address, port)).isInstanceOf(IOException.class);
                }
            }
        }
    }

    @Test
    void wrong_and_missing_passwords_are_refused() {
        for (String password : List.of("", "winnow", "postgres")) {
            for (String user : List.of(postgres.username(), PostgresProcess.SUPERUSER)) {
                assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl(), user, password))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password");
            }
        }
    }

    @Test
    void application_owns_its_database_and_nothing_else() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create table of_its_own (id int)");

            assertThatThrownBy(() -> statement.execute("copy of_its_own from program 'id'"))
                    .hasMessageContaining("denied");
            statement.execute("drop table of_its_own");
        }
        assertThat(rows("select rolsuper::text from pg_roles where rolname = '" + postgres.username() + "'"))
                .containsExactly("false");
    }

    @Test
    void passwords_are_readable_by_their_owner_only() throws IOException {
        for (String file : List.of("postgres.password", "postgres-superuser.password")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void second_coordinator_on_the_same_folder_is_refused() {
        assertThatThrownBy(() -> DataFolder.open(folder))
                .isInstanceOf(StartException.class)
                .hasMessageContaining("in use by another coordinator")
                .hasMessageContaining("--data or WINNOW_DATA.");
    }

    @Test
    void taken_port_is_named_with_the_remedy(@TempDir Path another) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DataFolder folderOfAnother = DataFolder.open(another)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folderOfAnother, taken.getLocalPort()))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Address already in use")
                    .hasMessageContaining("WINNOW_POSTGRES_PORT");
        }
    }

    @Test
    void data_of_another_major_version_is_left_alone(@TempDir Path another) throws Exception {
        Files.createDirectory(another.resolve("postgres"));
        Files.writeString(another.resolve("postgres").resolve("PG_VERSION"), "15\n");
        try (DataFolder folderOfAnother = DataFolder.open(another)) {
            assertThatThrownBy(() -> EmbeddedPostgres.start(folderOfAnother, 0))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("version 15")
                    .hasMessageContaining("version 18");
        }
    }

    @Test
    void programs_are_of_the_version_that_the_data_folder_gets() throws IOException {
        assertThat(Files.readString(folder.resolve("postgres").resolve("PG_VERSION"))
                        .strip())
                .isEqualTo(PostgresBinaries.MAJOR_VERSION);
    }

    private static void open(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 1_000);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    private String show(String setting) throws SQLException {
        return rows("show " + setting).get(0);
    }

    private List<String> rows(String query) throws SQLException {
        try (Connection connection = postgres.connectAsSuperuser();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }
}
