package dev.mooring.embedded;

import dev.mooring.simulator.SimulatorProcess;
import java.sql.DriverManager;
import java.util.List;
import org.springframework.core.env.StandardEnvironment;

/** A process that uses the embedded servers of the folder it is given until its standard input ends. */
final class EmbeddedUser {

    private EmbeddedUser() {
    }

    public static void main(String[] args) throws Exception {
        EmbeddedServers servers = EmbeddedServers.join(DataFolder.open(args[0]), each -> List.of(SimulatorProcess.of(each, new StandardEnvironment())),
                line -> System.out.println("PROGRESS " + line));
        Runtime.getRuntime().addShutdownHook(new Thread(servers::leave));
        int rows;
        try (var connection = DriverManager.getConnection(servers.datasourceUrl(), servers.datasourceUser(),
                servers.datasourcePassword()); var statement = connection.createStatement()) {
            statement.execute("create table if not exists starts (id bigint generated always as identity)");
            statement.execute("insert into starts default values");
            try (var result = statement.executeQuery("select count(*) from starts")) {
                result.next();
                rows = result.getInt(1);
            }
        }
        int port = Integer.parseInt(servers.redisUrl().replaceAll(".*:", ""));
        String starts = RedisProbe.ask(port, "INCR starts").orElseThrow().get(0);
        System.out.println("READY " + rows + " " + starts);
        while (System.in.read() >= 0) {
            continue;
        }
        System.exit(0);
    }
}
