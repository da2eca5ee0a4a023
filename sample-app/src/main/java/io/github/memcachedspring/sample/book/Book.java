package io.github.memcachedspring.sample.book;

import java.math.BigDecimal;

/**
 * A book as the shop sells it, and as it lies in the cache.
 *
 * @param id number in the database
 * @param title title
 * @param author name of the author
 * @param published year of the first edition
 * @param price price in euros
 */
record Book(long id, String title, String author, int published, BigDecimal price) {

}
