package io.github.memcachedspring.atomic;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.memcachedspring.cache.VersionedEntry;
import org.jspecify.annotations.Nullable;

/**
 * Updates of entries, wherever these are.
 *
 * @param <K> type of the keys
 * @param <S> type of the updates that others are derived as
 */
abstract class EntryUpdates<K, S extends AtomicUpdates<K>> implements AtomicUpdates<K> {

	private final UpdateContext context;

	private final UpdateSettings settings;

	EntryUpdates(UpdateContext context, UpdateSettings settings) {
		this.context = context;
		this.settings = settings;
	}

	abstract VersionedEntry entry(K key);

	abstract S with(UpdateSettings settings);

	final UpdateContext context() {
		return this.context;
	}

	final UpdateSettings settings() {
		return this.settings;
	}

	@Override
	public <T> AtomicResult<T> update(K key, Class<T> type, UnaryOperator<@Nullable T> function) {
		return run(key, type, Change.update(function));
	}

	@Override
	public <T> AtomicResult<T> updateIfPresent(K key, Class<T> type, Function<T, @Nullable T> function) {
		return run(key, type, Change.updateIfPresent(function));
	}

	@Override
	public <T> AtomicResult<T> computeIfAbsent(K key, Class<T> type, Supplier<@Nullable T> supplier) {
		return run(key, type, Change.computeIfAbsent(supplier));
	}

	@Override
	public <T> AtomicResult<T> deleteIf(K key, Class<T> type, Predicate<T> condition) {
		return run(key, type, Change.deleteIf(condition));
	}

	private <T> AtomicResult<T> run(K key, Class<T> type, Change<T> change) {
		Update<T> update = new Update<>(entry(key), type, change, this.settings, () -> false);
		return new BlockingUpdate<>(update, this.context.counter()).run();
	}

	@Override
	public <T> @Nullable T get(K key, Class<T> type) {
		TypedValue<T> expected = new TypedValue<>(type);
		return expected.cast(entry(key).find().await().value());
	}

	@Override
	public AsyncAtomicUpdates<K> async() {
		return new AsyncEntryUpdates<>(this::entry, this.context, this.settings);
	}

	@Override
	public S withTimeToLive(Duration timeToLive) {
		return with(this.settings.withTimeToLive(timeToLive));
	}

	@Override
	public S withRetry(RetryPolicy retry) {
		return with(this.settings.withRetry(retry));
	}

	@Override
	public S idempotent() {
		return with(this.settings.asIdempotent());
	}

	@Override
	public S withOperationIds() {
		return with(this.settings.withOperationIds());
	}

}
