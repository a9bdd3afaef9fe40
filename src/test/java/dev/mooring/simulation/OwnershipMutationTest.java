package dev.mooring.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The simulation proves something only if it goes red when the protocol is loosened. One form at a time. */
@ExtendWith(Quiet.class)
class OwnershipMutationTest {

    private static final Logger LOG = LoggerFactory.getLogger(OwnershipMutationTest.class);
    /** Each has been found within a tenth of this. */
    private static final int MOST_SCHEDULES = 1_500;

    static List<Mutation> mutations() {
        return Mutations.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutations")
    void looserForm_isFound(Mutation mutation) throws ReflectiveOperationException {
        Object probe = new MutantLoader(mutation).loadClass(Probe.class.getName()).getConstructor().newInstance();
        String found = null;
        for (int n = 1; found == null && n <= MOST_SCHEDULES; n++) {
            found = (String) ((LongFunction<?>) probe).apply(mutation.seed(n));
        }
        assertThat(found).as(mutation.name()).isNotNull();
        LOG.info("{}: {}", mutation, found);
    }
}
