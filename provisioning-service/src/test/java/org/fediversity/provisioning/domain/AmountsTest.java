package org.fediversity.provisioning.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmountsTest {
    private static BigDecimal of(String type, Map<String, Object> request, String dimension) {
        return Amounts.demand(type, request).of(dimension);
    }

    @Test
    void what_is_asked_for_counts_under_its_own_name() {
        assertThat(of("bucket", Map.of("quotaGiB", 10), "quotaGiB")).isEqualByComparingTo("10");
        assertThat(of("volume", Map.of("sizeGiB", 5), "sizeGiB")).isEqualByComparingTo("5");
        assertThat(of("redis", Map.of("maxMemoryMiB", 64), "maxMemoryMiB")).isEqualByComparingTo("64");
        assertThat(of("machine", Map.of("cpu", 0.5), "cpu")).isEqualByComparingTo("0.5");
    }

    @Test
    void storage_of_all_kinds_counts_under_one_name_too() {
        assertThat(of("bucket", Map.of("quotaGiB", 10), "storageGiB")).isEqualByComparingTo("10");
        assertThat(of("volume", Map.of("sizeGiB", 5), "storageGiB")).isEqualByComparingTo("5");
    }

    @Test
    void whatever_it_is_counts_as_one_and_what_is_no_number_not_at_all() {
        assertThat(of("smtp", Map.of("from", "a@example.org"), "count")).isEqualByComparingTo("1");
        assertThat(of("smtp", Map.of("from", "a@example.org"), "from")).isZero();
    }
}
