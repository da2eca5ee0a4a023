package io.github.memcachedspring.sample.book;

import java.net.URI;
import java.util.List;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * The books over HTTP.
 */
@RestController
@RequestMapping("/api/books")
class BookController {

	private final BookService books;

	BookController(BookService books) {
		this.books = books;
	}

	@GetMapping
	List<Book> list() {
		return this.books.findAll();
	}

	@GetMapping("/bargains")
	List<Book> bargains() {
		return this.books.findBargains();
	}

	@GetMapping("/{id}")
	Book read(@PathVariable long id) {
		return this.books.find(id);
	}

	@PostMapping
	ResponseEntity<Book> add(@RequestBody BookDetails details) {
		Book book = this.books.add(details);
		return ResponseEntity.created(URI.create("/api/books/" + book.id())).body(book);
	}

	@PutMapping("/{id}")
	Book change(@PathVariable long id, @RequestBody BookDetails details) {
		return this.books.change(details.withId(id));
	}

	@DeleteMapping("/{id}")
	@ResponseStatus(HttpStatus.NO_CONTENT)
	void delete(@PathVariable long id) {
		this.books.delete(id);
	}

}
