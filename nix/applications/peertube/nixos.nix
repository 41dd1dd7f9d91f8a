# From the description of a deployment (JSON) to a NixOS configuration; what the description holds is said in
# deploy/docs/packaging.md. All that an operator configures comes as NODE_CONFIG with the environment of the component, which
# lies in a file on the machine, never in the Nix store, and which node-config puts above the files that nixpkgs writes.
{ description }:
{ config, lib, pkgs, ... }:
let
  inherit (description) resources;
  inherit (description.components) web;
in
{
  services.peertube = {
    enable = true;
    localDomain = resources.address.fqdn;
    enableWebHttps = lib.hasPrefix "https:" resources.address.url;
    listenHttp = web.port;
    listenWeb = if lib.hasPrefix "https:" resources.address.url then 443 else 80;
    configureNginx = false;
    serviceEnvironmentFile = web.environmentFile;
    secrets.secretsFile = resources.secret.value.file;
    database = {
      createLocally = false;
      host = resources.database.host;
      port = resources.database.port;
      name = resources.database.database;
      user = resources.database.user;
      passwordFile = resources.database.password.file;
    };
    redis = {
      createLocally = false;
      enableUnixSocket = false;
      host = resources.redis.host;
      port = resources.redis.port;
      passwordFile = resources.redis.password.file;
    };
  };
  networking.firewall.allowedTCPPorts = [ web.port ];

  # local-production.json, which the web interface writes, lies beside the files that are linked anew at each start.
  systemd.services.peertube.environment.PEERTUBE_LOCAL_CONFIG = "/var/lib/peertube/settings";
  systemd.tmpfiles.rules = [
    "z /var/lib/peertube/storage 0750 peertube peertube - -"
    "z /var/lib/peertube/settings 0750 peertube peertube - -"
  ];
  fileSystems = {
    "/var/lib/peertube/storage" = {
      device = resources.storage.path;
      options = [ "bind" ];
    };
    "/var/lib/peertube/settings" = {
      device = resources.settings.path;
      options = [ "bind" ];
    };
  };
}
