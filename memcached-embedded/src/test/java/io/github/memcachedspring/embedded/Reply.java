package io.github.memcachedspring.embedded;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replies of a server, cut into lines and values, with what is particular to a server
 * taken out: CAS numbers are replaced by their order of appearance, and clocks are left
 * to be compared with some tolerance.
 */
final class Reply {

	private static final Pattern VALUE = Pattern.compile("VALUE \\S+ \\d+ (\\d+)(?: (\\d+))?");

	private static final Pattern META = Pattern.compile("(?:VA (\\d+)|HD|EN|NF|NS|EX)(?: .*)?", Pattern.DOTALL);

	private static final Pattern CAS_FLAG = Pattern.compile("(?<= c)\\d+(?= |$)");

	private static final Pattern CAS_FIELD = Pattern.compile("(?<= cas=)\\d+");

	private static final Pattern LAST_ACCESS = Pattern.compile("(?<= l| la=)\\d+(?= |$)");

	private static final Pattern CLOCK = Pattern.compile("(?<= t| exp=)-?\\d{2,}(?= |$)");

	/** Larger numbers are seconds in the past, modulo 2^32. */
	private static final long PAST = 4_000_000_000L;

	private final List<String> parts = new ArrayList<>();

	/** In the order of the parts. */
	private final List<Long> clocks = new ArrayList<>();

	private final List<String> casNumbers;

	/**
	 * Reads replies.
	 * @param casNumbers the numbers seen so far, which new ones are added to
	 */
	Reply(String bytes, List<String> casNumbers) {
		this.casNumbers = casNumbers;
		int at = 0;
		while (at < bytes.length()) {
			int end = bytes.indexOf("\r\n", at);
			String line = (end < 0) ? bytes.substring(at) : bytes.substring(at, end);
			at += line.length() + 2;
			int length = addLine(line);
			if (length >= 0) {
				int valueEnd = Math.min(bytes.length(), at + length + 2);
				this.parts.add("<" + bytes.substring(Math.min(at, valueEnd), valueEnd) + ">");
				at = valueEnd;
			}
		}
	}

	/** Returns the length of the value that follows, or -1. */
	private int addLine(String line) {
		Matcher value = VALUE.matcher(line);
		Matcher meta = META.matcher(line);
		if (value.matches()) {
			String cas = value.group(2);
			this.parts.add((cas != null) ? line.substring(0, value.start(2)) + cas(cas) : line);
			return Integer.parseInt(value.group(1));
		}
		if (meta.matches()) {
			this.parts.add(clocks(replaceCas(CAS_FLAG, line)));
			return (meta.group(1) != null) ? Integer.parseInt(meta.group(1)) : -1;
		}
		boolean described = line.startsWith("ME ") || line.startsWith("key=");
		this.parts.add(described ? clocks(replaceCas(CAS_FIELD, line)) : line);
		return -1;
	}

	private String replaceCas(Pattern pattern, String line) {
		return pattern.matcher(line).replaceAll((match) -> cas(match.group()));
	}

	private String cas(String number) {
		if (number.equals("0")) {
			return number;
		}
		if (!this.casNumbers.contains(number)) {
			this.casNumbers.add(number);
		}
		return "#" + this.casNumbers.indexOf(number);
	}

	private String clocks(String line) {
		String masked = LAST_ACCESS.matcher(line).replaceAll("?");
		return CLOCK.matcher(masked).replaceAll((match) -> {
			long seconds = Long.parseLong(match.group());
			this.clocks.add((seconds > PAST) ? Long.MAX_VALUE : seconds);
			return "@";
		});
	}

	/** Whether the other server has answered the same. */
	boolean matches(Reply other) {
		boolean same = this.parts.equals(other.parts) && this.clocks.size() == other.clocks.size();
		for (int i = 0; same && i < this.clocks.size(); i++) {
			same = Math.abs(this.clocks.get(i) - other.clocks.get(i)) <= 2;
		}
		return same;
	}

	@Override
	public String toString() {
		return Escapes.escape(String.join(" | ", this.parts)) + " " + this.clocks;
	}

}
