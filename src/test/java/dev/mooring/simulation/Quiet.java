package dev.mooring.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.slf4j.LoggerFactory;

/** Keeps ownership's log lines back: thousands of simulated instances have nothing to tell an operator. */
final class Quiet {

    private static Level before;

    private Quiet() {
    }

    static void begin() {
        before = logger().getLevel();
        logger().setLevel(Level.OFF);
    }

    static void end() {
        logger().setLevel(before);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.mooring.ownership");
    }
}
