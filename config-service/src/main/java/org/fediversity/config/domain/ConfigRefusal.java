package org.fediversity.config.domain;

import org.fediversity.runtime.Refusal;

/// Refusals about modules and configurations.
public enum ConfigRefusal implements Refusal {
    MODULE_INVALID(422, "The module is invalid"),
    VERSION_PUBLISHED(409, "This version is published already"),
    VERSION_WITHDRAWN(409, "This version was withdrawn"),
    CONFIGURATION_INVALID(422, "The configuration is invalid"),
    CONFIGURATION_CHANGED(412, "The configuration has changed since you read it"),
    NOTHING_STAGED(409, "Nothing is staged"),
    NOTHING_DEPLOYED(409, "Nothing is deployed yet"),
    DOMAIN_NOT_VERIFIED(409, "The domain is not verified"),
    NO_UPGRADE_PATH(422, "There is no way from the installed version to that one"),
    DEPLOYMENT_RETIRED(409, "The deployment is retired");

    private final int status;
    private final String title;

    ConfigRefusal(int status, String title) {
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
