package dev.mooring.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JarIndexTest {

    private static final List<String> PARTS = List.of("BOOT-INF/classes/", "BOOT-INF/lib/one.jar", "BOOT-INF/lib/two.jar");

    @TempDir
    private Path folder;

    @Test
    void findsInTheOrderOfTheClassPath_alsoFolders_andNothingElse() throws IOException {
        JarIndex index = index(Map.of("a/A.txt", "first", "b/B.txt", "b"), Map.of("a/A.txt", "second", "META-INF/x/", ""));
        assertThat(text(index, "a/A.txt")).isEqualTo("first");
        assertThat(index.all("a/A.txt")).extracting(JarIndex.Entry::jar).containsExactly(1, 2);
        assertThat(text(index, "own.txt")).isEqualTo("own");
        assertThat(index.first("META-INF/x")).isEqualTo(index.first("META-INF/x/")).isNotNull();
        assertThat(index.first("c/C.txt")).isNull();
        assertThat(index.first("A.txt")).isNull();
        assertThat(index.first("BOOT-INF/classes/own.txt")).isNull();
    }

    @Test
    void aNewerJavasEntryTakesThePlainOnesPlace_inAMultiReleaseJarOnly() throws IOException {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("META-INF/versions/9/a/A.txt", "nine");
        versions.put("META-INF/versions/17/a/A.txt", "seventeen");
        versions.put("META-INF/versions/999/a/A.txt", "far future");
        versions.put("META-INF/versions/11/a/New.txt", "new");
        versions.put("a/A.txt", "plain");
        JarIndex plain = index(versions, Map.of());
        assertThat(text(plain, "a/A.txt")).isEqualTo("plain");
        assertThat(plain.first("a/New.txt")).isNull();
        versions.put("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nMulti-Release: true\n\n");
        JarIndex index = index(versions, Map.of());
        assertThat(text(index, "a/A.txt")).isEqualTo("seventeen");
        assertThat(text(index, "a/New.txt")).isEqualTo("new");
        assertThat(text(index, "META-INF/versions/9/a/A.txt")).isEqualTo("nine");
    }

    @Test
    void theFoldersManifestIsTheOuterJars() throws IOException {
        JarIndex index = index(Map.of("META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n\n"), Map.of());
        assertThat(new String(index.manifest(0), StandardCharsets.UTF_8)).contains("outer");
        assertThat(new String(index.manifest(1), StandardCharsets.UTF_8)).contains("Manifest-Version: 1.0");
        assertThat(index.manifest(2)).isNull();
    }

    @Test
    void whatIsNoJarOrNotThereIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("no.jar"), "no jar");
        assertThatThrownBy(() -> new JarIndex(file.toString(), PARTS)).isInstanceOf(IOException.class);
        Path jar = Files.write(folder.resolve("empty.jar"), zip(Map.of("a", "a"), true));
        assertThatThrownBy(() -> new JarIndex(jar.toString(), PARTS)).hasMessageContaining("one.jar is missing");
    }

    private JarIndex index(Map<String, String> one, Map<String, String> two) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream outer = new ZipOutputStream(bytes)) {
            store(outer, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\nImplementation-Title: outer\n\n".getBytes(StandardCharsets.UTF_8));
            store(outer, "BOOT-INF/classes/own.txt", "own".getBytes(StandardCharsets.UTF_8));
            store(outer, "BOOT-INF/lib/two.jar", zip(two, true));
            store(outer, "BOOT-INF/lib/one.jar", zip(one, false));
        }
        Path jar = Files.write(folder.resolve("outer.jar"), bytes.toByteArray());
        return new JarIndex(jar.toString(), PARTS);
    }

    private static byte[] zip(Map<String, String> entries, boolean comment) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            if (comment) {
                zip.setComment("a comment behind the directory");
            }
            for (Map.Entry<String, String> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
    }

    private static String text(JarIndex index, String name) throws IOException {
        return new String(index.read(index.first(name)), StandardCharsets.UTF_8);
    }
}
