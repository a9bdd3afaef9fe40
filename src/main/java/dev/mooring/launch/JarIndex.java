package dev.mooring.launch;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each entry of the jars in a jar lies, found by its name's hash. Safe for use by many threads. Entries for newer
 * Java versions ({@code META-INF/versions/11/…}) take the place of the plain ones.
 */
final class JarIndex {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String VERSIONS = "META-INF/versions/";

    /** An entry: the jar's place in the class path, and the header's in its directory. */
    record Entry(int jar, int header) {
    }

    private final RandomAccessFile file;
    private final ZipDirectory[] jars;
    private final String[] prefixes;
    /** Hash, jar and header of all entries, in the order of the class path; and the table of their numbers, from 1. */
    private int[] hashes = new int[1 << 15];
    private short[] owners = new short[1 << 15];
    private int[] headers = new int[1 << 15];
    private int count;
    private int[] table;
    private byte[] outerManifest;

    /**
     * @param outer a jar
     * @param parts of it: jars that are stored in it, and, ending in a slash, folders that count as jars
     * @throws IOException for anything that Boot's loader would do in another way
     */
    JarIndex(String outer, List<String> parts) throws IOException {
        this.file = new RandomAccessFile(outer, "r");
        this.jars = new ZipDirectory[parts.size()];
        this.prefixes = new String[parts.size()];
        try {
            ZipDirectory whole = ZipDirectory.read(file, 0, file.length());
            Map<String, Integer> nested = new HashMap<>();
            whole.forEach(header -> {
                String name = whole.name(header);
                if (name.endsWith(".jar")) {
                    nested.put(name, header);
                } else if (name.equals(MANIFEST)) {
                    outerManifest = whole.read(file, header);
                }
            });
            for (int i = 0; i < jars.length; i++) {
                String part = parts.get(i);
                prefixes[i] = part.endsWith("/") ? part : "";
                if (!part.endsWith("/") && !nested.containsKey(part)) {
                    throw new IOException(part + " is missing");
                }
                jars[i] = part.endsWith("/") ? whole : whole.nested(file, nested.get(part));
                add(i);
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        fillTable();
    }

    /** @param urls as Boot's loader has them, such as {@code jar:nested:/a/b.jar/!BOOT-INF/lib/c.jar!/} */
    static JarIndex of(URL[] urls) throws IOException {
        String outer = null;
        List<String> parts = new ArrayList<>();
        for (URL url : urls) {
            String text = url.toString();
            int middle = text.indexOf("/!");
            if (!text.startsWith("jar:nested:") || middle < 0 || !text.endsWith("!/")) {
                throw new IOException("not nested: " + text);
            }
            String path = URLDecoder.decode(text.substring("jar:nested:".length(), middle).replace("+", "%2B"),
                    StandardCharsets.UTF_8);
            if (outer != null && !outer.equals(path)) {
                throw new IOException("not in one jar: " + text);
            }
            outer = path;
            parts.add(text.substring(middle + 2, text.length() - 2));
        }
        return new JarIndex(outer, parts);
    }

    private void add(int jar) throws IOException {
        int first = count;
        ZipDirectory directory = jars[jar];
        String prefix = prefixes[jar];
        List<Integer> versioned = new ArrayList<>();
        directory.forEach(header -> {
            String name = directory.name(header);
            if (name.startsWith(VERSIONS)) {
                versioned.add(header);
            }
            if (name.startsWith(prefix)) {
                append(name.substring(prefix.length()).hashCode(), jar, header);
            }
        });
        if (!versioned.isEmpty() && isMultiRelease(directory, first)) {
            replace(jar, first, versioned);
        }
    }

    private void append(int hash, int jar, int header) {
        if (count == hashes.length) {
            hashes = Arrays.copyOf(hashes, count * 2);
            owners = Arrays.copyOf(owners, count * 2);
            headers = Arrays.copyOf(headers, count * 2);
        }
        hashes[count] = hash;
        owners[count] = (short) jar;
        headers[count++] = header;
    }

    private boolean isMultiRelease(ZipDirectory directory, int first) throws IOException {
        int manifest = numberOf(MANIFEST, first);
        return manifest >= 0 && ZipDirectory.isMultiRelease(directory.read(file, headers[manifest]));
    }

    private int numberOf(String name, int first) {
        int hash = name.hashCode();
        for (int i = first; i < count; i++) {
            if (hashes[i] == hash && matches(i, name)) {
                return i;
            }
        }
        return -1;
    }

    private void replace(int jar, int first, List<Integer> versioned) {
        Map<String, Integer> newest = new HashMap<>();
        Map<Integer, Integer> numbers = new HashMap<>();
        for (int i = first; i < count; i++) {
            numbers.putIfAbsent(hashes[i], i);
        }
        for (int header : versioned) {
            String name = jars[jar].name(header);
            int end = name.indexOf('/', VERSIONS.length());
            int version = end < 0 ? 0 : Integer.parseInt(name, VERSIONS.length(), end, 10);
            String plain = name.substring(end + 1);
            if (!plain.isEmpty() && version > newest.getOrDefault(plain, 8) && version <= Runtime.version().feature()) {
                newest.put(plain, version);
                Integer number = numbers.get(plain.hashCode());
                if (number != null && matches(number, plain)) {
                    headers[number] = header;
                } else {
                    numbers.put(plain.hashCode(), count);
                    append(plain.hashCode(), jar, header);
                }
            }
        }
    }

    private void fillTable() {
        table = new int[Integer.highestOneBit(Math.max(count, 8)) * 4];
        for (int i = 0; i < count; i++) {
            int slot = slot(hashes[i]);
            while (table[slot] != 0) {
                slot = slot + 1 & table.length - 1;
            }
            table[slot] = i + 1;
        }
    }

    private int slot(int hash) {
        return (hash ^ hash >>> 15) & table.length - 1;
    }

    private boolean matches(int number, String name) {
        String stored = jars[owners[number]].name(headers[number]);
        String prefix = prefixes[owners[number]];
        return stored.length() == prefix.length() + name.length() && stored.endsWith(name)
                || stored.startsWith(VERSIONS) && stored.endsWith("/" + name)
                && stored.indexOf('/', VERSIONS.length()) == stored.length() - name.length() - 1;
    }

    /** The first entry of this name, or null; a folder is found with and without its slash. */
    Entry first(String name) {
        List<Entry> found = find(name, 1);
        return found.isEmpty() ? null : found.get(0);
    }

    /** The entries of this name, in the order of the class path. */
    List<Entry> all(String name) {
        return find(name, Integer.MAX_VALUE);
    }

    private List<Entry> find(String name, int most) {
        List<Entry> found = new ArrayList<>(0);
        collect(name, most, found);
        if (found.size() < most && !name.endsWith("/") && !name.endsWith(".class")) {
            boolean both = !found.isEmpty();
            collect(name + "/", most, found);
            if (both) {
                found.sort((one, other) -> Integer.compare(one.jar(), other.jar()));
            }
        }
        return found;
    }

    private void collect(String name, int most, List<Entry> found) {
        int hash = name.hashCode();
        for (int slot = slot(hash); table[slot] != 0 && found.size() < most; slot = slot + 1 & table.length - 1) {
            int number = table[slot] - 1;
            if (hashes[number] == hash && matches(number, name)) {
                found.add(new Entry(owners[number], headers[number]));
            }
        }
    }

    byte[] read(Entry entry) throws IOException {
        return jars[entry.jar()].read(file, entry.header());
    }

    /** The manifest that holds for a jar's packages, or for a folder's, which is the outer jar's; null if it has none. */
    byte[] manifest(int jar) throws IOException {
        if (!prefixes[jar].isEmpty()) {
            return outerManifest;
        }
        for (Entry entry : all(MANIFEST)) {
            if (entry.jar() == jar) {
                return read(entry);
            }
        }
        return null;
    }
}
