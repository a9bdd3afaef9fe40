package dev.mooring.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** Keeps ownership's log lines back: thousands of simulated instances have nothing to tell an operator. */
final class Quiet implements BeforeAllCallback, AfterAllCallback {

    private Level before;

    @Override
    public void beforeAll(ExtensionContext context) {
        before = logger().getLevel();
        logger().setLevel(Level.OFF);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        logger().setLevel(before);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.mooring.ownership");
    }
}
