package org.fediversity.deployment.view;

/// How the newest rollout of a deployment stands.
///
/// @param status as in [RolloutRow]
public record CurrentRollout(String deployment, int number, int revision, String status) {}
