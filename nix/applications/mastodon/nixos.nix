# From the description of a deployment (JSON) to a NixOS configuration; what the description holds is said in
# deploy/docs/packaging.md. All that an operator configures comes with the environment of the components, which lies in a file
# on the machine, never in the Nix store; here is only where things run.
{ description }:
{ config, lib, pkgs, ... }:
let
  inherit (description) resources;
  web = description.components ? web;
  worker = description.components ? worker;
  any = if web then description.components.web else description.components.worker;
  fqdn = resources.address.fqdn;
  mediaUrl =
    if !(resources ? media) then ""
    else if (description.options.mediaHost or null) != null then "https://${description.options.mediaHost}"
    else resources.media.publicUrl;
in
{
  services.mastodon = {
    enable = true;
    localDomain = fqdn;
    configureNginx = web;
    # By sockets: where SOCKET is set, Mastodon does not look at PORT, which the environment of the component sets.
    enableUnixSocket = true;
    streamingProcesses = 1;
    sidekiqThreads = { small = 5; medium = 25; large = 50; }.${description.options.size or "small"};
    automaticMigrations = web;
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
    smtp = {
      createLocally = false;
      fromAddress = "mastodon@${description.deployment.domain}";
    };
    secretKeyBaseFile = resources.secretKeyBase.value.file;
    activeRecordEncryptionPrimaryKeyFile = resources.recordKey.value.file;
    activeRecordEncryptionDeterministicKeyFile = resources.recordDeterministicKey.value.file;
    activeRecordEncryptionKeyDerivationSaltFile = resources.recordSalt.value.file;
    vapidPrivateKeyFile = resources.vapid.privateKey.file;
    vapidPublicKeyFile = "${pkgs.writeText "vapid-public-key" resources.vapid.publicKey}";
    mediaAutoRemove.enable = worker && (description.options.mediaCacheDays or 0) > 0;
    mediaAutoRemove.olderThanDays = lib.mkIf ((description.options.mediaCacheDays or 0) > 0) description.options.mediaCacheDays;
    extraEnvFiles = [ any.environmentFile ];
    extraConfig = lib.optionalAttrs (mediaUrl != "") {
      S3_ALIAS_HOST = lib.removePrefix "http://" (lib.removePrefix "https://" mediaUrl);
    };
  };

  # nginx answers on the port that the edge leads to; it serves files and leads /api/v1/streaming to its program.
  services.nginx.virtualHosts = lib.mkIf web {
    ${fqdn} = {
      forceSSL = false;
      enableACME = false;
      listen = [ { addr = "0.0.0.0"; port = description.components.web.port; } ];
    };
  };
  networking.firewall.allowedTCPPorts = lib.optional web description.components.web.port;

  systemd.services = {
    mastodon-web.serviceConfig.UnsetEnvironment = [ "OWNER_PASSWORD" ];
    mastodon-sidekiq-all.serviceConfig.UnsetEnvironment = [ "OWNER_PASSWORD" ];
    mastodon-web.enable = web;
    mastodon-streaming-1.enable = web;
    mastodon-sidekiq-all.enable = worker;
    mastodon-set-up = lib.mkIf web {
      description = "Settings and first account of Mastodon";
      wantedBy = [ "mastodon.target" ];
      after = [ "mastodon-init-db.service" ];
      requires = [ "mastodon-init-db.service" ];
      before = [ "mastodon-web.service" ];
      environment.RAILS_ENV = "production";
      script = ''
        exec ${config.services.mastodon.package}/bin/rails runner "$SET_UP"
      '';
      serviceConfig = {
        Type = "oneshot";
        User = "mastodon";
        Group = "mastodon";
        WorkingDirectory = config.services.mastodon.package;
        EnvironmentFile = [ "/var/lib/mastodon/.secrets_env" any.environmentFile ];
      };
    };
  };

  fileSystems = lib.mkIf (resources ? uploads) {
    "/var/lib/mastodon/public-system" = {
      device = resources.uploads.path;
      options = [ "bind" ];
    };
  };
}
