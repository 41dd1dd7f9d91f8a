package org.fediversity.runtime.store;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.NoArgGenerator;
import org.axonframework.common.IdentifierFactory;

/// Event ids are UUIDv7 (RFC 9562): they sort by time, and indexes on them stay compact.
public final class TimeOrderedIds extends IdentifierFactory {
    private static final NoArgGenerator UUID_V7 = Generators.timeBasedEpochRandomGenerator();

    @Override
    public String generateIdentifier() {
        return UUID_V7.generate().toString();
    }
}
