package io.github.memcachedspring.readme;

import java.time.Duration;

import io.github.memcachedspring.autoconfigure.XMemcachedSettingsCustomizer;
import io.github.memcachedspring.autoconfigure.embedded.AutoConfigureEmbeddedMemcached;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.embedded.fault.Command;
import io.github.memcachedspring.readme.ReadmeSnippets.Book;
import io.github.memcachedspring.readme.ReadmeSnippets.BookRepository;
import io.github.memcachedspring.readme.ReadmeSnippets.BookService;
import io.github.memcachedspring.test.Connections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

/**
 * The README's test of an application, in the application that it leaves out.
 */
@SpringBootTest
@AutoConfigureEmbeddedMemcached
class BookServiceTests {

	private static final String EMMA = "978-0141439587";

	@Autowired
	EmbeddedMemcached memcached;

	@Autowired
	BookService books;

	@MockitoBean
	BookRepository repository;

	@BeforeEach
	void beginWithAnEmptyCache() {
		this.memcached.flushAll();
		given(this.repository.findByIsbn(EMMA)).willReturn(new Book(EMMA, false));
	}

	@Test
	void looksAgainAfterTenMinutes() {
		this.books.findBook(EMMA);
		this.books.findBook(EMMA);
		verify(this.repository, times(1)).findByIsbn(EMMA);
		this.memcached.clock().advance(Duration.ofMinutes(10));
		this.books.findBook(EMMA);
		verify(this.repository, times(2)).findByIsbn(EMMA);
	}

	@Test
	void findsBooksWhileMemcachedHangs() {
		this.memcached.faults().on(Command.any()).hang();
		assertThat(this.books.findBook(EMMA)).isNotNull();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		BookService bookService(BookRepository repository) {
			return new ReadmeSnippets().new BookService(repository);
		}

		/** For machines that have other things to do. */
		@Bean
		XMemcachedSettingsCustomizer patience() {
			return (settings) -> settings.timeout(Duration.ofSeconds(2));
		}

		@EventListener
		void awaitConnections(ContextRefreshedEvent event) {
			Connections.awaitWhereThere(event.getApplicationContext());
		}

	}

}
