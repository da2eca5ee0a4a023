package io.github.memcachedspring.sample.browser;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How well a text can be told from what is behind it, as WCAG 2 reckons it: from 1 for
 * not at all to 21 for black on white.
 *
 * @param text relative luminance of the text, 0 to 1
 * @param ground relative luminance of what is behind it
 */
record Contrast(double text, double ground) {

	private static final double[] WEIGHTS = { 0.2126, 0.7152, 0.0722 };

	static Contrast of(Page page, String selector) {
		String text = "getComputedStyle(document.querySelector('%s')).color".formatted(selector);
		String ground = """
				(() => {
				  let element = document.querySelector('%s');
				  const color = () => getComputedStyle(element).backgroundColor;
				  while (color() === 'rgba(0, 0, 0, 0)') element = element.parentElement;
				  return color();
				})()
				""".formatted(selector);
		return new Contrast(luminance(page.evaluate(text)), luminance(page.evaluate(ground)));
	}

	double ratio() {
		return (Math.max(this.text, this.ground) + 0.05) / (Math.min(this.text, this.ground) + 0.05);
	}

	boolean isDark() {
		return this.ground < this.text;
	}

	/** Takes a color such as 'rgb(1, 2, 3)'. */
	private static double luminance(String color) {
		double[] parts = Stream.of(color.replaceAll("[^0-9.,]", "").split(","))
			.mapToDouble((part) -> linear(Double.parseDouble(part) / 255))
			.toArray();
		return IntStream.range(0, WEIGHTS.length).mapToDouble((i) -> WEIGHTS[i] * parts[i]).sum();
	}

	private static double linear(double part) {
		return (part <= 0.04045) ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
	}

}
