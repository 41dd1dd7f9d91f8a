package org.fediversity.config.domain;

import org.fediversity.runtime.Command;

/// What can be asked of an operator's record. Personal data is not part of it.
public sealed interface OperatorCommand extends Command {
    String operator();

    @Override
    default String stream() {
        return "operator:" + operator();
    }

    /// Somebody signs up.
    record RegisterOperator(String operator) implements OperatorCommand {}

    /// Their personal data was erased.
    ///
    /// @param receipt for the operator to keep
    record RecordErasure(String operator, String receipt) implements OperatorCommand {}
}
