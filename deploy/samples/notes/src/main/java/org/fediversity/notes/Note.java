package org.fediversity.notes;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What somebody wrote.
///
/// @param position newer notes have higher ones
record Note(UUID id, long position, String text, Instant published, Optional<Picture> picture) {

    /// A picture that belongs to a note.
    ///
    /// @param alternative what it shows, for those who cannot see it
    record Picture(UUID id, String mediaType, long bytes, String alternative) {}
}
