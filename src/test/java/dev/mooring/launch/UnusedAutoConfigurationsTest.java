package dev.mooring.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.mock.env.MockEnvironment;

/** Against the auto-configurations that are on the class path: an upgrade that renames one turns this red. */
class UnusedAutoConfigurationsTest {
    private static final String SEDA = "org.apache.camel.component.seda.springboot.SedaComponentAutoConfiguration";
    private static final String SIMPLE = "org.apache.camel.language.simple.springboot.SimpleLanguageAutoConfiguration";
    private static final List<String> ALL = all();

    @Test
    void leavesOutWhatIsNamed_andBesidesOnlyWhatHandsPropertiesOn() {
        assertThat(leftOut(new MockEnvironment())).filteredOn(name -> UnusedAutoConfigurations.WITH_PROPERTIES.values().stream()
                        .noneMatch(kind -> kind.matcher(name).matches()))
                .containsExactlyInAnyOrderElementsOf(UnusedAutoConfigurations.UNUSED);
    }

    @Test
    void everyKindOfPropertiesHasSomeThatHandThemOn() {
        List<String> out = leftOut(new MockEnvironment());
        assertThat(UnusedAutoConfigurations.WITH_PROPERTIES.values()).allSatisfy(kind ->
                assertThat(out).anyMatch(name -> kind.matcher(name).matches()));
        assertThat(out).contains(SEDA, SIMPLE);
    }

    @Test
    void keepsWhatDoesMoreThanHandPropertiesOn() {
        assertThat(leftOut(new MockEnvironment())).noneMatch(name -> name.contains("CamelAutoConfiguration")
                || name.contains("component.platform") || name.contains("RestConfigurationDefinition"));
    }

    @Test
    void keepsTheKindOfWhichAPropertyIsSet() {
        List<String> out = leftOut(new MockEnvironment().withProperty("camel.component.seda.queue-size", "5"));
        assertThat(out).contains(SIMPLE).noneMatch(name -> name.startsWith("org.apache.camel.component."));
    }

    private static List<String> leftOut(MockEnvironment environment) {
        UnusedAutoConfigurations filter = new UnusedAutoConfigurations();
        filter.setEnvironment(environment);
        boolean[] used = filter.match(ALL.toArray(String[]::new), null);
        List<String> out = new ArrayList<>();
        for (int i = 0; i < used.length; i++) {
            if (!used[i]) {
                out.add(ALL.get(i));
            }
        }
        return out;
    }

    private static List<String> all() {
        return ImportCandidates.load(AutoConfiguration.class, UnusedAutoConfigurationsTest.class.getClassLoader()).getCandidates();
    }
}
