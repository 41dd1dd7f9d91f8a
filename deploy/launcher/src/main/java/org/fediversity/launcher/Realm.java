package org.fediversity.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The Keycloak realm of the embedded stack: roles, clients and demo accounts.
final class Realm {
    static final String NAME = "fediversity";

    /// Services that ask others under their own name.
    static final List<String> SERVICES = List.of("config", "deployment", "migration");

    /// Demo account -> role; the password is the name.
    static final Map<String, String> ACCOUNTS = new java.util.LinkedHashMap<>();

    static {
        ACCOUNTS.put("operator1", "operator");
        ACCOUNTS.put("operator2", "operator");
        ACCOUNTS.put("provider", "provider");
        ACCOUNTS.put("maintainer", "maintainer");
        ACCOUNTS.put("auditor", "auditor");
    }

    private Realm() {}

    static String json(Secrets secrets) {
        List<Map<String, Object>> clients = new ArrayList<>();
        clients.add(Map.of(
                "clientId", "fediversity-cli",
                "enabled", true,
                "publicClient", true,
                "standardFlowEnabled", true,
                "directAccessGrantsEnabled", true,
                "redirectUris", List.of("http://localhost:*", "http://127.0.0.1:*"),
                "webOrigins", List.of("+"),
                "fullScopeAllowed", true));
        List<Map<String, Object>> users = new ArrayList<>();
        for (String service : SERVICES) {
            String client = "fediversity-" + service;
            clients.add(Map.of(
                    "clientId", client,
                    "enabled", true,
                    "publicClient", false,
                    "secret", secrets.of("client." + service),
                    "serviceAccountsEnabled", true,
                    "standardFlowEnabled", false,
                    "directAccessGrantsEnabled", false,
                    "fullScopeAllowed", true));
            users.add(Map.of(
                    "username",
                    "service-account-" + client,
                    "enabled",
                    true,
                    "serviceAccountClientId",
                    client,
                    "realmRoles",
                    List.of("service")));
        }
        ACCOUNTS.forEach((name, role) -> users.add(Map.of(
                "username",
                name,
                "enabled",
                true,
                "email",
                name + "@example.org",
                "emailVerified",
                true,
                "firstName",
                name,
                "lastName",
                "Demo",
                "credentials",
                List.of(Map.of("type", "password", "value", name, "temporary", false)),
                "realmRoles",
                List.of(role))));
        List<Map<String, String>> roles = Stream.concat(ACCOUNTS.values().stream(), Stream.of("service"))
                .distinct()
                .map(role -> Map.of("name", role))
                .toList();
        try {
            return new ObjectMapper()
                    .writeValueAsString(Map.of(
                            "realm",
                            NAME,
                            "displayName",
                            "Fediversity",
                            "enabled",
                            true,
                            "sslRequired",
                            "none",
                            "accessTokenLifespan",
                            900,
                            "roles",
                            Map.of("realm", roles),
                            "clients",
                            clients,
                            "users",
                            users));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
