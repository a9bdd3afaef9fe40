package dev.mooring.launch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.CodeSource;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.jar.Manifest;
import java.util.regex.Pattern;

/** Loads what Spring Boot's loader would load from the packaged jar, by an index instead of a search. */
public final class IndexedLoader extends URLClassLoader {

    /** What needs no encoding; no colon, which would make another protocol of it. */
    private static final Pattern PLAIN = Pattern.compile("[\\w./$-]*");

    static {
        registerAsParallelCapable();
    }

    private final JarIndex index;
    private final URL[] places;
    private final CodeSource[] sources;
    private final Map<Integer, Manifest> manifests = new ConcurrentHashMap<>();

    IndexedLoader(URL[] places, JarIndex index, ClassLoader parent) {
        super("mooring", places, parent);
        this.places = places;
        this.sources = Arrays.stream(places).map(place -> new CodeSource(place, (Certificate[]) null))
                .toArray(CodeSource[]::new);
        this.index = index;
    }

    /**
     * Runs the main method of a class again, loaded by a loader of this kind, if Boot's loader for packaged jars has loaded
     * the class.
     *
     * @return false if it has not, or if the jar can't be indexed; then nothing was run
     * @throws Exception what the main method throws
     */
    public static boolean run(Class<?> main, String[] args) throws Exception {
        if (!(main.getClassLoader() instanceof URLClassLoader boot)
                || !boot.getClass().getName().equals("org.springframework.boot.loader.launch.LaunchedClassLoader")) {
            return false;
        }
        URL[] places = boot.getURLs();
        JarIndex index;
        try {
            index = JarIndex.of(places);
        } catch (IOException | RuntimeException e) {
            return false; // Boot's loader is slower, and right
        }
        IndexedLoader loader = new IndexedLoader(places, index, boot.getParent());
        Thread.currentThread().setContextClassLoader(loader);
        try {
            loader.loadClass(main.getName()).getMethod("main", String[].class).invoke(null, (Object) args);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
        return true;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarIndex.Entry entry = index.first(name.replace('.', '/').concat(".class"));
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        try {
            byte[] content = index.read(entry);
            int end = name.lastIndexOf('.');
            if (end > 0) {
                definePackageOnce(name.substring(0, end), entry.jar());
            }
            return defineClass(name, content, 0, content.length, sources[entry.jar()]);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private void definePackageOnce(String name, int jar) throws IOException {
        if (getDefinedPackage(name) != null) {
            return;
        }
        try {
            definePackage(name, manifest(jar), places[jar]);
        } catch (IllegalArgumentException e) {
            // another thread was faster
        }
    }

    private Manifest manifest(int jar) throws IOException {
        Manifest known = manifests.get(jar);
        if (known == null) {
            byte[] content = index.manifest(jar);
            known = content == null ? new Manifest() : new Manifest(new ByteArrayInputStream(content));
            manifests.put(jar, known);
        }
        return known;
    }

    @Override
    public URL findResource(String name) {
        JarIndex.Entry entry = index.first(name);
        return entry == null ? null : url(entry, name);
    }

    @Override
    public Enumeration<URL> findResources(String name) {
        return Collections.enumeration(name.isEmpty() ? Arrays.asList(places)
                : index.all(name).stream().map(entry -> url(entry, name)).toList());
    }

    @Override
    public InputStream getResourceAsStream(String name) {
        URL parents = getParent().getResource(name);
        try {
            if (parents != null) {
                return parents.openStream();
            }
            JarIndex.Entry entry = index.first(name);
            return entry == null ? null : new ByteArrayInputStream(index.read(entry));
        } catch (IOException e) {
            return null;
        }
    }

    private URL url(JarIndex.Entry entry, String name) {
        try {
            String encoded = PLAIN.matcher(name).matches() ? name : new URI(null, null, "/" + name, null).getRawPath().substring(1);
            return new URL(places[entry.jar()], encoded);
        } catch (MalformedURLException | URISyntaxException e) {
            throw new IllegalArgumentException(name, e);
        }
    }
}
