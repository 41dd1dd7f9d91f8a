package org.fediversity.bench;

import java.util.Arrays;
import java.util.Locale;

/// How figures are written: label, number, unit.
final class Figures {
    private Figures() {}

    static void print(String label, double figure, String unit) {
        System.out.printf(Locale.ROOT, "  %-38s %10.2f %s%n", label, figure, unit);
    }

    /// @param nanos how long each one took; sorted by this
    static void percentiles(String label, long[] nanos) {
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "  %-38s %10.1f ms p50, %.1f ms p95, %.1f ms p99 (of %d)%n",
                label,
                at(nanos, 50),
                at(nanos, 95),
                at(nanos, 99),
                nanos.length);
    }

    private static double at(long[] sorted, int percent) {
        return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)] / 1e6;
    }
}
