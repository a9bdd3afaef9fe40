package dev.mooring.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.mooring.connection.ConnectionState.Status;
import dev.mooring.ownership.OwnedConnections.End;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Routes stopped and started through their MBeans, as Hawtio does it, against a real endpoint. */
class HandStopsIT {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final RawEndpoint endpoint = new RawEndpoint();
    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(Rig::echo);
        rig.camel.getManagementStrategy().getManagementAgent().setRegisterRoutesCreateByTemplate(false); // as configured
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
        endpoint.close();
    }

    private void own() {
        rig.own(1, "ws://127.0.0.1:" + endpoint.port() + "/?token=secret");
    }

    private ObjectName route() throws Exception {
        ObjectName name = new ObjectName("org.apache.camel:context=" + rig.camel.getName()
                + ",type=routes,name=\"mcp-server-1\"");
        await().until(() -> beans.isRegistered(name));
        return name;
    }

    private void byHand(String operation) throws Exception {
        beans.invoke(route(), operation, null, null);
    }

    private void awaitOpen(int sockets) {
        await().until(() -> endpoint.open() == sockets && (sockets == 0 || rig.status(1) == Status.Connected));
    }

    @Test
    void stoppedByHand_closesTheSocket_andTellsByWhom() throws Exception {
        own();
        awaitOpen(1);
        rig.user.set("ann");
        byHand("stop");
        awaitOpen(0);
        assertThat(rig.stops.noted).containsEntry(1L, "ann");
        assertThat(rig.status(1)).isEqualTo(Status.Disconnected);
        assertThat(rig.states.get(1L).lastError()).isEqualTo("the route was stopped by hand");
        assertThat(beans.getAttribute(route(), "State")).isEqualTo("Stopped");
    }

    @Test
    void startedByHand_connectsAgain_andIsStoppedNoMore() throws Exception {
        own();
        awaitOpen(1);
        byHand("stop");
        awaitOpen(0);
        assertThat(rig.stops.noted).containsEntry(1L, "local JMX or a route");
        byHand("start");
        awaitOpen(1);
        assertThat(rig.stops.noted).isEmpty();
        endpoint.peers.get(1).send("a");
        await().until(() -> endpoint.peers.get(1).texts.contains("re:a"));
    }

    @Test
    void suspendedAndResumed_isAsStoppedAndStarted() throws Exception {
        own();
        awaitOpen(1);
        rig.camel.getRouteController().suspendRoute("mcp-server-1");    // no operation of the MBean, but of routes
        awaitOpen(0);
        assertThat(rig.stops.noted).hasSize(1);
        rig.camel.getRouteController().resumeRoute("mcp-server-1");
        awaitOpen(1);
        assertThat(rig.stops.noted).isEmpty();
    }

    @Test
    void reconnectOfAStoppedRoute_leavesItStopped_untilTheStopIsForgotten() throws Exception {
        own();
        awaitOpen(1);
        byHand("stop");
        awaitOpen(0);
        rig.connections.reconnect(List.of(1L));     // such as after a change of its bindings
        await().until(() -> rig.noticed.contains(1L));
        await().during(Duration.ofMillis(500)).until(() -> endpoint.open() == 0);
        rig.stops.noted.clear();                    // POST /restart
        rig.connections.reconnect(List.of(1L));
        awaitOpen(1);
        assertThat(beans.getAttribute(route(), "State")).isEqualTo("Started");
    }

    @Test
    void newOwnerOfAStoppedServer_showsTheRouteStopped_andItCanBeStartedThere() throws Exception {
        rig.stops.noted.put(1L, "ann");
        own();
        assertThat(beans.getAttribute(route(), "State")).isEqualTo("Stopped");
        assertThat(rig.status(1)).isEqualTo(Status.Disconnected);
        assertThat(endpoint.peers).isEmpty();
        byHand("start");
        awaitOpen(1);
        assertThat(rig.stops.noted).isEmpty();
    }

    @Test
    void startedByHandAfterTheLeaseIsLost_opensNothing() throws Exception {
        own();
        awaitOpen(1);
        byHand("stop");
        awaitOpen(0);
        rig.gate.set(false);
        byHand("start");
        await().during(Duration.ofMillis(500)).until(() -> endpoint.open() == 0);
        assertThat(endpoint.peers).hasSize(1);
    }

    @Test
    void handedOver_isNotTakenForAStopByHand() throws Exception {
        own();
        awaitOpen(1);
        rig.connections.close(List.of(1L), End.HANDED_OVER);
        rig.connections.removed(List.of(1L));
        await().until(() -> rig.camel.getRoute("mcp-server-1") == null);
        assertThat(rig.stops.noted).isEmpty();
    }

    @Test
    void stoppedWhilePostgresIsDown_isStoppedHereAtOnce_andNotedLater() throws Exception {
        own();
        awaitOpen(1);
        rig.stops.down = true;
        byHand("stop");
        awaitOpen(0);
        rig.connections.reconnect(List.of(1L));
        await().until(() -> rig.noticed.contains(1L));
        await().during(Duration.ofMillis(500)).until(() -> endpoint.open() == 0);
        rig.stops.down = false;
        await().until(() -> rig.stops.noted.containsKey(1L));
        await().during(Duration.ofSeconds(3)).until(() -> endpoint.open() == 0);
    }

    @Test
    void grantedWhilePostgresIsDown_connectsWhenItCanBeReadThatNobodyStoppedIt() throws Exception {
        rig.stops.down = true;
        own();
        assertThat(beans.getAttribute(route(), "State")).isEqualTo("Stopped");
        rig.stops.down = false;
        awaitOpen(1);
    }
}
