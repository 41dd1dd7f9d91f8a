package org.fediversity.deployment.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fediversity.contracts.PinnedApplication;
import org.fediversity.deployment.domain.Configurations.Application;
import org.fediversity.deployment.domain.Configurations.Domain;
import org.fediversity.deployment.domain.Environments.Environment;
import org.fediversity.runtime.Fault;

/// What an operator asks for when creating a deployment, and the rules that it must obey. All mistakes are told at
/// once.
///
/// @param applications in the order chosen
public record Creation(
        String operator, String name, String environment, String topology, String domain, List<Wish> applications) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9.+_-]{0,252}");
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_HOST = 253;
    private static final int MOST_APPLICATIONS = 20;

    public Creation {
        applications = List.copyOf(applications);
    }

    /// An application that is wanted.
    ///
    /// @param version empty for the newest
    /// @param label   left-most part of its host name
    public record Wish(String name, String version, String label) {}

    /// What others answered to it.
    ///
    /// @param applications in the order of the wishes
    /// @param taken        host names that other deployments have
    public record Answers(
            Optional<Environment> environment,
            Optional<Domain> domain,
            List<Optional<Application>> applications,
            Set<String> taken) {}

    /// Whether there are so many applications that nobody is asked about any.
    public boolean isTooLarge() {
        return applications.size() > MOST_APPLICATIONS;
    }

    /// Whether anything can be called so: what is asked of others is a part of an address.
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    /// All mistakes, one for each place.
    public List<Fault> allFaults(Answers answers) {
        List<Fault> faults = new ArrayList<>(faults());
        Set<String> told = faults.stream().map(Fault::pointer).collect(Collectors.toSet());
        faults(answers).stream()
                .filter(fault -> !told.contains(fault.pointer()))
                .forEach(faults::add);
        return faults;
    }

    /// Mistakes that can be seen without asking anybody.
    public List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            faults.add(new Fault("/name", "must have 1 to " + LONGEST_NAME + " characters"));
        }
        if (environment.isBlank()) {
            faults.add(new Fault("/environment", "must name an environment"));
        }
        if (topology.isBlank()) {
            faults.add(new Fault("/topology", "must name a topology of the environment"));
        }
        if (domain.isBlank()) {
            faults.add(new Fault("/domain", "must name one of your verified domains"));
        }
        if (applications.isEmpty() || applications.size() > MOST_APPLICATIONS) {
            faults.add(new Fault("/applications", "must name 1 to " + MOST_APPLICATIONS + " applications"));
        }
        Set<String> names = new HashSet<>();
        Set<String> labels = new HashSet<>();
        for (int i = 0; i < applications.size(); i++) {
            Wish wish = applications.get(i);
            String pointer = "/applications/" + i;
            if (wish.name().isBlank()) {
                faults.add(new Fault(pointer + "/name", "must name an application"));
            } else if (!names.add(wish.name())) {
                faults.add(new Fault(pointer + "/name", "is there already; a deployment has an application once"));
            }
            if (!Hosts.isLabel(wish.label())) {
                faults.add(new Fault(
                        pointer + "/label",
                        "must be a DNS label: 1 to 63 of a-z, 0-9 and -, neither beginning nor ending with -"));
            } else if (!labels.add(wish.label())) {
                faults.add(new Fault(pointer + "/label", "is there already; two applications cannot share an address"));
            } else if (host(wish).length() > LONGEST_HOST) {
                faults.add(new Fault(pointer + "/label", "makes a host name that is too long"));
            }
        }
        return faults;
    }

    /// Mistakes that show once the others have answered.
    public List<Fault> faults(Answers answers) {
        List<Fault> faults = new ArrayList<>();
        if (answers.environment().isEmpty()) {
            faults.add(new Fault("/environment", "there is no environment " + environment));
        }
        answers.environment()
                .filter(place -> !place.topologies().contains(topology))
                .ifPresent(place -> faults.add(
                        new Fault("/topology", environment + " offers " + String.join(", ", place.topologies()))));
        if (!answers.domain().map(this::isMine).orElse(false)) {
            faults.add(
                    new Fault("/domain", "you have no proven domain " + domain + ": claim it, and have it verified"));
        } else if (!answers.domain().map(Domain::verified).orElse(false)) {
            faults.add(new Fault("/domain", domain + " is not verified yet"));
        }
        for (int i = 0; i < applications.size(); i++) {
            faults.addAll(faults(i, answers));
        }
        return faults;
    }

    private boolean isMine(Domain claimed) {
        return claimed.operator().equals(operator);
    }

    private List<Fault> faults(int i, Answers answers) {
        Wish wish = applications.get(i);
        String pointer = "/applications/" + i;
        List<Fault> faults = new ArrayList<>();
        Optional<Application> found = answers.applications().get(i);
        if (found.isEmpty()) {
            faults.add(
                    wish.version().isEmpty()
                            ? new Fault(pointer + "/name", "there is no application " + wish.name())
                            : new Fault(
                                    pointer + "/version",
                                    "there is no version " + wish.version() + " of an application " + wish.name()));
        }
        found.ifPresent(application -> answers.environment()
                .filter(place -> !application.backends().contains(place.backend()))
                .ifPresent(place -> faults.add(new Fault(
                        pointer + "/name",
                        "cannot run on backend " + place.backend() + " of " + place.name() + ", only on "
                                + String.join(", ", application.backends())))));
        if (answers.taken().contains(host(wish))) {
            faults.add(new Fault(pointer + "/label", host(wish) + " belongs to another deployment"));
        }
        return faults;
    }

    /// Host names it would have.
    public List<String> hosts() {
        return applications.stream()
                .filter(wish -> Hosts.isLabel(wish.label()))
                .map(this::host)
                .toList();
    }

    private String host(Wish wish) {
        return Hosts.name(wish.label(), domain);
    }

    /// The applications at the versions found.
    public List<PinnedApplication> pinned(Answers answers) {
        Map<String, String> versions = new HashMap<>();
        answers.applications()
                .forEach(found ->
                        found.ifPresent(application -> versions.put(application.name(), application.version())));
        return applications.stream()
                .map(wish -> new PinnedApplication(
                        wish.name(), versions.getOrDefault(wish.name(), wish.version()), wish.label()))
                .toList();
    }
}
