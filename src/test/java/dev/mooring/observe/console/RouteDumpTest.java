package dev.mooring.observe.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RouteDumpTest {

    @Test
    void errorHandlers_goWithWhatIsInThem_andStepsStay() {
        assertThat(RouteDump.withoutErrorHandlers("""
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
        assertThat(RouteDump.withoutErrorHandlers(null)).isNull();
    }
}
