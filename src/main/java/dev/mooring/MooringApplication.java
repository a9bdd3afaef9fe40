package dev.mooring;

import dev.mooring.launch.IndexedLoader;
import dev.mooring.simulator.SimulatorMain;
import dev.mooring.simulator.SimulatorProcess;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** Starts an instance; or, when an instance calls it so, the simulated XiaoZhi endpoint. */
@SpringBootApplication // dev.mooring.launch.UnusedAutoConfigurations says what of it is left out
@ConfigurationPropertiesScan
public class MooringApplication {

    public static void main(String[] args) throws Exception {
        if (IndexedLoader.run(MooringApplication.class, args)) {
            return;
        }
        if (args.length == 4 && args[0].equals(SimulatorProcess.ARGUMENT)) {
            SimulatorMain.run(args[1], Integer.parseInt(args[2]), args[3]);
            return;
        }
        SpringApplication.run(MooringApplication.class, args);
    }
}
