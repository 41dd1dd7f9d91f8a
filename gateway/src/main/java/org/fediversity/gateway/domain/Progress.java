package org.fediversity.gateway.domain;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Tells how far a rollout, a migration or a retirement has come, from the events of its deployment since it began. It
/// reads events by name, not by class: services may be newer than the gateway, and what it does not know it passes
/// over.
public final class Progress {
    /// What begins an activity.
    public static final Set<String> BEGINNINGS =
            Set.of("DeploymentRequested", "MigrationRequested", "RetirementRequested");

    /// What ends one.
    public static final Set<String> ENDINGS = Set.of(
            "DeploymentSucceeded",
            "DeploymentFailed",
            "DeploymentCancelled",
            "MigrationCompleted",
            "MigrationAborted",
            "DeploymentRetired");

    private int steps;
    private int done;
    private int percent;
    private String activity = "";
    private String number = "";

    /// An event of the history.
    ///
    /// @param name bare, e.g. `RolloutStepStarted`
    public record Happening(long position, String time, String name, Map<String, Object> data) {
        String text(String field) {
            Object value = data.get(field);
            return value == null ? "" : value.toString();
        }
    }

    /// One frame of the stream.
    ///
    /// @param activity  `rollout`, `migration` or `retirement`
    /// @param id        number of the rollout, id of the migration
    /// @param step      e.g. `install`; the same word as in the rollout's or migration's `steps`
    /// @param component what the step is about, or empty
    /// @param status    `started`, `completed` or `failed`; of the last frame also `succeeded`, `cancelled`,
    /// `aborted`
    /// @param percent   never falls; 100 only when all is done
    /// @param text      a sentence for people
    public record Report(
            long position,
            String time,
            String activity,
            String id,
            String step,
            String component,
            String status,
            int percent,
            String text,
            boolean last) {}

    /// Takes the next event and says what it means, if it means anything to somebody who waits.
    public Optional<Report> on(Happening event) {
        return switch (event.name()) {
            case "DeploymentRequested" -> {
                begin("rollout", event.text("rollout"));
                steps = countSteps(event.data());
                yield say(
                        event,
                        "request",
                        "",
                        "completed",
                        0,
                        "Rollout " + number + " of revision " + event.text("revision") + " was requested");
            }
            case "ResourcesReserved" ->
                say(event, "provision", "", "started", percent + 1, "Found room for every resource");
            case "ResourcesProvisioned" ->
                say(event, "provision", "", "completed", percent + 1, "All resources are ready");
            case "ProvisioningFailed" ->
                say(event, "provision", "", "failed", percent, "A resource could not be had: " + event.text("reason"));
            case "RolloutStepStarted" ->
                say(event, event.text("step"), event.text("component"), "started", percent, doing(event));
            case "RolloutStepCompleted" -> {
                done++;
                yield say(event, event.text("step"), event.text("component"), "completed", ofSteps(), did(event));
            }
            case "RolloutStepFailed" ->
                say(
                        event,
                        event.text("step"),
                        event.text("component"),
                        "failed",
                        percent,
                        doing(event) + " failed: " + event.text("reason"));
            case "CancellationRequested" ->
                say(event, "cancel", "", "started", percent, "Stops before the next step, as was asked");
            case "DeploymentSucceeded" -> end(event, "succeeded", 100, "Revision " + event.text("revision") + " runs");
            case "DeploymentFailed" ->
                end(
                        event,
                        "failed",
                        percent,
                        "The rollout failed: " + event.text("reason") + ". What served before serves still");
            case "DeploymentCancelled" ->
                end(event, "cancelled", percent, "The rollout was cancelled. What served before serves still");
            //
            case "MigrationRequested" -> {
                begin("migration", event.text("migration"));
                yield say(
                        event,
                        "request",
                        "",
                        "completed",
                        0,
                        "A move from " + event.text("sourceEnvironment") + " to " + event.text("targetEnvironment")
                                + " was requested");
            }
            case "TargetPrepared" ->
                say(
                        event,
                        "prepare",
                        "",
                        "completed",
                        20,
                        "Every resource at " + event.text("environment") + " is ready");
            case "StateSynchronised" ->
                say(event, "synchronise", "", "completed", 25, "A round of state was copied while the source serves");
            case "CutoverStarted" -> say(event, "cutover", "", "started", 30, "The change-over begins");
            case "FreezeStarted" -> say(event, "freeze", "", "started", 32, "The source is being stopped");
            case "DeploymentFrozen" -> say(event, "freeze", "", "completed", 40, "The source stands still");
            case "FreezeFailed" ->
                say(event, "freeze", "", "failed", percent, "The source could not be stopped: " + event.text("reason"));
            case "SourceFreezing" -> say(event, "freeze", "", "started", 33, "From this moment on nobody serves");
            case "SourceFrozen" ->
                say(event, "freeze", "", "completed", 41, "The source stands still; its state can be read");
            case "StateComponentExported" ->
                say(
                        event,
                        "export",
                        event.text("state"),
                        "completed",
                        between(event, 41, 54),
                        "Exported " + event.text("state") + " (" + event.text("number") + " of " + event.text("of")
                                + ")");
            case "StateComponentImported" ->
                say(
                        event,
                        "import",
                        event.text("state"),
                        "completed",
                        between(event, 55, 69),
                        "Imported " + event.text("state") + " (" + event.text("number") + " of " + event.text("of")
                                + ")");
            case "VerificationStarted" -> say(event, "verify", "", "started", 81, "The target is being looked at");
            case "StateExported" -> say(event, "export", "", "completed", 55, "The state lies in a snapshot");
            case "StateImported" ->
                say(event, "import", "", "completed", 70, "The snapshot lies at the target, and was counted");
            case "MigrationScriptCompleted" ->
                say(event, "script", event.text("script"), "completed", percent, "A migration script has run");
            case "TargetStartRequested" -> say(event, "start", "", "started", 72, "The target is being started");
            case "TargetStarted" -> say(event, "start", "", "completed", 80, "The target runs and is healthy");
            case "TargetFailed" ->
                say(event, "start", "", "failed", percent, "The target did not come up: " + event.text("reason"));
            case "TargetVerified" -> say(event, "verify", "", "completed", 88, "The application answers at the target");
            case "CustodyTransferred" ->
                say(event, "custody", "", "completed", 92, "From now on only the target may serve");
            case "MoveStarted" -> say(event, "switch", "", "started", 93, "Users are being led to the target");
            case "DeploymentMoved" ->
                say(event, "switch", "", "completed", 95, "The deployment lives at " + event.text("environment"));
            case "TrafficSwitched" -> say(event, "switch", "", "completed", 97, "Users reach the target");
            case "ResumeStarted" -> say(event, "resume", "", "started", percent, "The source is being started again");
            case "DeploymentResumed" -> say(event, "resume", "", "completed", percent, "The source serves again");
            case "MigrationCompleted" -> end(event, "succeeded", 100, "The move is done");
            case "MigrationAborted" ->
                end(
                        event,
                        "aborted",
                        percent,
                        "The move was given up: " + event.text("reason") + ". The source serves");
            //
            case "RetirementRequested" -> {
                begin("retirement", "");
                yield say(event, "retire", "", "started", 0, "The deployment is being stopped for good");
            }
            case "DeploymentRetired" -> end(event, "succeeded", 100, "Nothing of the deployment runs any more");
            default -> Optional.empty();
        };
    }

