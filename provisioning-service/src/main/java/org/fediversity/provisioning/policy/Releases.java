package org.fediversity.provisioning.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.fediversity.contracts.Assignment;
import org.fediversity.provisioning.domain.AllocationId;
import org.fediversity.provisioning.domain.Holding;

/// Takes down as much as can be.
@ApplicationScoped
class Releases {
    private final Works works;

    Releases(Works works) {
        this.works = works;
    }

    /// Releases in the opposite order of making.
    ///
    /// @throws Incomplete if something is left, so that it is tried again later
    void all(AllocationId allocation, Holding holding, List<Assignment> assignments) throws Incomplete {
        List<String> left = new ArrayList<>();
        for (Assignment assignment : assignments.reversed()) {
            if (works.release(allocation, holding, assignment) instanceof Works.Done.Not(var why)) {
                left.add(why);
            }
        }
        if (!left.isEmpty()) {
            throw new Incomplete(allocation, left);
        }
    }

    /// Something could not be taken down now.
    static final class Incomplete extends Exception {
        Incomplete(AllocationId allocation, List<String> left) {
            super(allocation + " is not released yet: " + String.join("; ", left));
        }
    }
}
