package io.github.memcachedspring.embedded;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Supplier;

/**
 * Random commands of the meta protocol.
 */
final class MetaCommands {

	/** Of a key whose base64 form is not too long. */
	private static final int LONGEST = 186;

	private static final String ANY_FLAG = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0129!~\u007f\u0080\u00ff-";

	private final Dice dice;

	private final Supplier<String> keys;

	MetaCommands(Dice dice, Supplier<String> keys) {
		this.dice = dice;
		this.keys = keys;
	}

	String get() {
		return "mg" + key("vvvcfhklOqstuNNRRTbb") + this.dice.lineEnd();
	}

	String set() {
		String data = this.dice.data();
		int slip = this.dice.percent(4) ? this.dice.below(4) - 2 : 0;
		String length = this.dice.percent(2) ? this.dice.of("-1", "x", "4294967296", "2147483647", "S1")
				: String.valueOf(Math.max(0, data.length() + slip));
		String key = key("ccCFIkOqTTMMbb");
		int end = key.indexOf(' ', 1);
		String line = (end < 0) ? key + " " + length : key.substring(0, end) + " " + length + key.substring(end);
		return "ms" + line + this.dice.lineEnd() + data + "\r\n";
	}

	String delete() {
		return "md" + key("CIIkOqTb") + this.dice.lineEnd();
	}

	String arithmetic() {
		return "ma" + key("vvtcNNJDTMqOkCb") + this.dice.lineEnd();
	}

	String debug() {
		String key = this.dice.percent(25) ? encode(this.keys.get()) + " b"
				: this.keys.get() + this.dice.of("", "", " x", " x y");
		return "me " + key + this.dice.lineEnd();
	}

	String noop() {
		return "mn" + this.dice.of("", "", " x", " O1 k q") + this.dice.lineEnd();
	}

	/** A key with flags, most of them from those given, and in base64 if one says so. */
	private String key(String usual) {
		StringBuilder flags = new StringBuilder();
		boolean binary = false;
		int count = this.dice.percent(2) ? 16 + this.dice.below(4) : this.dice.below(6);
		String left = usual;
		for (int i = 0; i < count && !left.isEmpty(); i++) {
			char flag = this.dice.percent(3) ? anyFlag() : left.charAt(this.dice.below(left.length()));
			// Doubles are an error; mostly they are avoided.
			left = this.dice.percent(97) ? left.replace(String.valueOf(flag), "") : left;
			binary |= flag == 'b';
			flags.append(this.dice.space()).append(flag).append(token(flag));
		}
		return " " + (binary ? encode(this.keys.get()) : this.keys.get()) + flags;
	}

	private char anyFlag() {
		return ANY_FLAG.charAt(this.dice.below(ANY_FLAG.length()));
	}

	private String encode(String key) {
		if (this.dice.percent(10)) {
			return this.dice.of("!!!!", "YWJ", "====");
		}
		byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
		boolean shortened = bytes.length > LONGEST && this.dice.percent(80);
		return Base64.getEncoder().encodeToString(shortened ? Arrays.copyOf(bytes, LONGEST) : bytes);
	}

	private String token(char flag) {
		if (this.dice.percent(3)) {
			return this.dice.of("", "x", this.dice.number(), "xy", "o".repeat(31 + this.dice.below(3)));
		}
		return switch (flag) {
			case 'T', 'N' -> this.dice.expiry();
			case 'R' -> this.dice.of("20", "75", "500", "2000", "99999999");
			case 'C' ->
				this.dice.percent(10) ? this.dice.of("0", "1", "999999999") : Transcript.cas(this.dice.below(64));
			case 'F' -> this.dice.flags();
			case 'D', 'J' -> this.dice.of("0", "1", "5", "95", "1000");
			case 'M' -> this.dice.of("E", "A", "P", "R", "S", "I", "D", "+", "-", "i", "x");
			case 'O' -> this.dice.of("", "1", "opaque", "c12", "t34");
			default -> this.dice.percent(3) ? "ignored" : "";
		};
	}

}
