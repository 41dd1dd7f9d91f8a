package org.fediversity.migration.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.fediversity.migration.domain.Inventory.Counted;
import org.fediversity.migration.driver.Outcome.Done;
import org.fediversity.migration.driver.StateDriver.Exported;
import org.junit.jupiter.api.Test;

/// What every state driver promises. Extend it, and the driver is tested.
public abstract class StateDriverContract {
    protected abstract StateDriver driver();

    /// A place that holds something worth moving.
    protected abstract StatePlace source();

    /// Another place, which holds something that must go.
    protected abstract StatePlace target();

    /// A place where nobody answers.
    protected abstract StatePlace nowhere();

    protected record Moved(Exported exported, byte[] content, Counted arrived) {}

    /// Exports from one place and imports into another.
    protected Moved move(StatePlace from, StatePlace to) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Exported exported = done(driver().export(from, out));
        Counted arrived = done(driver().replace(to, exported.format(), new ByteArrayInputStream(out.toByteArray())));
        return new Moved(exported, out.toByteArray(), arrived);
    }

    protected static <T> T done(Outcome<T> outcome) {
        assertThat(outcome).isInstanceOf(Done.class);
        return ((Done<T>) outcome).value();
    }

    @Test
    void what_is_exported_arrives() {
        StatePlace source = source();
        Moved moved = move(source, target());

        assertThat(moved.arrived()).isEqualTo(moved.exported().counted());
        assertThat(done(driver().count(source))).isEqualTo(moved.exported().counted());
        assertThat(moved.exported().counted().counts()).isNotEmpty();
    }

    @Test
    void importing_twice_is_importing_once() {
        StatePlace target = target();
        Moved moved = move(source(), target);

        Counted again =
                done(driver().replace(target, moved.exported().format(), new ByteArrayInputStream(moved.content())));

        assertThat(again).isEqualTo(moved.arrived());
    }

    @Test
    void moving_on_from_the_target_loses_nothing() {
        StatePlace between = target();
        Moved first = move(source(), between);

        Moved second = move(between, target());

        assertThat(second.arrived()).isEqualTo(first.exported().counted());
    }

    @Test
    void a_stream_that_ends_too_early_is_refused() {
        Moved moved = move(source(), target());
        byte[] half = Arrays.copyOf(moved.content(), moved.content().length * 3 / 4);

        Outcome<Counted> outcome =
                driver().replace(target(), moved.exported().format(), new ByteArrayInputStream(half));

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void a_format_of_tomorrow_is_refused() {
        assertThat(driver().replace(target(), "tomorrow.v9", new ByteArrayInputStream(new byte[0])))
                .isInstanceOf(Outcome.Refused.class);
    }

    @Test
    void nobody_there_is_an_outcome_not_an_exception() {
        assertThat(driver().count(nowhere())).isNotInstanceOf(Done.class);
        assertThat(driver().export(nowhere(), new ByteArrayOutputStream())).isNotInstanceOf(Done.class);
    }
}
