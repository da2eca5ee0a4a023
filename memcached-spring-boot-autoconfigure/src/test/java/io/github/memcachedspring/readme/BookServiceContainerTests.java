package io.github.memcachedspring.readme;

import io.github.memcachedspring.readme.ReadmeSnippets.Book;
import io.github.memcachedspring.readme.ReadmeSnippets.BookRepository;
import io.github.memcachedspring.readme.ReadmeSnippets.BookService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * The README's test with containers, where Docker answers.
 */
@SpringBootTest
@Testcontainers(disabledWithoutDocker = true)
@Tag("slow")
class BookServiceContainerTests {

	private static final String EMMA = "978-0141439587";

	@Container
	@ServiceConnection
	static GenericContainer<?> one = new GenericContainer<>("memcached:1.6-alpine").withExposedPorts(11211);

	@Container
	@ServiceConnection
	static GenericContainer<?> two = new GenericContainer<>("memcached:1.6-alpine").withExposedPorts(11211);

	@Autowired
	BookService books;

	@MockitoBean
	BookRepository repository;

	@Test
	void asksTheDatabaseOnce() {
		given(this.repository.findByIsbn(EMMA)).willReturn(new Book(EMMA, false));
		this.books.findBook(EMMA);
		this.books.findBook(EMMA);
		verify(this.repository, times(1)).findByIsbn(EMMA);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		BookService bookService(BookRepository repository) {
			return new ReadmeSnippets().new BookService(repository);
		}

	}

}
