package org.fediversity.runtime.kafka;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/// Makes a topic whose messages never expire; one that somebody else made is set to the same.
final class Topics {
    /// Bytes; room for an event that holds a whole configuration of a MiB as escaped JSON.
    static final int LARGEST_MESSAGE = 8 * 1024 * 1024;

    private static final long SECONDS = 10;
    private static final Map<String, String> SETTINGS = Map.of(
            "retention.ms", "-1",
            "retention.bytes", "-1",
            "cleanup.policy", "delete",
            "max.message.bytes", String.valueOf(LARGEST_MESSAGE));

    private Topics() {}

    static void ensure(Map<String, Object> connection, String topic, int partitions) throws Exception {
        try (Admin admin = Admin.create(connection)) {
            var wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(SETTINGS);
            try {
                admin.createTopics(List.of(wanted)).all().get(SECONDS, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                    throw e;
                }
                set(admin, topic);
            }
        }
    }

    private static void set(Admin admin, String topic) throws Exception {
        List<AlterConfigOp> settings = SETTINGS.entrySet().stream()
                .map(setting -> new AlterConfigOp(
                        new ConfigEntry(setting.getKey(), setting.getValue()), AlterConfigOp.OpType.SET))
                .toList();
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), settings))
                .all()
                .get(SECONDS, TimeUnit.SECONDS);
    }
}
