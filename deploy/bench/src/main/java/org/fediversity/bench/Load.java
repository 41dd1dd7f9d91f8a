package org.fediversity.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/// Clients that do one thing over and over, each as fast as it can.
final class Load {
    static final int CLIENTS = 16;

    private Load() {}

    /// @param once given a number that no other call gets
    /// @return how often per second it was done
    static double perSecond(Duration time, LongConsumer once) throws Exception {
        long start = System.nanoTime();
        long end = start + time.toNanos();
        long done = 0;
        try (var clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Long>> counts = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                long first = (start & 0xFFFF_FFFFL) << 30 | (long) client << 24;
                counts.add(clients.submit(() -> {
                    long count = 0;
                    while (System.nanoTime() < end) {
                        once.accept(first + count++);
                    }
                    return count;
                }));
            }
            for (var count : counts) {
                done += count.get();
            }
        }
        return done * 1e9 / (System.nanoTime() - start);
    }
}
