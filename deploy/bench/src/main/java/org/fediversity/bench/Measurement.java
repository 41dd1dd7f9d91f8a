package org.fediversity.bench;

/// Something that can be measured, and prints what it found.
interface Measurement {
    /// For the command line: `webhooks`.
    String name();

    void run(Surroundings surroundings) throws Exception;
}
