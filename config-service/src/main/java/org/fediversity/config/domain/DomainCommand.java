package org.fediversity.config.domain;

import java.time.Duration;
import java.time.Instant;
import org.fediversity.runtime.Command;

/// What can be asked of a domain.
public sealed interface DomainCommand extends Command {
    String domain();

    @Override
    default String stream() {
        return "domain:" + domain();
    }

    /// An operator says that the domain is theirs.
    ///
    /// @param challenge fresh, for the TXT record
    record ClaimDomain(String domain, String operator, String challenge) implements DomainCommand {}

    /// A claim was not proven in time.
    ///
    /// @param challenge of the claim; a newer one stays
    record ExpireClaim(String domain, String operator, String challenge) implements DomainCommand {}

    /// What the authoritative servers said.
    ///
    /// @param seen  whether the operator's challenge was among the TXT records
    /// @param what  what was seen instead, for people to read
    /// @param grace how long the record of a proven domain may be away
    record RecordVerification(String domain, String operator, boolean seen, String what, Instant at, Duration grace)
            implements DomainCommand {}
}
