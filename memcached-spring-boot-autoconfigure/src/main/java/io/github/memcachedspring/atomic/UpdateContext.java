package io.github.memcachedspring.atomic;

import java.util.concurrent.Executor;

/**
 * What a template and the updates that are derived from it share.
 *
 * @param executor completes the futures that callers get, and never rejects a task
 * @param counter what updates did
 */
record UpdateContext(Executor executor, UpdateCounter counter) {

}
