package io.github.memcachedspring.atomic.history;

/**
 * Something that a caller did to a value. The times are those of
 * {@link System#nanoTime()}, which JVMs on one Linux machine share.
 *
 * @param effect what it does, if it is done
 * @param invoked when it was begun
 * @param returned when the caller learnt that it was done, or {@link #NEVER} if it may or
 * may not have been done at any time since it was begun
 */
public record Operation(Effect effect, long invoked, long returned) {

	/** When an operation returns whose outcome is unknown. */
	public static final long NEVER = Long.MAX_VALUE;

	/** Whether it may not have been done. */
	public boolean isUnknown() {
		return this.returned == NEVER;
	}

	/** As {@link #parse} reads it. */
	public String toText() {
		return this.effect + " " + this.invoked + " " + this.returned;
	}

	public static Operation parse(String text) {
		String[] words = text.split(" ");
		return new Operation(Effect.parse(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2]));
	}

}
