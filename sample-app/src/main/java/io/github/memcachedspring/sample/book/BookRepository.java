package io.github.memcachedspring.sample.book;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

/**
 * The table {@code book}, in SQL that H2 and PostgreSQL both speak.
 */
@Repository
class BookRepository {

	private static final RowMapper<Book> BOOK = new DataClassRowMapper<>(Book.class);

	private final JdbcClient jdbc;

	BookRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<Book> findAll() {
		return this.jdbc.sql("select * from book order by title, id").query(BOOK).list();
	}

	Optional<Book> findById(long id) {
		return this.jdbc.sql("select * from book where id = :id").param("id", id).query(BOOK).optional();
	}

	List<Book> findCheapest(int count) {
		return this.jdbc.sql("select * from book order by price, title fetch first :count rows only")
			.param("count", count)
			.query(BOOK)
			.list();
	}

	Book insert(BookDetails details) {
		GeneratedKeyHolder id = new GeneratedKeyHolder();
		this.jdbc.sql("insert into book (title, author, published, price) values (:title, :author, :published, :price)")
			.paramSource(details)
			.update(id, "id");
		return details.withId(Objects.requireNonNull(id.getKeyAs(Long.class)));
	}

	boolean update(Book book) {
		return this.jdbc.sql("""
				update book
				set title = :title, author = :author, published = :published, price = :price
				where id = :id
				""").paramSource(book).update() == 1;
	}

	boolean delete(long id) {
		return this.jdbc.sql("delete from book where id = :id").param("id", id).update() == 1;
	}

}
