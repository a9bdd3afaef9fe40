package dev.mooring.testbed;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Redis with a TLS port, its certificate signed by an authority made for this run by {@code openssl}. */
public final class TlsRedis implements RedisSetup {

    private final Path certificates = Folders.temporary("tls");
    private final int port = FreePort.find();
    private TestRedis redis;

    private TlsRedis() {
    }

    /** Makes the certificates and starts it. */
    public static TlsRedis start() {
        TlsRedis tls = new TlsRedis();
        tls.makeCertificates();
        tls.redis = TestRedis.start("--tls-port", Integer.toString(tls.port), "--tls-auth-clients", "no",
                "--tls-cert-file", tls.file("redis.pem"), "--tls-key-file", tls.file("redis.key"),
                "--tls-ca-cert-file", tls.file("ca.pem"));
        return tls;
    }

    private void makeCertificates() {
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Mooring test authority",
                "-keyout", file("ca.key"), "-out", file("ca.pem"));
        openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
                "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
                "-CA", file("ca.pem"), "-CAkey", file("ca.key"), "-keyout", file("redis.key"), "-out",
                file("redis.pem"));
    }

    private void openssl(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(certificates.resolve("openssl.log").toFile()).start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("openssl failed: "
                        + java.nio.file.Files.readString(certificates.resolve("openssl.log")));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("TLS tests need openssl on the PATH", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private String file(String name) {
        return certificates.resolve(name).toString();
    }

    /** The address of the TLS port. */
    public String url() {
        return "rediss://localhost:" + port;
    }

    @Override
    public List<String> properties() {
        return List.of("spring.data.redis.url=" + url(), "spring.data.redis.ssl.bundle=redis",
                "spring.ssl.bundle.pem.redis.truststore.certificate=file:" + file("ca.pem"));
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
        Folders.delete(certificates);
    }
}
