package io.github.memcachedspring.transcoder;

/**
 * The bytes of an item are not an entry as it was written: cut off, changed, or written
 * by something else. Callers delete the item.
 *
 * @since 0.1.0
 */
public class CorruptEntryException extends TranscodingException {

	/**
	 * Creates a failure.
	 * @param message what does not verify
	 */
	public CorruptEntryException(String message) {
		super(message);
	}

}
