package org.fediversity.contracts;

import java.util.Map;

/// What happens in the config context: modules are published, operators and domains appear, configurations are staged.
public sealed interface ConfigEvent extends Event {

    /// A version of an application module became available.
    ///
    /// @param digest    SHA-256 of the canonical module, hexadecimal: same version, same digest, for ever
    /// @param directory where the module's files lie, or empty for a module that came without files
    /// @param module    the module as written (see FORMATS)
    @EventName("ApplicationPublished")
    record ApplicationPublished(
            String application, String version, String digest, String directory, Map<String, Object> module)
            implements ConfigEvent {
        public ApplicationPublished {
            module = Plain.map(module);
        }

        @Override
        public String stream() {
            return "application:" + application;
        }

        @Override
        public String subject() {
            return application;
        }
    }

    /// A version goes on to work, but a newer one is better.
    ///
    /// @param reason for people to read
    @EventName("ApplicationDeprecated")
    record ApplicationDeprecated(String application, String version, String reason) implements ConfigEvent {
        @Override
        public String stream() {
            return "application:" + application;
        }

        @Override
        public String subject() {
            return application;
        }
    }

    /// A version is as good as any again.
    @EventName("ApplicationReinstated")
    record ApplicationReinstated(String application, String version) implements ConfigEvent {
        @Override
        public String stream() {
            return "application:" + application;
        }

        @Override
        public String subject() {
            return application;
        }
    }

    /// A version must not be chosen any more, for good. What runs goes on to run.
    ///
    /// @param reason for people to read
    @EventName("ApplicationWithdrawn")
    record ApplicationWithdrawn(String application, String version, String reason) implements ConfigEvent {
        @Override
        public String stream() {
            return "application:" + application;
        }

        @Override
        public String subject() {
            return application;
        }
    }

    /// Somebody became an operator. Who that is stands in the personal data table only.
    @EventName("OperatorRegistered")
    record OperatorRegistered(String operator) implements ConfigEvent {
        @Override
        public String stream() {
            return "operator:" + operator;
        }

        @Override
        public String subject() {
            return operator;
        }
    }

    /// The personal data of an operator was erased.
    ///
    /// @param receipt SHA-256 over operator id and time of erasure, for the operator to keep
    @EventName("OperatorErased")
    record OperatorErased(String operator, String receipt) implements ConfigEvent {
        @Override
        public String stream() {
            return "operator:" + operator;
        }

        @Override
        public String subject() {
            return operator;
        }
    }

    /// An operator says that a domain is theirs; the challenge is to be set as a TXT record.
    @EventName("DomainClaimed")
    record DomainClaimed(String domain, String operator, String challenge) implements ConfigEvent {
        @Override
        public String stream() {
            return "domain:" + domain;
        }

        @Override
        public String subject() {
            return domain;
        }
    }

    /// The claim was proven.
    @EventName("DomainVerified")
    record DomainVerified(String domain, String operator) implements ConfigEvent {
        @Override
        public String stream() {
            return "domain:" + domain;
        }

        @Override
        public String subject() {
            return domain;
        }
    }

    /// A claim that was not proven in time was given up.
    @EventName("DomainClaimExpired")
    record DomainClaimExpired(String domain, String operator) implements ConfigEvent {
        @Override
        public String stream() {
            return "domain:" + domain;
        }

        @Override
        public String subject() {
            return domain;
        }
    }

    /// The TXT record of a proven domain is gone. If it does not come back in time, the domain lapses.
    ///
    /// @param until RFC 3339 time; till then nothing changes
    @EventName("DomainProofMissing")
    record DomainProofMissing(String domain, String operator, String until) implements ConfigEvent {
        @Override
        public String stream() {
            return "domain:" + domain;
        }

        @Override
        public String subject() {
            return domain;
        }
    }

    /// The TXT record that was missing is there again.
    @EventName("DomainProofFound")
    record DomainProofFound(String domain, String operator) implements ConfigEvent {
        @Override
        public String stream() {
            return "domain:" + domain;
        }

        @Override
        public String subject() {
            return domain;
        }
    }

    /// A proven domain, whose TXT record stayed away, belongs to nobody any more.
    @EventName("DomainLapsed")
    record DomainLapsed(String domain, String operator) implements ConfigEvent {
        @Override
        public String stream() {
            return "domain:" + domain;
        }

        @Override
        public String subject() {
            return domain;
        }
    }

    /// A new revision of a deployment's configuration is what should run.
    ///
    /// @param applications application name to its options; a secret option is `{"secret": reference,
    /// "fingerprint": …}`
    /// @param requirements what the resource mapping made of it for the deployment's topology
    @EventName("ConfigurationStaged")
    record ConfigurationStaged(
            String deployment, int revision, Map<String, Object> applications, Requirements requirements)
            implements ConfigEvent {
        public ConfigurationStaged {
            applications = Plain.map(applications);
        }

        @Override
        public String stream() {
            return "configuration:" + deployment;
        }

        @Override
        public String subject() {
            return deployment;
        }
    }

    /// The staged revision was given up; what is deployed is staged again.
    @EventName("ConfigurationDiscarded")
    record ConfigurationDiscarded(String deployment, int revision, int backTo) implements ConfigEvent {
        @Override
        public String stream() {
            return "configuration:" + deployment;
        }

        @Override
        public String subject() {
            return deployment;
        }
    }

    /// The revision is what runs now.
    @EventName("ConfigurationDeployed")
    record ConfigurationDeployed(String deployment, int revision) implements ConfigEvent {
        @Override
        public String stream() {
            return "configuration:" + deployment;
        }

        @Override
        public String subject() {
            return deployment;
        }
    }
}
