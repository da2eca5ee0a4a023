package io.github.memcachedspring.sample.book;

/**
 * Thrown when the shop has no book of the asked number.
 */
class BookNotFoundException extends RuntimeException {

	BookNotFoundException(long id) {
		super("There is no book with the number %d".formatted(id));
	}

}
