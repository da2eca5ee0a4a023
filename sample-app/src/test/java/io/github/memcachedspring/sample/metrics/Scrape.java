package io.github.memcachedspring.sample.metrics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What Prometheus would get.
 *
 * @param samples the samples of meters of ours
 */
record Scrape(List<Sample> samples) {

	private static final Pattern LINE = Pattern.compile("(?m)^((?:cache|memcached)_\\w+)(?:\\{(.*)})? (\\S+)$");

	static Scrape of(String text) {
		return new Scrape(LINE.matcher(text)
			.results()
			.map((line) -> new Sample(line.group(1), tags(line.group(2)), Double.parseDouble(line.group(3))))
			.toList());
	}

	private static Map<String, String> tags(String text) {
		Map<String, String> tags = new TreeMap<>();
		Matcher tag = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"").matcher((text != null) ? text : "");
		while (tag.find()) {
			tags.put(tag.group(1), tag.group(2));
		}
		return tags;
	}

	Set<String> names() {
		return this.samples.stream().map(Sample::name).collect(Collectors.toSet());
	}

	/** Returns the sum of a name's samples that have all of these tags. */
	double sum(String name, Map<String, String> tags) {
		return this.samples.stream()
			.filter((sample) -> sample.name().equals(name) && sample.tags().entrySet().containsAll(tags.entrySet()))
			.mapToDouble(Sample::value)
			.sum();
	}

	/**
	 * A line.
	 *
	 * @param name name of the time series
	 * @param tags its tags
	 * @param value its value
	 */
	record Sample(String name, Map<String, String> tags, double value) {
	}

}
