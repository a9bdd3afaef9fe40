package dev.mooring.faults;

import dev.mooring.testbed.Folders;
import dev.mooring.testbed.Instance;
import dev.mooring.testbed.TcpProxy;
import dev.mooring.testbed.TestPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A place for an instance, with a proxy of its own to each of the others. The endpoint's name resolves to this slot's
 * loopback address, for this slot's instance only, so that all register the same address and yet each comes its own way.
 */
final class Slot implements AutoCloseable {

    /** The endpoint's name in all registered addresses. */
    static final String ENDPOINT = "endpoint.test";

    final int number;
    final TcpProxy redis;
    final TcpProxy postgres;
    final TcpProxy endpoint;
    private final Path hosts;
    private Instance instance;

    Slot(int number, int redisPort, int postgresPort, int endpointPort) {
        this.number = number;
        redis = TcpProxy.to(redisPort);
        postgres = TcpProxy.to(postgresPort);
        endpoint = TcpProxy.at(address(number), endpointPort, endpointPort);
        hosts = Folders.temporary("hosts").resolve("hosts");
        try {
            Files.writeString(hosts, address(number) + " " + ENDPOINT + "\n127.0.0.1 localhost "
                    + InetAddress.getLocalHost().getHostName() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The address that connections from this slot come from. */
    static String address(int number) {
        return "127.0.1." + number;
    }

    /** Starts an instance and returns at once. */
    Instance start(TestPostgres.Database database, List<String> arguments) {
        if (running()) {
            throw new IllegalStateException("Slot " + number + " has a running instance");
        }
        instance = Instance.start("faults-" + number, database.via(postgres.port()),
                "redis://127.0.0.1:" + redis.port(),
                List.of("-Djdk.net.hosts.file=" + hosts, "-Dvertx.disableDnsResolver=true"), arguments);
        return instance;
    }

    Instance instance() {
        return instance;
    }

    boolean running() {
        return instance != null && instance.running();
    }

    /** Cuts this instance off from everything. */
    void cut() {
        redis.cut();
        postgres.cut();
        endpoint.cut();
    }

    void restore() {
        redis.restore();
        postgres.restore();
        endpoint.restore();
    }

    @Override
    public void close() {
        if (instance != null) {
            instance.close();
        }
        redis.close();
        postgres.close();
        endpoint.close();
    }
}
