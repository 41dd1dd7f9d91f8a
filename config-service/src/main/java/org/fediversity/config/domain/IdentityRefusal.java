package org.fediversity.config.domain;

import org.fediversity.runtime.Refusal;

/// Refusals about operators and domains.
public enum IdentityRefusal implements Refusal {
    NOT_SIGNED_UP(409, "You have not signed up"),
    DOMAIN_TAKEN(409, "The domain belongs to somebody else"),
    DOMAIN_NOT_CLAIMED(404, "You have not claimed this domain"),
    CHALLENGE_NOT_FOUND(409, "The TXT record is not there yet"),
    NOT_A_DOMAIN(422, "This is not a domain name");

    private final int status;
    private final String title;

    IdentityRefusal(int status, String title) {
        this.status = status;
        this.title = title;
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public String title() {
        return title;
    }
}
