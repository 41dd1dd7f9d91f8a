# From the description of a deployment (JSON) to a NixOS configuration; what the description holds is said in
# deploy/docs/packaging.md. All that an operator configures comes with the environment of the component, which lies in a file
# on the machine, never in the Nix store, and which GoToSocial puts above its file.
{ description }:
{ config, lib, pkgs, ... }:
let
  inherit (description) resources;
  inherit (description.components) web;
in
{
  services.gotosocial = {
    enable = true;
    environmentFile = web.environmentFile;
    settings = {
      host = resources.address.fqdn;
      bind-address = "0.0.0.0";
      port = web.port;
      db-type = "postgres";
      storage-local-base-path = if resources ? storage then resources.storage.path else "/var/lib/gotosocial/storage";
    } // lib.optionalAttrs (resources ? media) {
      storage-s3-endpoint = lib.removePrefix "http://" (lib.removePrefix "https://" resources.media.endpoint);
    };
  };
  networking.firewall.allowedTCPPorts = [ web.port ];

  systemd.services.gotosocial.serviceConfig.ReadWritePaths = lib.optional (resources ? storage) resources.storage.path;
  systemd.tmpfiles.rules = lib.optional (resources ? storage) "z ${resources.storage.path} 0750 gotosocial gotosocial - -";

  # An account can only be made once the server has run; it has to start anew to notice who became administrator.
  systemd.services.gotosocial-first-account = {
    description = "First account of GoToSocial";
    wantedBy = [ "multi-user.target" ];
    after = [ "gotosocial.service" ];
    requires = [ "gotosocial.service" ];
    path = [ pkgs.curl config.services.gotosocial.package ];
    environment = {
      GTS_DB_TYPE = "postgres";
      GTS_HOST = resources.address.fqdn;
    };
    script = ''
      until curl -s -f -o /dev/null http://127.0.0.1:${toString web.port}/livez; do sleep 1; done
      if ! gotosocial admin account list 2>/dev/null | grep -q "^$ADMIN_USERNAME[[:space:]]"; then
        gotosocial admin account create --username "$ADMIN_USERNAME" --email "$ADMIN_EMAIL" --password "$ADMIN_PASSWORD" >/dev/null
        gotosocial admin account promote --username "$ADMIN_USERNAME" >/dev/null
        systemctl restart --no-block gotosocial.service
      fi
    '';
    serviceConfig = {
      Type = "oneshot";
      EnvironmentFile = [ web.environmentFile ];
    };
  };
}
