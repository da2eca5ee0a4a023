package io.github.memcachedspring.embedded;

import java.util.function.IntFunction;

/**
 * The line of a meta command after it has been read.
 *
 * @param key of the item; null if there is an error
 * @param flags all right unless there is an error
 */
record MetaRequest(MetaKey key, MetaFlags flags) {

	private static final String BAD_KEY = "CLIENT_ERROR error decoding key";

	private static final int OPAQUE_LIMIT = 31;

	private static final String OPAQUE_TOO_LONG = "CLIENT_ERROR opaque token too long";

	/**
	 * Reads key and flags.
	 * @param first the index of the first flag
	 */
	static MetaRequest of(Words words, int first) {
		MetaFlags flags = MetaFlags.parse(words, first);
		return new MetaRequest((flags.error() == null) ? MetaKey.of(words.get(1), flags) : null, flags);
	}

	/** What is wrong; null if nothing. */
	String error() {
		return (this.flags.error() != null) ? this.flags.error()
				: this.flags.tokenError((this.key == null) ? BAD_KEY : null);
	}

	/**
	 * What is wrong with the opaque flag; null if nothing. Looked at after the others.
	 */
	String opaqueError() {
		boolean tooLong = this.flags.all().stream().anyMatch(MetaRequest::isLongOpaque);
		return tooLong ? OPAQUE_TOO_LONG : null;
	}

	private static boolean isLongOpaque(String flag) {
		return flag.charAt(0) == 'O' && flag.length() - 1 > OPAQUE_LIMIT;
	}

	boolean has(char flag) {
		return this.flags.has(flag);
	}

	/**
	 * Answers with a code and the flags that show something.
	 * @param binary whether the key is shown in base64
	 * @param more what a flag shows beyond opaque and key; null for nothing
	 * @return false if the answer has become an error
	 */
	boolean answer(String code, ReplyBuffer reply, boolean binary, IntFunction<String> more) {
		reply.text(code);
		for (String flag : this.flags.all()) {
			if (isLongOpaque(flag)) {
				reply.clear();
				reply.line(OPAQUE_TOO_LONG);
				return false;
			}
			String shown = switch (flag.charAt(0)) {
				case 'O' -> flag;
				case 'k' -> binary ? "k" + MetaKey.encode(this.key.bytes()) + " b" : "k" + this.key.bytes();
				default -> more.apply(flag.charAt(0));
			};
			if (shown != null) {
				reply.text(" ").text(shown);
			}
		}
		return true;
	}

}
