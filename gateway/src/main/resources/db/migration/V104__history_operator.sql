-- Whose a deployment is stands beside each of its entries, so that an operator's page is found by one index however long
-- the history is.
update history h set operator = d.operator
from history_deployment d where d.deployment = h.deployment and h.operator is null;
