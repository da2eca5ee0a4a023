package io.github.memcachedspring.transcoder;

/**
 * What an entry says about itself besides its value.
 *
 * @param generation the generation of its cache that was in force when its load began
 * @param storedAtMillis when it was stored, in milliseconds since the epoch
 * @param timeToLiveMillis its time to live in milliseconds, {@code 0} for none
 * @param extensions what later features add
 * @since 0.1.0
 */
public record EntryHeader(long generation, long storedAtMillis, long timeToLiveMillis, Extensions extensions) {

	/**
	 * Returns a header without extensions.
	 * @param generation the generation of its cache that was in force when its load began
	 * @param storedAtMillis when it was stored, in milliseconds since the epoch
	 * @param timeToLiveMillis its time to live in milliseconds, {@code 0} for none
	 * @return the header
	 */
	public static EntryHeader of(long generation, long storedAtMillis, long timeToLiveMillis) {
		return new EntryHeader(generation, storedAtMillis, timeToLiveMillis, Extensions.NONE);
	}

}
