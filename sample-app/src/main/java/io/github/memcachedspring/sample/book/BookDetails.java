package io.github.memcachedspring.sample.book;

import java.math.BigDecimal;
import java.time.Year;

import org.springframework.util.Assert;

/**
 * What a client may say about a book: everything but its number.
 *
 * @param title title, at most 200 characters
 * @param author name of the author, at most 200 characters
 * @param published year of the first edition, not in the future
 * @param price price in euros, from 0.00 to 9999.99, in whole cents
 */
record BookDetails(String title, String author, int published, BigDecimal price) {

	private static final int MAX_LENGTH = 200;

	private static final BigDecimal MAX_PRICE = new BigDecimal("9999.99");

	BookDetails {
		requireText("title", title);
		requireText("author", author);
		Assert.isTrue(published > 0 && published <= Year.now().getValue(),
				() -> "'published' must be a year from 1 to this one: %d".formatted(published));
		requirePrice(price);
		// Stripped first: to scale '0E-999999999' as it is would take minutes.
		price = price.stripTrailingZeros().setScale(2);
	}

	Book withId(long id) {
		return new Book(id, this.title, this.author, this.published, this.price);
	}

	private static void requireText(String name, String text) {
		Assert.hasText(text, () -> "'%s' must not be empty".formatted(name));
		Assert.isTrue(text.length() <= MAX_LENGTH,
				() -> "'%s' must have at most %d characters: %d".formatted(name, MAX_LENGTH, text.length()));
	}

	private static void requirePrice(BigDecimal price) {
		Assert.notNull(price, "'price' must not be empty");
		Assert.isTrue(price.signum() >= 0 && price.compareTo(MAX_PRICE) <= 0 && price.stripTrailingZeros().scale() <= 2,
				() -> "'price' must be from 0.00 to %s with at most two decimals: %s".formatted(MAX_PRICE, price));
	}

}
