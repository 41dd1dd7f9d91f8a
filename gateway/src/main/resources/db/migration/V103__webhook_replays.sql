-- Ranges of the history that are delivered to a webhook once more. They are worked off bit by bit, as there is room
-- among what waits for the webhook.
create table webhook_replay (
    id      bigserial primary key,
    webhook text      not null,
    next    bigint    not null,
    until   bigint    not null
);
create index webhook_replay_order on webhook_replay (webhook, id);
