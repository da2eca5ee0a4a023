package io.github.memcachedspring.migration.foreign;

/**
 * What the clients of others have in common.
 */
interface OtherClient extends AutoCloseable {

	void set(String key, int seconds, Object value) throws Exception;

	Object get(String key) throws Exception;

}
