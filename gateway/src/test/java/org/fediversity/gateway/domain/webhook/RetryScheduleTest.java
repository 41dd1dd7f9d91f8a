package org.fediversity.gateway.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    private final List<Duration> pauses = LongStream.of(0, 5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
            .mapToObj(Duration::ofSeconds)
            .toList();
    private final RetrySchedule schedule = new RetrySchedule(pauses);
    private final Random random = new Random(4);

    @Test
    void ten_attempts_take_a_little_more_than_three_days() {
        Duration all = IntStream.rangeClosed(1, 9)
                .mapToObj(n -> schedule.after(n, Duration.ZERO, random).orElseThrow())
                .reduce(Duration.ZERO, Duration::plus);
        assertThat(all).isBetween(Duration.ofDays(3).multipliedBy(8).dividedBy(10), Duration.ofDays(4));
        assertThat(schedule.after(10, Duration.ZERO, random)).isEmpty();
        assertThat(schedule.after(11, Duration.ofHours(1), random)).isEmpty();
    }

    @Test
    void pauses_are_scattered_by_a_fifth() {
        List<Duration> drawn = IntStream.range(0, 500)
                .mapToObj(i -> schedule.after(2, Duration.ZERO, random).orElseThrow())
                .toList();
        assertThat(drawn)
                .allSatisfy(pause -> assertThat(pause).isBetween(Duration.ofSeconds(240), Duration.ofSeconds(360)));
        assertThat(drawn).anySatisfy(pause -> assertThat(pause).isLessThan(Duration.ofSeconds(260)));
        assertThat(drawn).anySatisfy(pause -> assertThat(pause).isGreaterThan(Duration.ofSeconds(340)));
    }

    @Test
    void what_the_receiver_asks_for_is_obeyed_up_to_a_day() {
        assertThat(schedule.after(1, Duration.ofMinutes(10), random)).isEqualTo(Optional.of(Duration.ofMinutes(10)));
        assertThat(schedule.after(1, Duration.ofDays(400), random)).isEqualTo(Optional.of(Duration.ofDays(1)));
        assertThat(schedule.after(8, Duration.ofSeconds(1), random).orElseThrow())
                .isGreaterThan(Duration.ofHours(10));
    }
}
