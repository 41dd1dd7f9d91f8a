package org.fediversity.config.domain;

import java.time.Duration;

/// How long operators may take to prove that a domain is theirs, and for how long that counts.
///
/// @param proveWithin    a claim that was not proven for so long is given up
/// @param lookAgainAfter the TXT record of a proven domain is looked for that often
/// @param grace          a domain whose record is gone lapses if the record does not come back within this time
public record DomainRules(Duration proveWithin, Duration lookAgainAfter, Duration grace) {}
