package org.fediversity.provisioning.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import org.fediversity.provisioning.domain.Amounts;
import org.fediversity.provisioning.domain.Offer;
import org.junit.jupiter.api.Test;

class PatientTest {
    private static final Outcome READY = Outcome.Ready.DONE;
    private static final Outcome AWAY = new Outcome.Unreachable("away");
    private static final Outcome BUSY = new Outcome.InProgress("booting");
    private static final Outcome NO = new Outcome.Refused("no");
    private static final Order ORDER = Orders.of("machine", new Endpoint(Map.of(), Map.of()), "d1", Map.of());

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    /// Answers what it was told to, one after the other.
    private record Told(Queue<Outcome> outcomes) implements MachineDriver {
        Told(Outcome... outcomes) {
            this(new ArrayDeque<>(List.of(outcomes)));
        }

        @Override
        public String name() {
            return "told";
        }

        @Override
        public Outcome ensure(Order order) {
            return outcomes.remove();
        }

        @Override
        public Outcome release(Order order) {
            return outcomes.remove();
        }

        @Override
        public Outcome probe(Offer offer, Endpoint endpoint) {
            return outcomes.remove();
        }
    }

    private Patient patient(Driver driver) {
        var quick = new Patient.Patience(Duration.ofMillis(200), 3, Duration.ofMillis(1), Duration.ofMillis(50));
        return new Patient(driver, quick, metrics);
    }

    @Test
    void it_asks_again_while_nobody_answers_but_not_for_ever() {
        assertThat(patient(new Told(AWAY, AWAY, READY)).ensure(ORDER)).isEqualTo(READY);
        assertThat(patient(new Told(AWAY, AWAY, AWAY, READY)).ensure(ORDER)).isEqualTo(AWAY);
    }

    @Test
    void it_waits_for_what_is_in_progress() {
        assertThat(patient(new Told(BUSY, BUSY, BUSY, BUSY, READY)).ensure(ORDER))
                .isEqualTo(READY);
    }

    @Test
    void a_no_is_a_no() {
        assertThat(patient(new Told(NO, READY)).release(ORDER)).isEqualTo(NO);
    }

    @Test
    void a_probe_is_asked_once() {
        Offer offer = new Offer("hosts", "machine", "told", Map.of(), Amounts.NONE, false);
        assertThat(patient(new Told(AWAY, READY)).probe(offer, ORDER.endpoint()))
                .isEqualTo(AWAY);
    }

    @Test
    void who_never_answers_is_unreachable() {
        CountDownLatch never = new CountDownLatch(1);
        Driver stuck = new MachineDriver() {
            @Override
            public String name() {
                return "stuck";
            }

            @Override
            public Outcome ensure(Order order) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return READY;
            }

            @Override
            public Outcome release(Order order) {
                return READY;
            }

            @Override
            public Outcome probe(Offer offer, Endpoint endpoint) {
                return READY;
            }
        };
        assertThat(patient(stuck).ensure(ORDER)).isInstanceOf(Outcome.Unreachable.class);
    }

    @Test
    void every_call_is_measured() {
        patient(new Told(AWAY, READY)).ensure(ORDER);
        assertThat(metrics.get("fediversity.driver.calls")
                        .tags("driver", "told", "call", "ensure", "outcome", "Unreachable")
                        .timer()
                        .count())
                .isEqualTo(1);
    }
}
