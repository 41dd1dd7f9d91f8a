package org.fediversity.contracts;

import java.util.List;
import java.util.Map;

/// What happens in the provisioning context: environments are declared, resources are reserved, provisioned, released.
public sealed interface ProvisioningEvent extends Event {

    /// A hosting provider declared an environment, or declared it anew.
    ///
    /// @param provider   subject of the provider who declared it; `set-up` for environments from files
    /// @param revision   from 1
    /// @param definition the environment as written (see FORMATS), secrets as references only
    @EventName("EnvironmentDeclared")
    record EnvironmentDeclared(String environment, String provider, int revision, Map<String, Object> definition)
            implements ProvisioningEvent {
        public EnvironmentDeclared {
            definition = Plain.map(definition);
        }

        @Override
        public String stream() {
            return "environment:" + environment;
        }

        @Override
        public String subject() {
            return environment;
        }
    }

    /// What an allocation is: all that one deployment uses in one environment. Id: `<deployment>@<environment>`.
    sealed interface AllocationEvent extends ProvisioningEvent {
        String deployment();

        String environment();

        default String allocation() {
            return deployment() + "@" + environment();
        }

        @Override
        default String stream() {
            return "allocation:" + allocation();
        }

        @Override
        default String subject() {
            return deployment();
        }
    }

    /// The policy found a place for every required resource, and capacity was set aside; nothing is touched yet.
    ///
    /// @param request what asked for it: `rollout/<n>` or `migration/<id>`
    /// @param carried resource id to the secret reference whose value it shall have: identity that moves along
    @EventName("ResourcesReserved")
    record ResourcesReserved(
            String deployment,
            String environment,
            String operator,
            String domain,
            String request,
            List<Assignment> assignments,
            Map<String, String> carried)
            implements AllocationEvent {
        public ResourcesReserved {
            assignments = Plain.list(assignments);
            carried = Plain.map(carried);
        }
    }

    /// Every resource is ready for use.
    @EventName("ResourcesProvisioned")
    record ResourcesProvisioned(String deployment, String environment, String request, List<ResourceResult> results)
            implements AllocationEvent {
        public ResourcesProvisioned {
            results = Plain.list(results);
        }
    }

    /// A resource could not be had; whatever the request before it provisioned stays as it was.
    @EventName("ProvisioningFailed")
    record ProvisioningFailed(String deployment, String environment, String request, String reason)
            implements AllocationEvent {}

    /// What a later revision no longer needs is to be taken down, now that it runs; recorded before anything is
    /// touched.
    ///
    /// @param request   whose success made it superfluous
    /// @param resources ids of the resources that earlier requests reserved
    @EventName("SurplusReleaseRequested")
    record SurplusReleaseRequested(String deployment, String environment, String request, List<String> resources)
            implements AllocationEvent {
        public SurplusReleaseRequested {
            resources = Plain.list(resources);
        }
    }

    /// These resources are no longer held; the rest of the allocation stays as it is.
    @EventName("SurplusReleased")
    record SurplusReleased(String deployment, String environment, List<String> resources) implements AllocationEvent {
        public SurplusReleased {
            resources = Plain.list(resources);
        }
    }

    /// The deployment is retired, and its state is not to be lost by that: these resources stay, with what is in them,
    /// until it is erased. Everything else is to be taken down, and then *SurplusReleased* follows.
    ///
    /// @param resources ids of the resources that stay
    @EventName("StateKept")
    record StateKept(String deployment, String environment, String request, List<String> resources)
            implements AllocationEvent {
        public StateKept {
            resources = Plain.list(resources);
        }
    }

    /// The allocation is to be taken down; recorded before anything is touched.
    @EventName("ReleaseRequested")
    record ReleaseRequested(String deployment, String environment, String request) implements AllocationEvent {}

    /// Nothing is held any more; capacity is free again.
    @EventName("ResourcesReleased")
    record ResourcesReleased(String deployment, String environment) implements AllocationEvent {}
}
