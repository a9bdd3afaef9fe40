package dev.mooring.observe.console;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.spi.ModelToXMLDumper;
import org.apache.camel.util.URISupport;

/**
 * Routes as XML, for Hawtio's diagrams and sources. Without their error handlers: Camel writes them before {@code from},
 * Hawtio 5.2 takes what comes first for a route's start, and one such route leaves it without any diagram. And with what
 * Camel takes for a secret in an endpoint's address masked, in case somebody wrote one into a route file.
 */
final class RouteDump implements ModelToXMLDumper {

    private static final Pattern ERROR_HANDLER = Pattern.compile("\\s*<errorHandler(?:\\s[^>]*)?(?:/>|>.*?</errorHandler>)",
            Pattern.DOTALL);

    private static final Pattern ADDRESS = Pattern.compile("(?<=\\suri=\")[^\"]*");

    private final ModelToXMLDumper camels;

    RouteDump(ModelToXMLDumper camels) {
        this.camels = camels;
    }

    static String forHawtio(String xml) {
        return xml == null ? null : ADDRESS.matcher(ERROR_HANDLER.matcher(xml).replaceAll(""))
                .replaceAll(address -> Matcher.quoteReplacement(URISupport.sanitizeUri(address.group())));
    }

    @Override
    public String dumpModelAsXml(CamelContext camel, NamedNode definition) throws Exception {
        return forHawtio(camels.dumpModelAsXml(camel, definition));
    }

    @Override
    public String dumpModelAsXml(CamelContext camel, NamedNode definition, boolean resolvePlaceholders, boolean generatedIds,
            boolean sourceLocation) throws Exception {
        return forHawtio(camels.dumpModelAsXml(camel, definition, resolvePlaceholders, generatedIds, sourceLocation));
    }

    @Override
    public String dumpBeansAsXml(CamelContext camel, List<Object> beans) throws Exception {
        return camels.dumpBeansAsXml(camel, beans);
    }

    @Override
    public String dumpDataFormatsAsXml(CamelContext camel, Map<String, Object> dataFormats) throws Exception {
        return camels.dumpDataFormatsAsXml(camel, dataFormats);
    }
}
