# From the description of a deployment (JSON) to a NixOS configuration; what the description holds is said in
# deploy/docs/packaging.md. nixpkgs has a package of snac but no module: the service is ours, and runs what runs elsewhere.
{ description }:
{ config, lib, pkgs, ... }:
let
  inherit (description) resources;
  inherit (description.components) web;
in
{
  users.users.snac = {
    isSystemUser = true;
    group = "snac";
  };
  users.groups.snac = { };
  systemd.services.snac = {
    description = "snac, a Fediverse server";
    wantedBy = [ "multi-user.target" ];
    after = [ "network-online.target" ];
    wants = [ "network-online.target" ];
    path = [ pkgs.snac2 pkgs.bash pkgs.coreutils pkgs.findutils pkgs.gnused ];
    environment.SNAC_ADDRESS = "0.0.0.0";
    serviceConfig = {
      ExecStart = "${pkgs.bash}/bin/sh ${./snac.sh} serve ${resources.data.path}/snac";
      EnvironmentFile = [ web.environmentFile ];
      User = "snac";
      Group = "snac";
      ReadWritePaths = [ resources.data.path ];
      ProtectSystem = "strict";
      ProtectHome = true;
      PrivateTmp = true;
      NoNewPrivileges = true;
      Restart = "always";
      TimeoutStopSec = 30;
    };
  };
  systemd.tmpfiles.rules = [ "d ${resources.data.path} 0700 snac snac - -" ];
  networking.firewall.allowedTCPPorts = [ web.port ];
}
