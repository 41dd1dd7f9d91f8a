package org.fediversity.runtime.store;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.SystemException;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.concurrent.Callable;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;

/// Axon's transactions are JTA's: one begins where there is none, and is joined where there is one.
@ApplicationScoped
public class JtaTransactions implements TransactionManager {
    private final jakarta.transaction.TransactionManager jta;
    private final TransactionSynchronizationRegistry registry;

    JtaTransactions(jakarta.transaction.TransactionManager jta, TransactionSynchronizationRegistry registry) {
        this.jta = jta;
        this.registry = registry;
    }

    @Override
    public Transaction startTransaction() {
        try {
            if (isActive()) {
                return new Joined();
            }
            jta.begin();
            return new Begun();
        } catch (Exception e) {
            throw new IllegalStateException("no transaction can be begun", e);
        }
    }

    /// Whether the thread is inside a transaction.
    public boolean isActive() {
        try {
            return jta.getStatus() != Status.STATUS_NO_TRANSACTION;
        } catch (SystemException e) {
            throw new IllegalStateException("no transaction status", e);
        }
    }

    /// Does work in a transaction; an exception undoes it and is passed on.
    public <T> T in(Callable<T> work) throws Exception {
        Transaction transaction = startTransaction();
        T result;
        try {
            result = work.call();
        } catch (Exception | Error e) {
            transaction.rollback();
            throw e;
        }
        transaction.commit();
        return result;
    }

    /// Runs something once the transaction at hand is committed, or at once if there is none.
    public void afterCommit(Runnable action) {
        if (!isActive()) {
            action.run();
            return;
        }
        registry.registerInterposedSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {
                // nothing to prepare
            }

            @Override
            public void afterCompletion(int status) {
                if (status == Status.STATUS_COMMITTED) {
                    action.run();
                }
            }
        });
    }

    private final class Begun implements Transaction {
        @Override
        public void commit() {
            try {
                jta.commit();
            } catch (Exception e) {
                throw new IllegalStateException("the transaction was not committed", e);
            }
        }

        @Override
        public void rollback() {
            try {
                if (isActive()) {
                    jta.rollback();
                }
            } catch (SystemException e) {
                throw new IllegalStateException("the transaction was not rolled back", e);
            }
        }
    }

    private final class Joined implements Transaction {
        @Override
        public void commit() {
            // whoever began it commits it
        }

        @Override
        public void rollback() {
            try {
                jta.setRollbackOnly();
            } catch (SystemException e) {
                throw new IllegalStateException("the transaction was not marked", e);
            }
        }
    }
}
