package io.github.memcachedspring.annotation;

import org.springframework.cache.annotation.Cacheable;

/**
 * Names neither a manager nor a resolver.
 */
class Unnamed {

	private int calls;

	@Cacheable("books")
	@CacheTtl("10m")
	public String find(String isbn) {
		this.calls++;
		return this.calls + " " + isbn;
	}

}
