package io.github.memcachedspring.benchmarks;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

/**
 * A value of ten fields, as an application would cache it.
 *
 * @param id a number
 * @param code an identifier
 * @param name a short text
 * @param description a longer text
 * @param price an exact number
 * @param weight a fraction
 * @param available a flag
 * @param released a day
 * @param changed a moment
 * @param tags texts
 */
record Product(long id, UUID code, String name, String description, BigDecimal price, double weight, boolean available,
		LocalDate released, Instant changed, List<String> tags) {

	static Product of(int number) {
		return new Product(number, new UUID(0x1234_5678_9ABCL, number), "Product " + number,
				"Made of steel, painted in one of four colours, with a lid", new BigDecimal("1234.50"), 0.75, true,
				LocalDate.of(2024, 2, 29), Instant.ofEpochMilli(1_700_000_000_123L), List.of("kitchen", "steel"));
	}

}
