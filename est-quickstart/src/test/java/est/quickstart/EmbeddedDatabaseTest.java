package est.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EmbeddedDatabaseTest {
    private static final Path DIRECTORY = Path.of("target", "embedded-database-test");
    private static EmbeddedDatabase database;

    @BeforeAll
    static void start() throws IOException {
        Directories.delete(DIRECTORY);
        database = EmbeddedDatabase.start(DIRECTORY);
    }

    @AfterAll
    static void stop() {
        database.close();
    }

    @Test
    void commits_are_on_disk_before_they_are_acknowledged() throws SQLException {
        assertThat(asOwner("show fsync")).isEqualTo("on");
        assertThat(asOwner("show synchronous_commit")).isEqualTo("on");
        assertThat(asOwner("show full_page_writes")).isEqualTo("on");
    }

    @Test
    void nobody_gets_in_without_the_password() {
        assertThatThrownBy(() -> ask("est_app", "wrong", "select 1")).hasMessageContaining("password");
        assertThatThrownBy(() -> ask("postgres", "", "select 1")).hasMessageContaining("password");
    }

    @Test
    void it_listens_on_loopback_only() throws Exception {
        String superuser = DatabaseAccess.of(DIRECTORY).superuser();
        assertThat(ask("postgres", superuser, "show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(ask("postgres", superuser, "show unix_socket_directories")).isEmpty();
        assertThat(database.url()).isEqualTo("postgresql://127.0.0.1:" + database.port() + "/est");
    }

    @Test
    void the_application_role_defines_nothing() {
        assertThatThrownBy(() -> asApplication("create table t (i int)")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> asApplication("create schema s")).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> asApplication("create temporary table t (i int)"))
                .hasMessageContaining("permission denied");
    }

    @Test
    void the_passwords_are_readable_by_the_owner_alone() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(DIRECTORY.resolve("access.properties"))))
                .isEqualTo("rw-------");
        assertThat(DIRECTORY.resolve("superuser")).doesNotExist();
    }

    @Test
    void a_second_server_on_the_same_data_is_refused_in_one_line() {
        assertThatThrownBy(() -> EmbeddedDatabase.start(DIRECTORY))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("in use by another running server");
    }

    @Test
    void a_command_joins_the_running_database_and_leaves_it_running() throws SQLException {
        try (EmbeddedDatabase joined = EmbeddedDatabase.joinOrStart(DIRECTORY)) {
            assertThat(joined.url()).isEqualTo(database.url());
            assertThat(joined.applicationPassword()).isEqualTo(database.applicationPassword());
        }
        assertThat(asApplication("select 1")).isEqualTo("1");
    }

    @Test
    void a_restart_keeps_data_and_port() throws SQLException {
        int port = database.port();
        run("create table kept (i int)");
        run("insert into kept values (42)");
        database.close();
        database = EmbeddedDatabase.start(DIRECTORY);
        assertThat(database.port()).isEqualTo(port);
        assertThat(asOwner("select i from kept")).isEqualTo("42");
    }

    @Test
    void a_server_orphaned_by_kill_9_is_stopped_and_its_data_kept() throws Exception {
        run("create table orphaned as select 7 as i");
        database.close();
        Process holder = hold();
        long orphan = postmaster();
        holder.destroyForcibly().waitFor();
        assertThat(ProcessHandle.of(orphan).orElseThrow().info().command()).isPresent();

        database = EmbeddedDatabase.start(DIRECTORY);

        // where nobody reaps it, its number stays, but no program runs under it
        assertThat(ProcessHandle.of(orphan).flatMap(process -> process.info().command()))
                .isEmpty();
        assertThat(asOwner("select i from orphaned")).isEqualTo("7");
    }

    @Test
    void it_stops_after_the_last_session() throws Exception {
        Thread stop = new Thread(() -> database.closeAfterLastSession(Duration.ofSeconds(30)));
        try (Connection session = DriverManager.getConnection(
                "jdbc:" + database.url(), database.applicationName(), database.applicationPassword())) {
            stop.start();
            stop.join(1000);
            assertThat(stop.isAlive()).isTrue();
            // a server that drains may still need another connection
            assertThat(asApplication("select 1")).isEqualTo("1");
            assertThat(session.isValid(1)).isTrue();
        }
        stop.join(10_000);
        assertThat(stop.isAlive()).isFalse();
        assertThatThrownBy(() -> asApplication("select 1")).hasMessageContaining("refused");
        database = EmbeddedDatabase.start(DIRECTORY);
    }

    @Test
    void a_session_that_never_ends_is_ended_when_patience_is_over() throws Exception {
        try (Connection session = DriverManager.getConnection(
                "jdbc:" + database.url(), database.applicationName(), database.applicationPassword())) {
            database.closeAfterLastSession(Duration.ofMillis(200));
            assertThat(session.isValid(1)).isFalse();
        }
        database = EmbeddedDatabase.start(DIRECTORY);
    }

    @Test
    void a_process_told_to_end_takes_its_database_along() throws Exception {
        database.close();
        Process holder = hold();
        assertThat(DIRECTORY.resolve("cluster").resolve("postmaster.pid")).exists();
        holder.destroy();
        assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(DIRECTORY.resolve("cluster").resolve("postmaster.pid")).doesNotExist();
        database = EmbeddedDatabase.start(DIRECTORY);
    }

    @Test
    void a_test_run_begins_with_an_empty_database() throws SQLException {
        Path directory = Path.of("target", "embedded-database-for-tests");
        for (int run = 0; run < 2; run++) {
            try (EmbeddedDatabase empty = EmbeddedDatabase.startForTests(directory);
                    Connection connection = DriverManager.getConnection(
                            "jdbc:" + empty.url(), empty.ownerName(), empty.ownerPassword());
                    Statement statement = connection.createStatement()) {
                assertThat(statement.execute("create table left_behind (i int)"))
                        .isFalse();
            }
        }
    }

    @Test
    void a_process_that_only_inherited_the_number_is_left_alone() throws IOException {
        database.close();
        Path file = DIRECTORY.resolve("cluster").resolve("postmaster.pid");
        Files.write(file, List.of(Long.toString(ProcessHandle.current().pid()), "elsewhere"));
        database = EmbeddedDatabase.start(DIRECTORY);
        assertThat(database.port()).isPositive();
    }

    @Test
    void a_directory_of_another_user_is_named_in_one_line() throws IOException {
        Path foreign = foreignDirectory();
        assertThatThrownBy(() -> EmbeddedDatabase.start(foreign))
                .isInstanceOf(CannotStart.class)
                .hasMessageContaining("belongs to user")
                .hasMessageContaining("EST_DATA");
    }

    private static Path foreignDirectory() throws IOException {
        if (OwnDirectory.userId() != 0) {
            return Path.of("/usr");
        }
        Path foreign = Files.createDirectories(Path.of("target", "foreign"));
        Files.setAttribute(foreign, "unix:uid", 65534);
        return foreign;
    }

    private static Process hold() throws IOException {
        Process holder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        DatabaseHolder.class.getName(),
                        DIRECTORY.toString())
                .redirectErrorStream(true)
                .start();
        assertThat(holder.inputReader().readLine()).startsWith("started");
        return holder;
    }

    private static long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(DIRECTORY.resolve("cluster").resolve("postmaster.pid"))
                .get(0)
                .strip());
    }

    private static String asOwner(String question) throws SQLException {
        return ask(database.ownerName(), database.ownerPassword(), question);
    }

    private static String asApplication(String question) throws SQLException {
        return ask(database.applicationName(), database.applicationPassword(), question);
    }

    private static String ask(String user, String password, String question) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:" + database.url(), user, password);
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(question)) {
            answer.next();
            return answer.getString(1);
        }
    }

    private static void run(String command) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:" + database.url(), database.ownerName(), database.ownerPassword());
                Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
