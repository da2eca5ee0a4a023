package io.github.memcachedspring.sample.book;

import java.math.BigDecimal;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.test.web.servlet.client.RestTestClient.ResponseSpec;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class BookControllerTests {

	private static final Map<String, Object> NANA = Map.of("title", "Nana", "author", "Émile Zola", "published", 1880,
			"price", new BigDecimal("7.50"));

	private RestTestClient client;

	@BeforeEach
	void createClient(@LocalServerPort int port) {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:%d/api/books".formatted(port)).build();
	}

	@Test
	void listsTheBooks() {
		this.client.get()
			.exchange()
			.expectBody(Book[].class)
			.value((books) -> assertThat(books).extracting(Book::title).contains("Emma", "Dracula"));
	}

	@Test
	void listsTenBargains() {
		this.client.get()
			.uri("/bargains")
			.exchange()
			.expectBody(Book[].class)
			.value((books) -> assertThat(books).hasSize(10));
	}

	@Test
	void addsABookAndSaysWhereItIs() {
		Book nana = add();
		assertThat(nana.title()).isEqualTo("Nana");
		assertThat(read(nana)).isEqualTo(nana);
	}

	@Test
	void readsTheNewStateAfterAChange() {
		Book nana = add();
		read(nana);
		Book changed = new Book(nana.id(), "Nana", "Zola", 1881, new BigDecimal("8.50"));
		this.client.put().uri("/{id}", nana.id()).body(changed).exchange().expectBody(Book.class).isEqualTo(changed);
		assertThat(read(nana)).isEqualTo(changed);
	}

	@Test
	void findsADeletedBookNoMore() {
		Book nana = add();
		read(nana);
		this.client.delete().uri("/{id}", nana.id()).exchange().expectStatus().isNoContent();
		expectProblem(this.client.get().uri("/{id}", nana.id()).exchange(), HttpStatus.NOT_FOUND,
				"There is no book with the number " + nana.id());
	}

	@Test
	void refusesToChangeOrDeleteWhatIsNotThere() {
		String detail = "There is no book with the number 999999";
		expectProblem(this.client.put().uri("/999999").body(NANA).exchange(), HttpStatus.NOT_FOUND, detail);
		expectProblem(this.client.delete().uri("/999999").exchange(), HttpStatus.NOT_FOUND, detail);
	}

	@Test
	void refusesANumberThatIsNone() {
		expectProblem(this.client.get().uri("/first").exchange(), HttpStatus.BAD_REQUEST,
				"Failed to convert 'id' with value: 'first'");
	}

	@Test
	void saysWhichFieldIsWrong() {
		Map<String, Object> body = Map.of("title", "Nana", "author", "Zola", "published", 1880, "price", -1);
		expectProblem(this.client.post().body(body).exchange(), HttpStatus.BAD_REQUEST,
				"'price' must be from 0.00 to 9999.99 with at most two decimals: -1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[]", "{\"title\":\"Nana\"", "{\"title\":\"Nana\",\"author\":\"Zola\"}",
			"{\"title\":\"Nana\",\"author\":\"Zola\",\"published\":\"long ago\",\"price\":1}" })
	void saysWhatABodyLooksLike(String body) {
		expectProblem(this.client.post().contentType(MediaType.APPLICATION_JSON).body(body).exchange(),
				HttpStatus.BAD_REQUEST, "Expected a JSON object with 'title', 'author', 'published' and 'price'");
	}

	private Book add() {
		Book book = this.client.post()
			.body(NANA)
			.exchange()
			.expectStatus()
			.isCreated()
			.expectBody(Book.class)
			.returnResult()
			.getResponseBody();
		assertThat(book).isNotNull();
		return book;
	}

	private Book read(Book book) {
		return this.client.get()
			.uri("/{id}", book.id())
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(Book.class)
			.returnResult()
			.getResponseBody();
	}

	private static void expectProblem(ResponseSpec response, HttpStatus status, String detail) {
		response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.detail")
			.isEqualTo(detail);
	}

}
