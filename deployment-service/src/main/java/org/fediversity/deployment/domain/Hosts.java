package org.fediversity.deployment.domain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.fediversity.contracts.Requirements.ApplicationPlan;

/// Under which names people reach a deployment's applications.
///
/// @param edgePort the port that stands in addresses; 80 does not
public record Hosts(int edgePort) {
    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    /// Whether it can be the left-most part of a host name (RFC 1123, lower case).
    public static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /// `<label>.<domain>`.
    public static String name(String label, String domain) {
        return label + "." + domain;
    }

    /// What stands in the Host header of a request to it.
    public String authority(String label, String domain) {
        return name(label, domain) + (edgePort == 80 ? "" : ":" + edgePort);
    }

    /// Application to the address that a person opens: what its domain name resource says, or what the edge will serve.
    public Map<String, String> urls(Release release, String domain) {
        Map<String, String> urls = new LinkedHashMap<>();
        for (ApplicationPlan application : release.requirements().applications()) {
            release.door(application).ifPresent(_ -> urls.put(application.name(), url(release, application, domain)));
        }
        return urls;
    }

    private String url(Release release, ApplicationPlan application, String domain) {
        return release.results().stream()
                .filter(result -> result.application().equals(application.name())
                        && result.type().equals("domain-name")
                        && result.values().containsKey("url"))
                .map(result -> String.valueOf(result.values().get("url")))
                .findFirst()
                .orElse("http://" + authority(application.label(), domain));
    }
}
