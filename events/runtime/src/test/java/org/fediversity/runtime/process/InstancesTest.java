package org.fediversity.runtime.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventMessage;
import org.fediversity.contracts.Event;
import org.fediversity.runtime.store.EventSourcing;
import org.fediversity.runtime.store.JtaTransactions;
import org.fediversity.runtime.store.Wake;
import org.fediversity.testing.Servers;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class InstancesTest {
    private static final int SEGMENTS = 4;

    @Inject
    EventSourcing axon;

    @Inject
    JtaTransactions transactions;

    @Inject
    Jdbi jdbi;

    @Inject
    Wake wake;

    record Taken(String instance, String stream, long sequence) {}

    private final ConcurrentLinkedQueue<Taken> taken = new ConcurrentLinkedQueue<>();

    private EventProcessor instance(String processor, String name, int living) {
        return new EventProcessor(
                processor,
                SEGMENTS,
                10,
                axon,
                axon.tokensOf(name),
                segments -> Math.ceilDiv(segments, living),
                transactions,
                Event::stream,
                message -> taken.add(taken(name, message)));
    }

    private static Taken taken(String name, EventMessage<?> message) {
        var stored = (DomainEventMessage<?>) message;
        return new Taken(name, stored.getAggregateIdentifier(), stored.getSequenceNumber());
    }

    private void append(List<String> streams, int from, int to) {
        for (int sequence = from; sequence < to; sequence++) {
            for (String stream : streams) {
                int number = sequence;
                jdbi.useHandle(db -> db.execute(
                        """
                        insert into domain_event_entry (aggregate_identifier, sequence_number, type, event_identifier,
                            time_stamp, payload_type, payload_revision, payload, meta_data)
                        values (?, ?, 'domain', ?, now(), 'org.fediversity.DomainClaimed', '1', cast(? as json), '{}')""",
                        "domain:" + stream,
                        number,
                        UUID.randomUUID().toString(),
                        "{\"domain\":\"" + stream + "\",\"operator\":\"op\",\"challenge\":\"" + number + "\"}"));
            }
        }
        wake.now();
    }

    private List<Long> sequencesOf(String stream) {
        return taken.stream()
                .filter(one -> one.stream().equals("domain:" + stream))
                .map(Taken::sequence)
                .toList();
    }

    @Test
    void two_instances_share_the_work_and_keep_the_order_of_every_key_also_when_one_dies() {
        String processor = "shared-" + UUID.randomUUID();
        List<String> streams = IntStream.range(0, 24)
                .mapToObj(i -> "shared-" + i + "-" + UUID.randomUUID() + ".test")
                .toList();
        EventProcessor one = instance(processor, "one", 2);
        EventProcessor two = instance(processor, "two", 2);
        one.start();
        two.start();
        try {
            append(streams, 0, 10);
            await().atMost(Duration.ofSeconds(30)).until(() -> streams.stream()
                    .allMatch(stream -> sequencesOf(stream).size() == 10));
            assertThat(taken).extracting(Taken::instance).contains("one", "two");
            two.stop();
            EventProcessor alone = instance(processor, "three", 1);
            alone.start();
            append(streams, 10, 20);
            await().atMost(Duration.ofSeconds(40)).until(() -> streams.stream()
                    .allMatch(stream -> sequencesOf(stream).size() == 20));
            alone.stop();
        } finally {
            one.stop();
        }
        List<Long> inOrder = IntStream.range(0, 20).mapToObj(Long::valueOf).toList();
        assertThat(streams).allSatisfy(stream -> assertThat(sequencesOf(stream)).isEqualTo(inOrder));
    }
}
