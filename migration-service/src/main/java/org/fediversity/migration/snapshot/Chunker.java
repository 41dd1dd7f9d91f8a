package org.fediversity.migration.snapshot;

import java.io.IOException;

/// Cuts a stream where its content says so, so that an insertion changes only the chunks around it. Gear hash with
/// normalised chunking, as described for FastCDC (Xia et al., USENIX ATC 2016); the table is drawn from a fixed seed,
/// so that every set-up cuts alike.
final class Chunker {
    /// Receives one chunk: `length` bytes of the buffer from `offset`, valid during the call.
    interface Sink {
        void chunk(byte[] buffer, int offset, int length) throws IOException;
    }

    static final int AVERAGE = 256 * 1024;
    static final int MAXIMUM = 4 * AVERAGE;

    private static final long[] GEAR = gear();

    private final Sink sink;
    private final int minimum;
    private final int average;
    private final byte[] buffer;
    private final long strict;
    private final long loose;
    private int length;
    private long hash;

    Chunker(Sink sink) {
        this(sink, AVERAGE);
    }

    /// @param average a power of two; chunks are between a quarter and four times as long, the last may be shorter
    Chunker(Sink sink, int average) {
        this.sink = sink;
        this.average = average;
        this.minimum = average / 4;
        this.buffer = new byte[average * 4];
        int bits = Integer.numberOfTrailingZeros(average);
        this.strict = -1L << (64 - bits - 2);
        this.loose = -1L << (64 - bits + 2);
    }

    void write(byte[] bytes, int offset, int count) throws IOException {
        for (int i = offset; i < offset + count; i++) {
            buffer[length++] = bytes[i];
            if (length < minimum) {
                continue;
            }
            hash = (hash << 1) + GEAR[bytes[i] & 0xff];
            if ((hash & (length < average ? strict : loose)) == 0 || length == buffer.length) {
                cut();
            }
        }
    }

    /// Hands over what is left.
    void finish() throws IOException {
        if (length > 0) {
            cut();
        }
    }

    private void cut() throws IOException {
        sink.chunk(buffer, 0, length);
        length = 0;
        hash = 0;
    }

    private static long[] gear() {
        long[] table = new long[256];
        long state = 0x6665646976657273L; // SplitMix64 from "fedivers"
        for (int i = 0; i < table.length; i++) {
            state += 0x9e3779b97f4a7c15L;
            long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
            z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
            table[i] = z ^ (z >>> 31);
        }
        return table;
    }
}
