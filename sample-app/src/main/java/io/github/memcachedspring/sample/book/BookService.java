package io.github.memcachedspring.sample.book;

import java.util.List;

import io.github.memcachedspring.annotation.CacheTtl;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Service;

/**
 * Sells books. Everything that is to be said about caching is said here, by annotation.
 */
@Service
class BookService {

	private static final int BARGAINS = 10;

	private final BookRepository books;

	BookService(BookRepository books) {
		this.books = books;
	}

	public List<Book> findAll() {
		return this.books.findAll();
	}

	@Cacheable("books")
	public Book find(long id) {
		return this.books.findById(id).orElseThrow(() -> new BookNotFoundException(id));
	}

	/**
	 * Finds the cheapest books. Nobody evicts this list when a price changes: it may be a
	 * minute old. However many ask for it at once when it has expired, only one of them
	 * asks the database.
	 * @return the ten cheapest books, the cheapest first
	 */
	@Cacheable(cacheNames = "bargains", sync = true)
	@CacheTtl("1m")
	public List<Book> findBargains() {
		return this.books.findCheapest(BARGAINS);
	}

	@CachePut(cacheNames = "books", key = "#result.id")
	public Book add(BookDetails details) {
		return this.books.insert(details);
	}

	/**
	 * Changes a book. This evicts instead of putting the new state: of two changes at the
	 * same time the one that came first in the database could be put last.
	 * @param book the new state
	 * @return the new state
	 * @throws BookNotFoundException if there is no book of this number
	 */
	@CacheEvict(cacheNames = "books", key = "#book.id")
	public Book change(Book book) {
		if (!this.books.update(book)) {
			throw new BookNotFoundException(book.id());
		}
		return book;
	}

	@CacheEvict("books")
	public void delete(long id) {
		if (!this.books.delete(id)) {
			throw new BookNotFoundException(id);
		}
	}

}
