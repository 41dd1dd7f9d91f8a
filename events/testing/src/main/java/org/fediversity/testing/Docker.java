package org.fediversity.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fediversity.servers.Postgresql;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/// The same servers as containers, for machines on which a Docker daemon answers.
final class Docker {
    private Docker() {}

    static boolean answers() {
        String wish = System.getProperty("fediversity.test.servers", "");
        if (wish.equals("embedded")) {
            return false;
        }
        boolean likely = System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
        return (likely || wish.equals("docker"))
                && DockerClientFactory.instance().isDockerAvailable();
    }

    @SuppressWarnings("resource") // ends with the JVM: Ryuk removes it
    static String postgres() {
        PostgreSQLContainer server = new PostgreSQLContainer("postgres:15")
                .withUsername(Postgresql.USER)
                .withPassword("postgres")
                .withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300");
        server.start();
        return server.getHost() + " " + server.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT);
    }

    @SuppressWarnings("resource") // ends with the JVM: Ryuk removes it
    static String kafka() {
        KafkaContainer server = new KafkaContainer("apache/kafka:4.1.1");
        server.start();
        return server.getBootstrapServers();
    }
}
