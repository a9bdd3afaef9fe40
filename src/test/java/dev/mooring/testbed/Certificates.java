package dev.mooring.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** An authority made for this run and the certificates it signs, all by the JDK's {@code keytool}. */
public final class Certificates implements AutoCloseable {

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path folder = Folders.temporary("tls");

    public Certificates() {
        keytool("-genkeypair", "-keystore", file("ca.p12"), "-dname", "CN=Mooring test authority", "-keyalg", "EC",
                "-validity", "2", "-ext", "bc:c=ca:true");
        keytool("-exportcert", "-keystore", file("ca.p12"), "-rfc", "-file", file("ca.pem"));
    }

    /** The authority's certificate, a PEM file. */
    public String authority() {
        return file("ca.pem");
    }

    /**
     * Has the authority sign a certificate.
     *
     * @param name names the files
     * @param hosts for whom it is made out, such as {@code dns:localhost,ip:127.0.0.1}
     * @param since when it begins to hold, relative to now as keytool has it, such as {@code -1H}; it holds for two days
     */
    public Issued issue(String name, String hosts, String since) {
        keytool("-genkeypair", "-keystore", file(name + ".p12"), "-dname", "CN=" + name, "-keyalg", "EC");
        keytool("-certreq", "-keystore", file(name + ".p12"), "-file", file(name + ".csr"));
        keytool("-gencert", "-keystore", file("ca.p12"), "-infile", file(name + ".csr"), "-outfile", file(name + ".pem"),
                "-rfc", "-validity", "2", "-startdate", since, "-ext", "san=" + hosts);
        try (InputStream signed = Files.newInputStream(Path.of(file(name + ".pem")))) {
            Key key = KeyStore.getInstance(Path.of(file(name + ".p12")).toFile(), PASSWORD).getKey("mykey", PASSWORD);
            Files.writeString(Path.of(file(name + ".key")), "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getMimeEncoder().encodeToString(key.getEncoded()) + "\n-----END PRIVATE KEY-----\n");
            return new Issued(file(name + ".pem"), file(name + ".key"),
                    context(key, CertificateFactory.getInstance("X.509").generateCertificate(signed)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SSLContext context(Key key, Certificate signed) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("shown", key, PASSWORD, new Certificate[] {signed});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private void keytool(String... arguments) {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", new String(PASSWORD), "-storetype", "PKCS12"));
        try {
            Path log = folder.resolve("keytool.log");
            Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + Files.readString(log));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }

    /**
     * A certificate and its key.
     *
     * @param certificate PEM file
     * @param key PEM file
     * @param context what a server in this JVM shows them with
     */
    public record Issued(String certificate, String key, SSLContext context) {
    }
}
