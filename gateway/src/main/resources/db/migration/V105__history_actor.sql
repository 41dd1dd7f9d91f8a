-- What somebody did, in order.
create index history_actor_order on history (actor, position);
