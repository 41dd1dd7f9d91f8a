/// What the gateway keeps and answers from: history, ledger, answers to repeated requests.
@NullMarked
package org.fediversity.gateway.view;

import org.jspecify.annotations.NullMarked;
