package org.fediversity.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// One Kafka broker that is its own controller (KRaft), listening on loopback. Topics are made as they are used and
/// never expire.
public final class Kafka {
    private static final String CLUSTER = "ZmVkaXZlcnNpdHkta2Fma2E";

    private Kafka() {}

    /// Formats the storage where there is none and says how to run the broker.
    public static Program program(Path data, Path files, int port, int controllerPort) {
        Path settings = data.resolve("server.properties");
        try {
            Files.createDirectories(data);
            Files.writeString(settings, settings(data, port, controllerPort));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare Kafka", e);
        }
        if (!Files.exists(data.resolve("logs/meta.properties"))) {
            format(data, settings);
        }
        return new Program(
                "kafka",
                java(256, "kafka.Kafka", settings.toString()),
                Map.of(),
                data,
                files,
                "TERM",
                () -> Ports.open(port));
    }

    private static List<String> java(int heapMiB, String... arguments) {
        List<String> command = new ArrayList<>(Java.command(heapMiB, "-cp", Artefacts.of("kafka")));
        command.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn");
        command.add("-Dorg.slf4j.simpleLogger.showDateTime=true");
        command.add("-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS");
        command.add("-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaRaftServer=info");
        command.addAll(List.of(arguments));
        return command;
    }

    private static void format(Path data, Path settings) {
        try {
            Process process = new ProcessBuilder(java(
                            128,
                            "kafka.tools.StorageTool",
                            "format",
                            "-t",
                            CLUSTER,
                            "-c",
                            settings.toString(),
                            "--ignore-formatted"))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("Kafka's storage could not be formatted:\n" + said);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot format Kafka's storage", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String settings(Path data, int port, int controllerPort) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                controller.listener.names=CONTROLLER
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                log.dirs=%3$s
                num.partitions=4
                default.replication.factor=1
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                transaction.state.log.num.partitions=4
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                share.coordinator.state.topic.num.partitions=4
                group.initial.rebalance.delay.ms=0
                log.retention.ms=-1
                log.retention.bytes=-1
                log.segment.bytes=67108864
                log.index.size.max.bytes=1048576
                num.network.threads=2
                num.io.threads=2
                log.cleaner.dedupe.buffer.size=8388608
                """.formatted(port, controllerPort, data.resolve("logs"));
    }
}
