package org.fediversity.gateway.domain.webhook;

import java.time.Duration;

/// How webhooks behave in this set-up.
///
/// @param addresses where deliveries may go
/// @param schedule  when a delivery is tried again
/// @param patience  for one attempt: finding the address, connecting, sending and reading the answer together
/// @param deadAfter a webhook to which nothing got through for so long is disabled
/// @param overlap   so long an old secret signs along after a rotation, unless something else is asked for
/// @param atOnce    deliveries that one gateway has under way to one webhook
public record WebhookRules(
        AddressPolicy addresses,
        RetrySchedule schedule,
        Duration patience,
        Duration deadAfter,
        Duration overlap,
        int atOnce) {}
