package org.fediversity.provisioning;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.fediversity.testing.Servers;

/// The servers of a service, and environments whose offers are real servers, too.
public final class RealResources implements QuarkusTestResourceLifecycleManager {
    private final Servers servers = new Servers();

    static String environment(String name, int cpu) {
        Servers.Database pg = Servers.postgres();
        Servers.Bucketeer s3 = Servers.s3();
        return """
                apiVersion: fediversity.org/v1
                kind: Environment
                metadata: {name: %s, title: "Rack %s"}
                backend: process
                topologies: [monolithic, distributed]
                resources:
                  - {name: hosts, type: machine, driver: process, capacity: {cpu: %d, memoryMiB: 16384, diskGiB: 100}}
                  - name: pg
                    type: postgresql
                    driver: postgresql
                    at: {host: %s, port: %d, user: %s, password: {secret: pg}}
                    capacity: {databases: 200}
                  - name: objects
                    type: bucket
                    driver: s3
                    at: {endpoint: "%s", accessKey: %s, secretKey: %s}
                  - {name: zone, type: domain-name, driver: localhost}
                policy:
                  - {when: "${request.type == 'postgresql'}", use: pg, with: {connectionLimit: 20}}
                  - {when: "${request.type == 'machine' && request.memoryMiB > 8192}", refuse: "no machine that large here"}
                  - {when: "${true}", use: "${offers.filter(o, o.type == request.type)[0].name}"}
                """.formatted(
                name, name, cpu, pg.host(), pg.port(), pg.user(), s3.endpoint(), s3.accessKey(), s3.secretKey());
    }

    @Override
    public Map<String, String> start() {
        Map<String, String> settings = new HashMap<>(servers.start());
        try {
            Path directory = Files.createDirectories(
                    Path.of(settings.get("fediversity.data")).resolve("environments"));
            Files.writeString(directory.resolve("alpha.yaml"), environment("alpha", 100));
            Files.writeString(directory.resolve("beta.yaml"), environment("beta", 100));
            Files.writeString(directory.resolve("small.yaml"), environment("small", 3));
            Files.writeString(directory.resolve("wrong.yaml"), "kind: Environment\nbackend: cloud\n");
            settings.put("fediversity.environments", directory.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("fediversity.secrets.pg", Servers.postgres().password());
        settings.put("fediversity.edge.port", "8088");
        return settings;
    }

    @Override
    public void stop() {
        servers.stop();
    }
}
