# Evaluates a module's nixos.nix with a small stand-in for nixpkgs: the functions of lib that modules use, packages that are
# only paths, and the options that nixpkgs declares (options.nix). Gives the configuration and what is wrong with it.
{ module, description }:
let
  inherit (builtins)
    attrNames concatLists concatMap elem foldl' fromJSON hasAttr head isAttrs isBool isInt isList isString listToAttrs map
    readFile stringLength substring tail toJSON;

  lib = {
    mkIf = condition: content: { _type = "if"; inherit condition content; };
    mkForce = content: { _type = "force"; inherit content; };
    mkDefault = content: { _type = "force"; inherit content; };
    optional = condition: value: if condition then [ value ] else [ ];
    optionals = condition: values: if condition then values else [ ];
    optionalAttrs = condition: set: if condition then set else { };
    optionalString = condition: text: if condition then text else "";
    hasPrefix = prefix: text: substring 0 (stringLength prefix) text == prefix;
    removePrefix = prefix: text:
      if lib.hasPrefix prefix text
      then substring (stringLength prefix) (stringLength text - stringLength prefix) text
      else text;
  };

  package = name: "/nix/store/stub-${name}";
  pkgs = {
    writeText = name: text: if isString text then package name else throw "writeText wants a text";
  } // listToAttrs (map (name: { inherit name; value = package name; }) [ "bash" "coreutils" "curl" "findutils" "gnused" "snac2" ]);

  config.services = listToAttrs (map (name: { inherit name; value.package = package name; }) [ "mastodon" "gotosocial" ]);

  # Conditions decided, forced values unwrapped.
  absent = { _type = "absent"; };
  decided = value:
    if isAttrs value && value ? _type && value._type == "if" then (if value.condition then decided value.content else absent)
    else if isAttrs value && value ? _type && value._type == "force" then decided value.content
    else if isAttrs value then
      listToAttrs (concatMap (name:
        let one = decided value.${name};
        in if isAttrs one && one ? _type && one._type == "absent" then [ ] else [ { inherit name; value = one; } ])
        (attrNames value))
    else if isList value then map decided value
    else value;

  fits = type: value: {
    any = true;
    attrs = isAttrs value;
    bool = isBool value;
    int = isInt value;
    list = isList value;
    strings = isList value && foldl' (all: one: all && isString one) true value;
    ports = isList value && foldl' (all: one: all && isInt one) true value;
    path = isString value && lib.hasPrefix "/" value;
    str = isString value;
  }.${type};

  check = place: declared: value:
    if isString declared then (if fits declared value then [ ] else [ "${place} is not of type ${declared}" ])
    else if !isAttrs value then [ "${place} is no set" ]
    else concatMap (name:
      let here = if place == "" then name else "${place}.${name}";
      in if hasAttr name declared then check here declared.${name} value.${name}
         else if declared ? "*" then check here declared."*" value.${name}
         else [ "${here} is no option" ])
      (attrNames value);

  result = decided (import module { description = fromJSON (readFile description); } { inherit config lib pkgs; });
in
{
  config = result;
  mistakes = check "" (import ./options.nix) result;
}
