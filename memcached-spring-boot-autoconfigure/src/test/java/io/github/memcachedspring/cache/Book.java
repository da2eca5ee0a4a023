package io.github.memcachedspring.cache;

import java.io.Serializable;

/**
 * A value that every codec can store.
 */
record Book(String isbn, String title) implements Serializable {

	static final Book DUNE = new Book("978-0441172719", "Dune");

	static final Book EMMA = new Book("978-0141439587", "Emma");

}
