package dev.mooring.mcp.routetool;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The example tool {@code system-status}: what the JVM knows of its machine; no names, no paths. */
@Component("systemStatus")
public final class SystemStatus {

    private static final double GIB = 1 << 30;

    /** One sentence each about load, memory, disk space and running time. */
    public String tell() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        Runtime runtime = Runtime.getRuntime();
        Duration up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        File disk = new File(".");
        double load = system.getSystemLoadAverage();
        return String.format(Locale.ENGLISH, "%sMooring uses %.1f of %.1f GiB of memory. %.0f of %.0f GiB of the disk are free. "
                        + "It has been running for %d days, %d hours and %d minutes.",
                load < 0 ? "" : String.format(Locale.ENGLISH, "The load is %.1f on %d cores. ", load, system.getAvailableProcessors()),
                (runtime.totalMemory() - runtime.freeMemory()) / GIB, runtime.maxMemory() / GIB,
                disk.getUsableSpace() / GIB, disk.getTotalSpace() / GIB,
                up.toDays(), up.toHoursPart(), up.toMinutesPart());
    }
}
