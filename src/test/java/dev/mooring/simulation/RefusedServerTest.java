package dev.mooring.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mooring.ownership.lock.OwnerRow;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An endpoint that refuses one instance: the server goes to another one, once, and not to and fro. */
@ExtendWith(Quiet.class)
class RefusedServerTest {

    private static final long SECONDS = 1_000_000_000;

    @Test
    void serverGivenUp_movesOnce_whileTheOthersStaySpread() {
        for (long seed = 1; seed <= 40; seed++) {
            World world = new World(seed);
            world.chaos().set(0, 0, 900_000);
            int servers = 2 + (int) (seed % 9);
            int instances = 2 + (int) (seed % 3);
            for (int i = 1; i <= servers; i++) {
                world.servers().want(String.valueOf(i), true);
            }
            for (int i = 0; i < instances; i++) {
                world.startInstance();
            }
            List<String> owners = new ArrayList<>();
            world.timeline().after(20 * SECONDS, () -> giveUp(world, owners));
            world.timeline().after(75 * SECONDS, world.timeline()::end); // the cooldown is a minute
            world.timeline().run();
            assertThat(owners).as("owners of server 1, seed " + seed).hasSize(2).doesNotHaveDuplicates();
            assertThat(new Settling(world).wrong()).as("seed " + seed).isEmpty();
        }
    }

    private static void giveUp(World world, List<String> owners) {
        watch(world, owners);
        Instance owner = world.instances().stream().filter(i -> i.sockets().open().containsKey(1L)).findAny().orElseThrow();
        assertThat(owner.ownership().reconciler().giveUp(1)).isTrue();
        owner.wake();
    }

    private static void watch(World world, List<String> owners) {
        OwnerRow row = world.servers().all().stream().filter(one -> one.id().equals("1")).findAny().orElseThrow();
        if (!row.released() && (owners.isEmpty() || !owners.get(owners.size() - 1).equals(row.owner()))) {
            owners.add(row.owner());
        }
        world.timeline().after(SECONDS / 20, () -> watch(world, owners));
    }
}
