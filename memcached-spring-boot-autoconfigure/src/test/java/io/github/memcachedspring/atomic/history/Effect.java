package io.github.memcachedspring.atomic.history;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * What an operation does to a value, and what its caller saw of it. An absent value is
 * null. Written as text for other JVMs.
 */
public sealed interface Effect {

	/** Whether the caller can have seen what it did if the value was this. */
	boolean isPossible(@Nullable Long before);

	/** The value afterwards, if it is possible. */
	@Nullable Long after(@Nullable Long before);

	/** A change of exactly one value, or no change of it: what a reader sees. */
	record Change(@Nullable Long before, @Nullable Long after) implements Effect {

		@Override
		public boolean isPossible(@Nullable Long before) {
			return Objects.equals(this.before, before);
		}

		@Override
		public @Nullable Long after(@Nullable Long before) {
			return this.after;
		}

		@Override
		public String toString() {
			return "change:" + this.before + ":" + this.after;
		}

	}

	/** A store whatever there was. */
	record Put(@Nullable Long after) implements Effect {

		@Override
		public boolean isPossible(@Nullable Long before) {
			return true;
		}

		@Override
		public @Nullable Long after(@Nullable Long before) {
			return this.after;
		}

		@Override
		public String toString() {
			return "put:" + this.after;
		}

	}

	/**
	 * A count by the server.
	 *
	 * @param delta what is added; if it is less than 0, down to 0
	 * @param initial value of a counter that is created, null if none is
	 * @param seen the value after it, null if nobody knows
	 */
	record Count(long delta, @Nullable Long initial, @Nullable Long seen) implements Effect {

		@Override
		public boolean isPossible(@Nullable Long before) {
			return this.seen == null || this.seen.equals(after(before));
		}

		@Override
		public @Nullable Long after(@Nullable Long before) {
			return (before != null) ? Long.valueOf(Math.max(0, before + this.delta)) : this.initial;
		}

		@Override
		public String toString() {
			return "count:" + this.delta + ":" + this.initial + ":" + this.seen;
		}

	}

	static Effect read(@Nullable Long value) {
		return new Change(value, value);
	}

	static Effect parse(String text) {
		String[] parts = text.split(":");
		return switch (parts[0]) {
			case "change" -> new Change(number(parts[1]), number(parts[2]));
			case "put" -> new Put(number(parts[1]));
			case "count" -> new Count(Long.parseLong(parts[1]), number(parts[2]), number(parts[3]));
			default -> throw new IllegalArgumentException(text);
		};
	}

	private static @Nullable Long number(String text) {
		return text.equals("null") ? null : Long.valueOf(text);
	}

}