    private void begin(String what, String which) {
        activity = what;
        number = which;
        steps = 0;
        done = 0;
        percent = 0;
    }

    private Optional<Report> say(
            Happening event, String step, String component, String status, int reached, String text) {
        if (activity.isEmpty()) {
            return Optional.empty();
        }
        percent = Math.max(percent, Math.min(reached, 99));
        return Optional.of(report(event, step, component, status, text, false));
    }

    private Optional<Report> end(Happening event, String status, int reached, String text) {
        if (activity.isEmpty()) {
            return Optional.empty();
        }
        percent = Math.max(percent, reached);
        return Optional.of(report(event, "end", "", status, text, true));
    }

    private Report report(Happening event, String step, String component, String status, String text, boolean last) {
        return new Report(
                event.position(), event.time(), activity, number, step, component, status, percent, text, last);
    }

    private static int between(Happening event, int from, int to) {
        return event.data().get("number") instanceof Number number
                        && event.data().get("of") instanceof Number of
                        && of.intValue() > 0
                ? from + (to - from) * Math.min(number.intValue(), of.intValue()) / of.intValue()
                : from;
    }

    private int ofSteps() {
        return steps == 0 ? percent : done * 100 / steps;
    }

    /// Provisioning, then each component installed and started, then each application verified.
    private static int countSteps(Map<String, Object> request) {
        int count = 1;
        if (request.get("requirements") instanceof Map<?, ?> requirements
                && requirements.get("applications") instanceof List<?> applications) {
            for (Object application : applications) {
                count++;
                if (application instanceof Map<?, ?> plan && plan.get("components") instanceof List<?> components) {
                    count += 2 * components.size();
                }
            }
        }
        return count;
    }

    private static String doing(Happening event) {
        return words(event, "Provisioning resources", "Installing", "Starting", "Checking", "Removing");
    }

    private static String did(Happening event) {
        String detail = event.text("detail");
        String said = words(event, "Resources are provisioned", "Installed", "Started", "Checked", "Removed");
        return detail.isEmpty() ? said : said + ": " + detail;
    }

    private static String words(
            Happening event, String provision, String install, String start, String verify, String remove) {
        String step = event.text("step");
        String word =
                switch (step) {
                    case "provision" -> provision;
                    case "install" -> install;
                    case "start" -> start;
                    case "verify" -> verify;
                    case "remove" -> remove;
                    default -> step;
                };
        return (word + " " + event.text("component")).strip();
    }
}
