package org.fediversity.config.domain;

import java.util.List;

/// Reads TXT records where they are true: at the authoritative servers of their zone.
public interface TxtRecords {
    /// What was found.
    sealed interface Answer {
        /// The texts, possibly none.
        record Found(List<String> texts) implements Answer {
            public Found {
                texts = List.copyOf(texts);
            }
        }

        /// Nobody who should know answered; `why` is for people to read.
        record Unreachable(String why) implements Answer {}
    }

    Answer at(String name);
}
