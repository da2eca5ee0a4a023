package io.github.memcachedspring.embedded;

/**
 * What a storage command asks of the item that is there.
 */
enum StoreMode {

	SET, ADD, REPLACE, APPEND, PREPEND

}
