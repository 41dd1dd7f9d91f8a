package org.fediversity.provisioning.driver;

/// Accounts to log in to. Results: `host`, `user`. A sample that keeps the interface honest.
public interface LoginShellDriver extends Driver {
    @Override
    default String type() {
        return "login-shell";
    }
}
