package io.github.memcachedspring.sample.book;

import java.math.BigDecimal;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

import static org.assertj.core.api.Assertions.assertThat;

class BookRepositoryTests {

	private static final BookDetails NANA = new BookDetails("Nana", "Émile Zola", 1880, new BigDecimal("0.50"));

	private EmbeddedDatabase database;

	private BookRepository books;

	@BeforeEach
	void createTables() {
		this.database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2).generateUniqueName(true).build();
		runScripts();
		this.books = new BookRepository(JdbcClient.create(this.database));
	}

	@AfterEach
	void shutDown() {
		this.database.shutdown();
	}

	@Test
	void findsTheBooksOfTheScriptByTitle() {
		assertThat(this.books.findAll()).hasSize(50)
			.isSortedAccordingTo((left, right) -> left.title().compareTo(right.title()))
			.extracting(Book::author)
			.contains("Charlotte Brontë", "Fyodor Dostoevsky");
	}

	@Test
	void keepsChangesWhenTheScriptsRunAgain() {
		Book first = this.books.findAll().get(0);
		this.books.delete(first.id());
		runScripts();
		assertThat(this.books.findAll()).hasSize(49).doesNotContain(first);
	}

	@Test
	void findsAnInsertedBook() {
		Book nana = this.books.insert(NANA);
		assertThat(this.books.findById(nana.id())).contains(nana);
		assertThat(nana).isEqualTo(NANA.withId(nana.id()));
	}

	@Test
	void findsNothingForAnUnknownNumber() {
		assertThat(this.books.findById(-1)).isEmpty();
	}

	@Test
	void findsTheCheapestFirst() {
		Book nana = this.books.insert(NANA);
		assertThat(this.books.findCheapest(3)).hasSize(3)
			.startsWith(nana)
			.isSortedAccordingTo((left, right) -> left.price().compareTo(right.price()));
	}

	@Test
	void updatesOneBookOnly() {
		Book nana = this.books.insert(NANA);
		Book other = this.books.findAll().get(0);
		Book changed = new BookDetails("Nana", "Zola", 1881, new BigDecimal("0.60")).withId(nana.id());
		assertThat(this.books.update(changed)).isTrue();
		assertThat(this.books.findById(nana.id())).contains(changed);
		assertThat(this.books.findById(other.id())).contains(other);
	}

	@Test
	void saysThatThereIsNothingToUpdateOrDelete() {
		assertThat(this.books.update(NANA.withId(-1))).isFalse();
		assertThat(this.books.delete(-1)).isFalse();
	}

	@Test
	void deletesABook() {
		Book nana = this.books.insert(NANA);
		assertThat(this.books.delete(nana.id())).isTrue();
		assertThat(this.books.findById(nana.id())).isEmpty();
	}

	private void runScripts() {
		ResourceDatabasePopulator scripts = new ResourceDatabasePopulator(new ClassPathResource("schema.sql"),
				new ClassPathResource("data.sql"));
		scripts.setSqlScriptEncoding("UTF-8");
		scripts.execute(this.database);
	}

}
