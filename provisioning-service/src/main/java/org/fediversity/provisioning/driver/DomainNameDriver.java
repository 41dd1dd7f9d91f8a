package org.fediversity.provisioning.driver;

/// Names under a deployment's domain. Results: `fqdn`, `url`.
public interface DomainNameDriver extends Driver {
    @Override
    default String type() {
        return "domain-name";
    }
}
