package io.github.memcachedspring.test;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Answers like memcached 1.6.18 whose items are lost as soon as they are stored, save for
 * the stubs of leases.
 */
final class EmptyServerResponder implements RecordingServer.Responder {

	private final Map<String, Integer> stubs = new HashMap<>();

	private int lastToken;

	@Override
	public byte[] reply(String line, byte[] data) {
		List<String> words = Arrays.asList(line.split(" "));
		String key = (words.size() > 1) ? words.get(1) : "";
		String answer = switch (words.get(0)) {
			case "mg" -> get(key, words);
			case "ms" -> store(key, words, data);
			case "md" -> delete(key, words);
			case "ma" -> "NF" + echo(key, words);
			case "mn" -> "MN";
			case "version" -> "VERSION 1.6.18";
			case "stats" -> "END";
			default -> "ERROR";
		};
		return (answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
	}

	private String get(String key, List<String> words) {
		boolean lease = words.stream().skip(2).anyMatch((flag) -> flag.startsWith("N"));
		boolean lost = this.stubs.containsKey(key);
		if (!lease && !lost) {
			return "EN" + echo(key, words);
		}
		int token = this.stubs.computeIfAbsent(key, (absent) -> ++this.lastToken);
		boolean value = words.subList(2, words.size()).contains("v");
		String flags = flags(key, words, token) + (lost ? " Z" : " W");
		return value ? "VA 0" + flags + "\r\n" : "HD" + flags;
	}

	private String store(String key, List<String> words, byte[] data) {
		String refusal = refusal(key, words);
		if (refusal != null) {
			return refusal + echo(key, words);
		}
		this.lastToken++;
		this.stubs.computeIfPresent(key, (stub, token) -> (data.length == 0) ? this.lastToken : null);
		return "HD" + flags(key, words, this.lastToken);
	}

	private String delete(String key, List<String> words) {
		String refusal = (this.stubs.containsKey(key)) ? refusal(key, words) : "NF";
		if (refusal == null) {
			this.stubs.remove(key);
		}
		return ((refusal != null) ? refusal : "HD") + echo(key, words);
	}

	private @Nullable String refusal(String key, List<String> words) {
		Integer token = this.stubs.get(key);
		return words.stream()
			.skip(2)
			.filter((flag) -> flag.startsWith("C"))
			.filter((flag) -> !flag.equals("C" + token))
			.findFirst()
			.map((flag) -> (token != null) ? "EX" : "NF")
			.orElse(null);
	}

	private static String echo(String key, List<String> words) {
		return words.stream()
			.skip(2)
			.filter((flag) -> flag.startsWith("O") || flag.equals("k"))
			.map((flag) -> flag.equals("k") ? " k" + key : " " + flag)
			.collect(Collectors.joining());
	}

	private static String flags(String key, List<String> words, int token) {
		return words.stream().skip(2).map((flag) -> switch (flag) {
			case "k" -> " k" + key;
			case "c" -> " c" + token;
			case "f" -> " f0";
			case "s" -> " s0";
			case "t" -> " t-1";
			default -> flag.startsWith("O") ? " " + flag : "";
		}).collect(Collectors.joining());
	}

}
