package org.fediversity.provisioning.domain;

import org.fediversity.runtime.Refusal;

/// Every reason for which this service says no.
public enum ProvisioningRefusal implements Refusal {
    ENVIRONMENT_EXISTS(409, "There is such an environment already"),
    NO_SUCH_ENVIRONMENT(404, "There is no such environment"),
    ENVIRONMENT_CHANGED(412, "The environment has changed since you read it"),
    ENVIRONMENT_INVALID(422, "The environment is not valid"),
    ENDPOINT_UNREACHABLE(422, "A driver cannot work with what the environment says"),
    OFFER_IN_USE(409, "Deployments use what would be taken away");

    private final int status;
    private final String title;

    ProvisioningRefusal(int status, String title) {
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
