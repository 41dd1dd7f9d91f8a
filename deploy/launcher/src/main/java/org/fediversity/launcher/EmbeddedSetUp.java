package org.fediversity.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.fediversity.launcher.journey.Api;
import org.fediversity.servers.Artefacts;
import org.fediversity.servers.Ports;
import org.fediversity.servers.Trees;

/// The whole stack as `up` starts it, fresh and on free ports, within this JVM's life: for end-to-end tests. It runs
/// what is built and leaves nothing running.
public final class EmbeddedSetUp implements AutoCloseable {
    private final Home home;
    private final PortMap ports;
    private final Stack stack;

    private EmbeddedSetUp(Home home, PortMap ports, Stack stack) {
        this.home = home;
        this.ports = ports;
        this.stack = stack;
    }

    /// Starts everything and waits until it serves.
    ///
    /// @param directory where its data and logs lie; what was there is deleted
    public static EmbeddedSetUp start(Path directory) {
        Home home = new Home(Artefacts.root(), directory.toAbsolutePath());
        new LeftOvers(home).endChildren();
        new LeftOvers(home).endApplications();
        Trees.delete(home.directory());
        Map<Role, Integer> free = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            free.put(role, Ports.free());
        }
        PortMap ports = PortMap.usual(0, free);
        ports.keep(home.ports());
        Stack stack = new Stack(home, ports, new Console(System.out), Services.ROLES, false);
        EmbeddedSetUp setUp = new EmbeddedSetUp(home, ports, stack);
        try {
            stack.start();
        } catch (IllegalStateException e) {
            setUp.close();
            throw e;
        }
        return setUp;
    }

    /// The public API for a demo account.
    public Api api(String account) {
        return Api.as(
                URI.create(ports.url(Role.GATEWAY) + "/api/v1"),
                URI.create(ports.url(Role.KEYCLOAK) + "/realms/" + Realm.NAME),
                account);
    }

    /// Where the gateway listens.
    public URI gateway() {
        return URI.create(ports.url(Role.GATEWAY));
    }

    /// Directory of the logs, for when something went wrong.
    public Path logs() {
        return home.logs();
    }

    /// Process id file of a process, e.g. `deployment-service`, for tests that kill it.
    public Path pidFile(String process) {
        return home.run().resolve(process + ".pid");
    }

    @Override
    public void close() {
        stack.stop();
    }
}
