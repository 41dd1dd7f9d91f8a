# From the description of a deployment (JSON) to a NixOS configuration; what the description holds is said in
# deploy/docs/packaging.md. All that an operator configures comes with the environment of the components, which lies in a file
# on the machine, never in the Nix store, and is appended to the .env that nixpkgs writes.
{ description }:
{ config, lib, pkgs, ... }:
let
  inherit (description) resources options;
  web = description.components ? web;
  worker = description.components ? worker;
  any = if web then description.components.web else description.components.worker;
  fqdn = resources.address.fqdn;
  environment = {
    EnvironmentFile = [ any.environmentFile ];
  };
in
{
  services.pixelfed = {
    enable = true;
    domain = fqdn;
    secretFile = any.environmentFile;
    database.createLocally = false;
    database.type = "pgsql";
    database.automaticMigrations = web;
    redis.createLocally = false;
    maxUploadSize = "${toString ((options.maxPhotoMiB or 15) * (options.maxAlbum or 10))}M";
    settings.APP_URL = resources.address.url;
    settings.SESSION_SECURE_COOKIE = lib.hasPrefix "https:" resources.address.url;
    # Keys come with the environment; none are to be made.
    settings.OAUTH_ENABLED = false;
    nginx = lib.mkIf web {
      listen = [ { addr = "0.0.0.0"; port = description.components.web.port; } ];
    };
  };
  networking.firewall.allowedTCPPorts = lib.optional web description.components.web.port;

  # The process environment goes before .env, so that OAUTH_ENABLED is true where the program runs.
  systemd.services = {
    phpfpm-pixelfed.serviceConfig = environment;
    phpfpm-pixelfed.enable = web;
    pixelfed-horizon.serviceConfig = environment;
    pixelfed-horizon.enable = worker;
    pixelfed-cron.serviceConfig = environment;
    # It writes the cache of the configuration, so it has to see what the others see.
    pixelfed-data-setup.serviceConfig = environment;
    pixelfed-first-account = lib.mkIf web {
      description = "First account of Pixelfed";
      wantedBy = [ "multi-user.target" ];
      after = [ "pixelfed-data-setup.service" ];
      requires = [ "pixelfed-data-setup.service" ];
      script = ''
        mark=/var/lib/pixelfed/storage/app/.fediversity-made
        [ ! -f "$mark" ] || exit 0
        /run/current-system/sw/bin/pixelfed-manage user:create --name="$ADMIN_USERNAME" --username="$ADMIN_USERNAME" \
          --email="$ADMIN_EMAIL" --password="$ADMIN_PASSWORD" --is_admin=true --confirm_email=1 >/dev/null
        touch "$mark"
      '';
      serviceConfig = environment // {
        Type = "oneshot";
        User = "pixelfed";
        Group = "pixelfed";
      };
    };
  };

  services.phpfpm.pools.pixelfed.settings.clear_env = false;
  fileSystems."/var/lib/pixelfed/storage" = {
    device = resources.storage.path;
    options = [ "bind" ];
  };
}
