package io.github.memcachedspring.atomic.fleet;

import java.util.function.UnaryOperator;

import io.github.memcachedspring.atomic.history.Effect;
import org.jspecify.annotations.Nullable;

/**
 * The function of one update, which remembers what it saw last and made of it: that is
 * what a store without an answer may do.
 */
final class Change implements UnaryOperator<@Nullable Long> {

	private final UnaryOperator<@Nullable Long> function;

	private @Nullable Long before;

	private @Nullable Long after;

	Change(UnaryOperator<@Nullable Long> function) {
		this.function = function;
	}

	@Override
	public synchronized @Nullable Long apply(@Nullable Long value) {
		this.before = value;
		this.after = this.function.apply(value);
		return this.after;
	}

	synchronized Effect lastEffect() {
		return new Effect.Change(this.before, this.after);
	}

}
