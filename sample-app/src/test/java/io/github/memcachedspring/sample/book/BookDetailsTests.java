package io.github.memcachedspring.sample.book;

import java.math.BigDecimal;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class BookDetailsTests {

	@ParameterizedTest
	@CsvSource({ "1E+1, 10.00", "7.5, 7.50", "9999.99000, 9999.99", "0E-999999999, 0.00" })
	void keepsPricesInCents(BigDecimal price, String kept) {
		assertThat(new BookDetails("Nana", "Zola", 1880, price).price()).hasToString(kept);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "null",
			value = { "null, Zola, 1880, 1, title", "' ', Zola, 1880, 1, title", "Nana, null, 1880, 1, author",
					"Nana, Zola, 0, 1, published", "Nana, Zola, 9999, 1, published", "Nana, Zola, 1880, null, price",
					"Nana, Zola, 1880, -0.01, price", "Nana, Zola, 1880, 10000, price",
					"Nana, Zola, 1880, 0.001, price", "Nana, Zola, 1880, 1E+999999999, price",
					"Nana, Zola, 1880, 1E-999999999, price" })
	void namesWhatIsWrong(String title, String author, int published, BigDecimal price, String wrong) {
		assertThatIllegalArgumentException().isThrownBy(() -> new BookDetails(title, author, published, price))
			.withMessageStartingWith("'%s' must ", wrong);
	}

	@Test
	void refusesTitlesLongerThanTheColumn() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new BookDetails("N".repeat(201), "Zola", 1880, BigDecimal.ONE))
			.withMessage("'title' must have at most 200 characters: 201");
	}

}
