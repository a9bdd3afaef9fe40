package dev.mooring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index on the jar that users get, against what Java's own reading of it says. */
class PackagedJarIT {

    private static final Path JAR = Path.of("target/mooring.jar");

    @TempDir
    private Path folder;

    @Test
    void everyEntryOfEveryNestedJarIsFound_withItsContent() throws IOException {
        try (JarFile outer = new JarFile(JAR.toFile())) {
            List<String> parts = parts(outer);
            JarIndex index = new JarIndex(JAR.toString(), parts);
            int classes = 0;
            for (int jar = 1; jar < parts.size(); jar++) {
                boolean versioned = isVersioned(outer, parts.get(jar));
                try (ZipInputStream nested = new ZipInputStream(outer.getInputStream(outer.getEntry(parts.get(jar))))) {
                    for (ZipEntry entry = nested.getNextEntry(); entry != null; entry = nested.getNextEntry()) {
                        String name = entry.getName();
                        int number = jar;
                        JarIndex.Entry found = index.all(name).stream().filter(each -> each.jar() == number).findFirst().orElse(null);
                        assertThat(found).as(parts.get(jar) + " " + name).isNotNull();
                        if (name.endsWith(".class") && ++classes % 20 == 0 && !versioned) {
                            assertThat(index.read(found)).as(name).isEqualTo(nested.readAllBytes());
                        }
                    }
                }
            }
            assertThat(classes).isGreaterThan(20_000);
            assertThat(index.first("dev/mooring/MooringApplication.class").jar()).isZero();
            assertThat(new String(index.manifest(0), StandardCharsets.UTF_8)).contains("Implementation-Title: Mooring");
        }
    }

    /** Refused at once, so that the test is short: what matters is by whom its classes were loaded until then. */
    @Test
    void theJarRunsOnTheIndex() throws Exception {
        Path log = folder.resolve("classes");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log, "-jar", JAR.toAbsolutePath().toString(), "--mooring.routes-dir=/no/such/folder")
                .directory(folder.toFile()).redirectErrorStream(true).redirectOutput(folder.resolve("out").toFile()).start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(Files.readString(folder.resolve("out"))).contains("/no/such/folder").doesNotContain("\tat ");
        try (var lines = Files.lines(log)) {
            assertThat(lines.filter(line -> line.contains(" dev.mooring.MooringApplication source: jar:nested:"))).hasSize(2);
        }
    }

    private static List<String> parts(JarFile outer) throws IOException {
        List<String> parts = new ArrayList<>(List.of("BOOT-INF/classes/"));
        String index = new String(outer.getInputStream(outer.getEntry("BOOT-INF/classpath.idx")).readAllBytes(), StandardCharsets.UTF_8);
        index.lines().forEach(line -> parts.add(line.substring(3, line.length() - 1)));
        return parts;
    }

    private static boolean isVersioned(JarFile outer, String part) throws IOException {
        try (ZipInputStream nested = new ZipInputStream(outer.getInputStream(outer.getEntry(part)))) {
            for (ZipEntry entry = nested.getNextEntry(); entry != null; entry = nested.getNextEntry()) {
                if (entry.getName().startsWith("META-INF/versions/")) {
                    return true;
                }
            }
            return false;
        }
    }
}
