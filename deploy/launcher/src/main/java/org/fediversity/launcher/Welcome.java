package org.fediversity.launcher;

import java.util.stream.Collectors;

/// What a person wants to know once everything serves.
final class Welcome {
    private Welcome() {}

    static String text(Home home) {
        PortMap ports = PortMap.kept(home.ports());
        String accounts = Realm.ACCOUNTS.keySet().stream().collect(Collectors.joining(", "));
        return """

                Fediversity is up.
                  API            %1$s/api/v1      (description: %1$s/q/openapi)
                  applications   http://LABEL.DOMAIN:%2$d      (for domains below .localhost)
                  sign-in        %3$s/realms/%4$s      (client fediversity-cli)
                  demo accounts  %5$s      (password = name)
                  environments   alpha, beta      (%6$s)
                  logs           %7$s      (./fediversity logs NAME -f)
                A token:
                  curl -s -d grant_type=password -d client_id=fediversity-cli -d username=operator1 -d password=operator1 \\
                    %3$s/realms/%4$s/protocol/openid-connect/token
                """.formatted(
                        ports.url(Role.GATEWAY),
                        ports.of(Role.EDGE),
                        ports.url(Role.KEYCLOAK),
                        Realm.NAME,
                        accounts,
                        home.shown(home.environments()),
                        home.shown(home.logs()));
    }
}
