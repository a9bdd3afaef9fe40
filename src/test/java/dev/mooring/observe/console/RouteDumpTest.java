package dev.mooring.observe.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteDumpTest {

    @Test
    void errorHandlers_goWithWhatIsInThem_andStepsStay() {
        assertThat(RouteDump.forHawtio("""
                <route id="a">
                    <errorHandler>
                        <defaultErrorHandler id="x"><redeliveryPolicy/></defaultErrorHandler>
                    </errorHandler>
                    <from uri="direct:a"/>
                </route>
                <route id="b">
                    <errorHandler id="y"/>
                    <from uri="direct:errorHandler"/>
                    <onException><exception>java.lang.Exception</exception></onException>
                </route>
                """)).isEqualTo("""
                <route id="a">
                    <from uri="direct:a"/>
                </route>
                <route id="b">
                    <from uri="direct:errorHandler"/>
                    <onException><exception>java.lang.Exception</exception></onException>
                </route>
                """);
        assertThat(RouteDump.forHawtio(null)).isNull();
    }

    @Test
    void secretsInAddresses_areMasked_andTheRestStays() {
        assertThat(RouteDump.forHawtio("<to uri=\"https://example.org/a?units=m&amp;apiKey=ABC&amp;lang=en\"/>"))
                .isEqualTo("<to uri=\"https://example.org/a?units=m&amp;apiKey=xxxxxx&amp;lang=en\"/>");
        assertThat(RouteDump.forHawtio("<to uri=\"ftp://example.org?password=RAW(a$b)\"/><to uri=\"direct:${x}\"/>"))
                .isEqualTo("<to uri=\"ftp://example.org?password=xxxxxx\"/><to uri=\"direct:${x}\"/>");
    }
}
