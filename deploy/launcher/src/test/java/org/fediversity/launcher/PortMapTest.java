package org.fediversity.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.fediversity.servers.Ports;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortMapTest {
    @TempDir
    Path temporary;

    @Test
    void an_offset_moves_all_and_a_choice_moves_one() {
        PortMap ports = PortMap.usual(1000, Map.of(Role.EDGE, 80));
        assertThat(ports.of(Role.GATEWAY)).isEqualTo(9080);
        assertThat(ports.of(Role.EDGE)).isEqualTo(80);
    }

    @Test
    void what_was_kept_is_used_again() {
        PortMap ports = PortMap.usual(7, Map.of());
        ports.keep(temporary.resolve("ports.properties"));
        assertThat(PortMap.kept(temporary.resolve("ports.properties"))).isEqualTo(ports);
        assertThat(PortMap.kept(temporary.resolve("absent"))).isEqualTo(PortMap.usual(0, Map.of()));
    }

    @Test
    void a_taken_port_is_named_with_its_role_and_the_way_out() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Map<Role, Integer> chosen = new java.util.EnumMap<>(Role.class);
            for (Role role : Role.values()) {
                chosen.put(role, Ports.free());
            }
            chosen.put(Role.KAFKA, other.getLocalPort());
            PortMap ports = PortMap.usual(0, chosen);
            assertThat(ports.taken()).containsExactly(Role.KAFKA);
            assertThat(ports.complaint(Role.KAFKA))
                    .contains("" + other.getLocalPort(), "kafka", "events", "--port kafka=");
        }
    }

    @Test
    void an_unknown_role_is_answered_with_the_known_ones() {
        assertThatThrownBy(() -> Role.named("gatevay")).hasMessageContaining("kafka-controller");
    }
}
