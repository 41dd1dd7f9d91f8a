package org.fediversity.provisioning.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.UUID;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Amounts;
import org.fediversity.provisioning.domain.Offer;
import org.junit.jupiter.api.Test;

/// What every driver promises. A driver extends the contract of its kind, and is tested.
public abstract class DriverContract {
    protected final String deployment = UUID.randomUUID().toString();

    protected abstract Driver driver();

    /// Where it is served.
    protected Endpoint endpoint() {
        return new Endpoint(Map.of(), Map.of());
    }

    /// A plain request of the type.
    protected Map<String, Object> request() {
        return Map.of();
    }

    protected final Order order(Map<String, Object> request) {
        return Orders.of(driver().type(), endpoint(), deployment, request);
    }

    protected final Order orderIn(String environment) {
        return Orders.of(
                driver().type(), endpoint(), new AllocationId(deployment, environment), request(), Map.of(), Map.of());
    }

    protected final Outcome.Ready ready(Outcome outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Ready.class);
        return (Outcome.Ready) outcome;
    }

    @Test
    void ensuring_twice_is_ensuring_once() {
        Order order = order(request());
        Outcome.Ready first = ready(driver().ensure(order));
        assertThat(driver().ensure(order)).isEqualTo(first);
        ready(driver().release(order));
    }

    @Test
    void releasing_what_is_not_there_is_done_at_once() {
        ready(driver().release(order(request())));
    }

    @Test
    void what_was_released_can_be_had_again() {
        Order first = order(request());
        ready(driver().ensure(first));
        ready(driver().release(first));
        Order again = order(request());
        ready(driver().ensure(again));
        ready(driver().release(again));
    }

    @Test
    void a_served_offer_is_found_sound() {
        ready(driver().probe(
                        new Offer(
                                "offer",
                                driver().type(),
                                driver().name(),
                                endpoint().at(),
                                Amounts.NONE,
                                false),
                        endpoint()));
    }

    @Test
    void a_secret_shows_itself_to_nobody() {
        Order order = order(request());
        Outcome.Ready ready = ready(driver().ensure(order));
        ready.secrets().values().forEach(secret -> assertThat(ready.toString()).doesNotContain(secret.text()));
        ready(driver().release(order));
    }
}
