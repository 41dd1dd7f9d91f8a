package org.fediversity.runtime.kafka;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.fediversity.runtime.store.EventSourcing;
import org.jspecify.annotations.Nullable;

/// Forwards stored events to Kafka: a whole batch is sent, then every acknowledgement is awaited before the batch's
/// position is stored. Sent twice after a crash, never lost; consumers keep receipts. After a failure nothing more of
/// that producer is sent, so that no event overtakes an earlier one that Kafka did not take.
@ApplicationScoped
public class Publisher {
    /// Shorter than the producer's own patience: it never drops an event in the middle while it goes on with the next.
    private static final long ACKNOWLEDGED_WITHIN_SECONDS = 20;

    private final EventSourcing axon;
    private final KafkaConnection kafka;
    private @Nullable Producer<String, byte[]> producer;

    Publisher(EventSourcing axon, KafkaConnection kafka) {
        this.axon = axon;
        this.kafka = kafka;
    }

    /// Sends one event of a batch; the unit of work at hand commits only once Kafka has it.
    public void take(EventMessage<?> message) throws Exception {
        Producer<String, byte[]> through = producer();
        Future<?> acknowledged =
                through.send(Wire.write(axon.context(), axon.stored().recorded(message)));
        if (acknowledged.isDone()) {
            confirm(acknowledged, through);
        }
        CurrentUnitOfWork.get().onPrepareCommit(_ -> confirm(acknowledged, through));
    }

    private void confirm(Future<?> acknowledged, Producer<String, byte[]> through) {
        try {
            acknowledged.get(ACKNOWLEDGED_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while Kafka was asked", e);
        } catch (Exception e) {
            giveUp(through);
            throw new IllegalStateException("Kafka has not taken an event; it is sent again", e);
        }
    }

    private synchronized Producer<String, byte[]> producer() throws Exception {
        if (producer == null) {
            Topics.ensure(kafka.admin(), Wire.topic(axon.context()), kafka.partitions());
            producer = new KafkaProducer<>(kafka.producer(), new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }

    private synchronized void giveUp(Producer<String, byte[]> failed) {
        if (producer == failed) {
            producer = null;
            failed.close(Duration.ZERO);
        }
    }

    public synchronized void stop() {
        if (producer != null) {
            producer.close(Duration.ofSeconds(2));
            producer = null;
        }
    }
}
