package io.github.memcachedspring.atomic;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.cache.VersionedEntry;
import org.jspecify.annotations.Nullable;

/**
 * Updates of entries for callers that do not wait.
 *
 * @param <K> type of the keys
 */
final class AsyncEntryUpdates<K> implements AsyncAtomicUpdates<K> {

	private final Function<K, VersionedEntry> entries;

	private final UpdateContext context;

	private final UpdateSettings settings;

	AsyncEntryUpdates(Function<K, VersionedEntry> entries, UpdateContext context, UpdateSettings settings) {
		this.entries = entries;
		this.context = context;
		this.settings = settings;
	}

	@Override
	public <T> CompletableFuture<AtomicResult<T>> update(K key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return start(key, type, Change.update(function));
	}

	@Override
	public <T> CompletableFuture<AtomicResult<T>> updateIfPresent(K key, Class<T> type,
			Function<T, @Nullable T> function) {
		return start(key, type, Change.updateIfPresent(function));
	}

	@Override
	public <T> CompletableFuture<AtomicResult<T>> computeIfAbsent(K key, Class<T> type,
			Supplier<@Nullable T> supplier) {
		return start(key, type, Change.computeIfAbsent(supplier));
	}

	@Override
	public <T> CompletableFuture<AtomicResult<T>> deleteIf(K key, Class<T> type, Predicate<T> condition) {
		return start(key, type, Change.deleteIf(condition));
	}

	private <T> CompletableFuture<AtomicResult<T>> start(K key, Class<T> type, Change<T> change) {
		VersionedEntry entry = this.entries.apply(key);
		return new AsyncUpdate<T>((future) -> new Update<>(entry, type, change, this.settings, future::isDone),
				this.context.executor(), this.context.counter())
			.start();
	}

	@Override
	public <T> CompletableFuture<@Nullable T> get(K key, Class<T> type) {
		TypedValue<T> expected = new TypedValue<>(type);
		return this.entries.apply(key)
			.find()
			.<@Nullable T>map((found) -> expected.cast(found.value()))
			.toFuture(this.context.executor());
	}

}
