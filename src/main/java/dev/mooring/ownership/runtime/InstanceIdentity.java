package dev.mooring.ownership.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.mooring.ownership.lease.LeaseValue;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.core.env.Environment;

/** Who this process is: ids {@code host:pid:bootId}, none used twice, and the value of its lease. */
final class InstanceIdentity {

    static final ObjectMapper JSON = JsonMapper.builder().addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();

    private final String host = hostName().replaceAll("[^A-Za-z0-9._-]", "-");
    private final long pid = ProcessHandle.current().pid();
    private final Instant started = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Environment environment;
    private final String address;

    /** @param address where others reach the REST API; blank: this host's name and the port that was opened */
    InstanceIdentity(Environment environment, String address) {
        this.environment = environment;
        this.address = address;
    }

    String next() {
        byte[] bootId = new byte[6];
        ThreadLocalRandom.current().nextBytes(bootId);
        return host + ":" + pid + ":" + HexFormat.of().formatHex(bootId);
    }

    LeaseValue leaseValue(long beat, int owned) {
        String port = environment.getProperty("local.server.port", "");
        return new LeaseValue(beat, started, address.isBlank() ? "http://" + host + ":" + port : address, owned);
    }

    String lease(long beat, int owned) {
        try {
            return JSON.writeValueAsString(leaseValue(beat, owned));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hostName() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
