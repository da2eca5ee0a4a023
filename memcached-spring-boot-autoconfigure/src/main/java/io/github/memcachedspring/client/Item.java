package io.github.memcachedspring.client;

/**
 * An item as it was read.
 *
 * @param value the value's bytes, of the caller's own
 * @param flags the client flags it was stored with, unsigned 32 bits
 * @param token its version, for a later conditional store
 * @param remainingSeconds seconds until it expires, {@link #NO_EXPIRATION} or
 * {@link #UNKNOWN_EXPIRATION}
 * @param won whether this caller, alone in the fleet, is to load or refresh the value
 * @param lost whether another caller was told to
 * @param stale whether the item was marked as stale
 * @since 0.1.0
 */
public record Item(byte[] value, long flags, CasToken token, long remainingSeconds, boolean won, boolean lost,
		boolean stale) {

	/** Remaining time of an item that does not expire: {@value}. */
	public static final long NO_EXPIRATION = -1;

	/** Remaining time of an item whose server does not tell it: {@value}. */
	public static final long UNKNOWN_EXPIRATION = -2;

	/**
	 * Returns whether this is no value but the mark of a load in progress. Values always
	 * have at least one byte.
	 * @return whether the item is empty
	 */
	public boolean isStub() {
		return this.value.length == 0;
	}

	/**
	 * Returns whether the server can count on this: decimal digits, and blanks after them
	 * where a decrement has shortened the number.
	 * @return whether the value is a number
	 */
	public boolean isNumeric() {
		int length = this.value.length;
		while (length > 0 && this.value[length - 1] == ' ') {
			length--;
		}
		for (int i = 0; i < length; i++) {
			if (this.value[i] < '0' || this.value[i] > '9') {
				return false;
			}
		}
		return length > 0;
	}

	@Override
	public String toString() {
		return "Item[%d bytes, token %s, %d s left]".formatted(this.value.length, this.token, this.remainingSeconds);
	}

}
