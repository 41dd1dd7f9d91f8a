package org.fediversity.contracts;

import java.util.List;
import java.util.Map;

/// What a revision of a configuration needs in order to run: the outcome of the resource mapping. It is complete: who
/// holds it can provision and deploy without asking for the module again.
///
/// @param resources    required resources; machines come first
/// @param applications what runs, in the order in which the operator chose it
public record Requirements(List<RequiredResource> resources, List<ApplicationPlan> applications) {
    public static final Requirements NONE = new Requirements(List.of(), List.of());

    public Requirements {
        resources = Plain.list(resources);
        applications = Plain.list(applications);
    }

    /// One required resource.
    ///
    /// @param id          unique in the deployment: `<application>/<name>`; of a machine
    ///                    `<application>/machine/<component>`, of the one machine of a monolithic
    ///                    deployment `machine`
    /// @param application whose it is; empty for the one machine of a monolithic deployment
    /// @param name        as in the module
    /// @param type        resource type, e.g. `postgresql`
    /// @param component   the component a machine is for; else empty
    /// @param request     the fields of the resource type's request, evaluated
    public record RequiredResource(
            String id, String application, String name, String type, String component, Map<String, Object> request) {
        public RequiredResource {
            request = Plain.map(request);
        }
    }

    /// One application of a deployment, at its pinned version.
    ///
    /// @param label           left-most part of its host name: `<label>.<domain>`
    /// @param options         as the operator set them, defaults applied; secrets as `{"secret": reference, …}`
    /// @param moduleDirectory what `${module.dir}` stands for
    public record ApplicationPlan(
            String name,
            String version,
            String label,
            Map<String, Object> options,
            String moduleDirectory,
            List<ComponentPlan> components,
            List<StatePlan> state,
            List<ScriptPlan> scripts) {
        public ApplicationPlan {
            options = Plain.map(options);
            components = Plain.list(components);
            state = Plain.list(state);
            scripts = Plain.list(scripts);
        }
    }

    /// One component, its expressions not yet evaluated: they speak of results that only provisioning brings.
    ///
    /// @param machine     id of the required machine it runs on
    /// @param http        `health` and `expect` if it is reached over HTTP, else empty
    /// @param environment variable to text or expression
    /// @param runs        run-time backend to how it runs there
    public record ComponentPlan(
            String name,
            String machine,
            Map<String, Object> http,
            Map<String, Object> environment,
            Map<String, Object> runs) {
        public ComponentPlan {
            http = Plain.map(http);
            environment = Plain.map(environment);
            runs = Plain.map(runs);
        }
    }

    /// One part of the state that must survive a migration.
    ///
    /// @param resource id of the required resource that holds it
    /// @param identity whether the application's identity hangs on it, so that a transfer refuses to start without
    /// it
    public record StatePlan(String name, String resource, boolean identity) {}

    /// One migration script, as written in the module.
    public record ScriptPlan(
            String name,
            String when,
            String phase,
            String component,
            List<Object> command,
            Map<String, Object> verify) {
        public ScriptPlan {
            command = Plain.list(command);
            verify = Plain.map(verify);
        }
    }
}
