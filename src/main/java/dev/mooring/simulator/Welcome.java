package dev.mooring.simulator;

import dev.mooring.embedded.DataFolder;
import org.springframework.core.env.Environment;

/** What a newcomer reads when the program is up on embedded servers: where things are, and what to try next. */
final class Welcome {

    private final Environment environment;
    private final DataFolder folder;

    Welcome(Environment environment, DataFolder folder) {
        this.environment = environment;
        this.folder = folder;
    }

    String text() {
        String port = environment.getProperty("local.server.port", environment.getProperty("server.port", "5001"));
        String redisPort = folder.read("redis.port").orElse("?");
        String api = "http://127.0.0.1:" + port;
        boolean simulator = environment.getProperty("mooring.simulator.enabled", Boolean.class, false);
        return """
                Mooring is up, on embedded servers (data in %1$s)
                  API              %2$s
                  Hawtio           %2$s/actuator/hawtio
                  Login            user admin; password: %3$s
                  Redis            redis-cli -p %4$s   (for instance: keys 'mcp:*')
                  Simulated device %5$s
                Try next:
                  TOKEN=$(curl -s %2$s/api/auth/login -H 'Content-Type: application/json' \\
                    -d '{"username":"admin","password":"..."}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')
                  curl -s %2$s/api/mcp-servers -H "Authorization: Bearer $TOKEN"
                  start the same command in a second terminal, then stop this one and watch the connection move\
                """.formatted(folder.root(), api, password(), redisPort, simulator
                        ? "its log is " + folder.file("simulator.log") : "off (mooring.simulator.enabled=false)");
    }

    private String password() {
        String given = environment.getProperty("MOORING_ADMIN_PASSWORD");
        return given == null || given.isBlank() ? "told in the log of the first start on this data folder"
                : "the one in MOORING_ADMIN_PASSWORD at the first start on this data folder";
    }
}
