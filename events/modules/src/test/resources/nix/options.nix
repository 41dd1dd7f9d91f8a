# Names and types of the options that the modules use, as nixpkgs declares them (nixos/modules, 2026).
let
  systemdService = {
    description = "str";
    enable = "bool";
    wantedBy = "strings";
    after = "strings";
    before = "strings";
    requires = "strings";
    wants = "strings";
    path = "list";
    script = "str";
    environment = { "*" = "any"; };
    serviceConfig = { "*" = "any"; };
  };
  virtualHost = {
    forceSSL = "bool";
    enableACME = "bool";
    listen = "list";
  };
in
{
  services = {
    mastodon = {
      enable = "bool";
      localDomain = "str";
      configureNginx = "bool";
      enableUnixSocket = "bool";
      streamingProcesses = "int";
      sidekiqThreads = "int";
      automaticMigrations = "bool";
      database = { createLocally = "bool"; host = "str"; port = "int"; name = "str"; user = "str"; passwordFile = "path"; };
      redis = { createLocally = "bool"; enableUnixSocket = "bool"; host = "str"; port = "int"; passwordFile = "path"; };
      smtp = { createLocally = "bool"; fromAddress = "str"; };
      secretKeyBaseFile = "path";
      activeRecordEncryptionPrimaryKeyFile = "path";
      activeRecordEncryptionDeterministicKeyFile = "path";
      activeRecordEncryptionKeyDerivationSaltFile = "path";
      vapidPrivateKeyFile = "path";
      vapidPublicKeyFile = "path";
      mediaAutoRemove = { enable = "bool"; olderThanDays = "int"; };
      extraEnvFiles = "strings";
      extraConfig = { "*" = "any"; };
    };
    peertube = {
      enable = "bool";
      localDomain = "str";
      enableWebHttps = "bool";
      listenHttp = "int";
      listenWeb = "int";
      configureNginx = "bool";
      serviceEnvironmentFile = "path";
      secrets.secretsFile = "path";
      database = { createLocally = "bool"; host = "str"; port = "int"; name = "str"; user = "str"; passwordFile = "path"; };
      redis = { createLocally = "bool"; enableUnixSocket = "bool"; host = "str"; port = "int"; passwordFile = "path"; };
    };
    pixelfed = {
      enable = "bool";
      domain = "str";
      secretFile = "path";
      database = { createLocally = "bool"; type = "str"; automaticMigrations = "bool"; };
      redis.createLocally = "bool";
      maxUploadSize = "str";
      settings = { "*" = "any"; };
      nginx = virtualHost;
    };
    gotosocial = {
      enable = "bool";
      environmentFile = "path";
      settings = { "*" = "any"; };
    };
    nginx.virtualHosts."*" = virtualHost;
    phpfpm.pools."*".settings = { "*" = "any"; };
  };
  networking.firewall.allowedTCPPorts = "ports";
  systemd.services."*" = systemdService;
  systemd.tmpfiles.rules = "strings";
  fileSystems."*" = { device = "path"; options = "strings"; };
  users.users."*" = { isSystemUser = "bool"; group = "str"; };
  users.groups."*" = { };
}
