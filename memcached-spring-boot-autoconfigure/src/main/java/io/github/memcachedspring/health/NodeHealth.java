package io.github.memcachedspring.health;

import java.util.Map;

import io.github.memcachedspring.client.MemcachedNode;

/**
 * How a node was doing when its cluster was checked.
 *
 * @param node the node
 * @param answered whether it answered in time
 * @param details what is shown of it
 */
record NodeHealth(MemcachedNode node, boolean answered, Map<String, Object> details) {

}
