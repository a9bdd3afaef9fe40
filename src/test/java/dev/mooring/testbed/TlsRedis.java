package dev.mooring.testbed;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;

/** A Redis with a TLS port, its certificate signed by the authority of {@link Certificates}. */
public final class TlsRedis implements RedisSetup {

    private final Certificates certificates = new Certificates();
    private final int port = FreePort.find();
    private TestRedis redis;

    private TlsRedis() {
    }

    /** Has a certificate made and starts it. */
    public static TlsRedis start() {
        TlsRedis tls = new TlsRedis();
        Certificates.Issued shown = tls.certificates.issue("redis", "dns:localhost,ip:127.0.0.1", "-1H");
        tls.redis = TestRedis.start("--tls-port", Integer.toString(tls.port), "--tls-auth-clients", "no",
                "--tls-cert-file", shown.certificate(), "--tls-key-file", shown.key(),
                "--tls-ca-cert-file", tls.certificates.authority());
        return tls;
    }

    /** The address of the TLS port. */
    public String url() {
        return "rediss://localhost:" + port;
    }

    @Override
    public List<String> properties() {
        return List.of("spring.data.redis.url=" + url(), "spring.data.redis.ssl.bundle=redis",
                "spring.ssl.bundle.pem.redis.truststore.certificate=file:" + certificates.authority());
    }

    @Override
    public RedisClusterCommands<String, String> commands() {
        return redis.commands();
    }

    @Override
    public void pause() {
        redis.pause();
    }

    @Override
    public void resume() {
        redis.resume();
    }

    @Override
    public void close() {
        redis.close();
        certificates.close();
    }
}
