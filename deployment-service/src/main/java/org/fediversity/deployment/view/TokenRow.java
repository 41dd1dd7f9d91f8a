package org.fediversity.deployment.view;

import java.time.Instant;
import java.util.List;

/// A token that was issued and not revoked; the token itself is kept nowhere.
public record TokenRow(String id, List<String> scopes, Instant issuedAt, Instant expiresAt) {}
