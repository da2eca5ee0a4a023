package io.github.memcachedspring.migration.foreign;

import io.github.memcachedspring.client.MemcachedKey;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.client.Reply;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Keys that can be told without asking.
 */
final class MappedKeys implements ForeignKeys {

	private static final String CACHE = "{cache}";

	private static final String KEY = "{key}";

	private final ForeignKeyMapper mapper;

	MappedKeys(ForeignKeyMapper mapper) {
		this.mapper = mapper;
	}

	static ForeignKeyMapper pattern(String pattern) {
		Assert.isTrue(pattern.contains(KEY), () -> "'pattern' must have '%s' in it: '%s'".formatted(KEY, pattern));
		int position = pattern.indexOf(KEY);
		String before = pattern.substring(0, position);
		String after = pattern.substring(position + KEY.length());
		return (cacheName, key) -> before.replace(CACHE, cacheName) + key + after.replace(CACHE, cacheName);
	}

	@Override
	public boolean isAsking() {
		return false;
	}

	@Override
	public Reply<@Nullable MemcachedKey> locate(String cacheName, String key, MemcachedOperations old) {
		return Reply.of(anchor(cacheName, key));
	}

	@Override
	public @Nullable MemcachedKey anchor(String cacheName, String key) {
		String foreign = this.mapper.foreignKey(cacheName, key);
		return (foreign != null) ? MemcachedKey.foreign(foreign) : null;
	}

	@Override
	public Reply<Boolean> clear(String cacheName, MemcachedOperations old) {
		return Reply.of(false);
	}

}
