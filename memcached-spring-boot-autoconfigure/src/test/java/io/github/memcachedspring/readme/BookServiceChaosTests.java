package io.github.memcachedspring.readme;

import java.time.Duration;

import io.github.memcachedspring.autoconfigure.embedded.AutoConfigureEmbeddedMemcached;
import io.github.memcachedspring.client.chaos.MemcachedChaos;
import io.github.memcachedspring.readme.ReadmeSnippets.Book;
import io.github.memcachedspring.readme.ReadmeSnippets.BookRepository;
import io.github.memcachedspring.readme.ReadmeSnippets.BookService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;

/**
 * The example of chaos in the README.
 */
@SpringBootTest(properties = "memcached.chaos.enabled=true")
@AutoConfigureEmbeddedMemcached
class BookServiceChaosTests {

	private static final String EMMA = "978-0141439587";

	@Autowired
	MemcachedChaos chaos;

	@Autowired
	BookService books;

	@MockitoBean
	BookRepository repository;

	@BeforeEach
	void findEmma() {
		given(this.repository.findByIsbn(EMMA)).willReturn(new Book(EMMA, false));
	}

	@AfterEach
	void endTrouble() {
		this.chaos.reset();
	}

	@Test
	void findsBooksWhileCommandsFail() {
		this.chaos.errorRate(0.3);
		for (int i = 0; i < 100; i++) {
			assertThat(this.books.findBook(EMMA)).isNotNull();
		}
		assertThat(this.chaos.getStatistics().failed()).isPositive();
	}

	@Test
	void findsBooksWhileMemcachedIsSlow() {
		this.chaos.latency(Duration.ofMillis(20), Duration.ofMillis(30));
		assertThat(this.books.findBook(EMMA)).isNotNull();
		assertThat(this.chaos.getStatistics().delayed()).isPositive();
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
