/// The rules of the gateway, without clock or I/O: which route, who may see what, what a tree of hashes proves.
@NullMarked
package org.fediversity.gateway.domain;

import org.jspecify.annotations.NullMarked;
