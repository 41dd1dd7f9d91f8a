package org.fediversity.provisioning.driver;

/// Directories. Results: `path`. The content stays while it is held; release deletes it.
public interface VolumeDriver extends Driver {
    @Override
    default String type() {
        return "volume";
    }
}
