package io.github.memcachedspring.readme;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.github.memcachedspring.annotation.CacheTtl;
import io.github.memcachedspring.atomic.AtomicResult;
import io.github.memcachedspring.atomic.AtomicUpdateTemplate;
import io.github.memcachedspring.atomic.AtomicUpdates;
import io.github.memcachedspring.atomic.MemcachedCounters;
import io.github.memcachedspring.autoconfigure.MemcachedConnectionDetails;
import io.github.memcachedspring.cache.MemcachedCacheConfiguration;
import io.github.memcachedspring.cache.MemcachedCacheManager;
import io.github.memcachedspring.cache.TtlFunction;
import io.github.memcachedspring.client.MemcachedNode;
import io.github.memcachedspring.client.MemcachedOperations;
import io.github.memcachedspring.embedded.EmbeddedMemcached;
import io.github.memcachedspring.migration.MigrationController;
import io.github.memcachedspring.migration.foreign.ForeignKeyMapper;
import io.github.memcachedspring.observation.DefaultMemcachedCommandConvention;
import io.github.memcachedspring.observation.MemcachedCommandContext;
import io.github.memcachedspring.observation.MemcachedCommandConvention;
import io.github.memcachedspring.transcoder.Compression;
import io.github.memcachedspring.transcoder.ObjectCodec;
import io.github.memcachedspring.transcoder.Transcoder;
import io.github.memcachedspring.transcoder.TrustedTypes;
import io.github.memcachedspring.warmup.CacheWarmUp;
import io.github.memcachedspring.warmup.CacheWarmer;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;

/**
 * The README's Java code, with what it leaves out.
 */
class ReadmeSnippets {

	@Service
	class BookService {

		private final BookRepository repository;

		BookService(BookRepository repository) {
			this.repository = repository;
		}

		@Cacheable("books")
		@CacheTtl("10m")
		public Book findBook(String isbn) {
			return this.repository.findByIsbn(isbn);
		}

	}

	@Service
	@CacheTtl("${shop.prices.ttl:30s}")
	class PriceService {

		private final Prices prices;

		PriceService(Prices prices) {
			this.prices = prices;
		}

		@Cacheable("prices")
		public BigDecimal price(String isbn) {
			return this.prices.current(isbn);
		}

		@Cacheable(cacheNames = "bestsellers", sync = true)
		@CacheTtl("#{@shopSettings.bestsellersTtl}")
		public List<Book> bestsellers() {
			return this.prices.bestsellers();
		}

	}

	@Service
	class StockService {

		private final AtomicUpdateTemplate updates;

		StockService(AtomicUpdateTemplate updates) {
			this.updates = updates;
		}

		long add(String isbn, long copies) {
			return this.updates.updateAndGet("stock:" + isbn, Long.class,
					(stock) -> ((stock != null) ? stock : 0) + copies);
		}

		boolean take(String isbn) {
			AtomicResult<Long> result = this.updates.updateIfPresent("stock:" + isbn, Long.class,
					(stock) -> (stock > 0) ? stock - 1 : stock);
			return result instanceof AtomicResult.Applied<Long> applied && !applied.before().equals(applied.after());
		}

	}

	@Service
	class ReviewService {

		private final AtomicUpdates<Object> books;

		ReviewService(AtomicUpdateTemplate updates) {
			this.books = updates.on("books");
		}

		void add(String isbn, int stars) {
			this.books.updateIfPresent(isbn, ReviewedBook.class, (book) -> book.reviewed(stars));
		}

	}

	@Service
	class VisitorCounter {

		private final MemcachedCounters counters;

		VisitorCounter(MemcachedCounters counters) {
			this.counters = counters.namespace("visitors").withTimeToLive(Duration.ofDays(2));
		}

		long visit(LocalDate day) {
			return this.counters.increment(day.toString()).orThrow();
		}

	}

	@Bean
	CacheWarmer<String> bestsellersFirst(BookService books, BookRepository repository) {
		return CacheWarmer.calling("books", repository::isbnsByRank, books::findBook).size(repository::count);
	}

	@Bean
	CacheWarmer<String> prices(PriceList priceList) {
		return CacheWarmer.loading("prices", priceList::isbns, priceList::current).timeToLive(Duration.ofMinutes(5));
	}

	@Bean
	CacheWarmer<String> categories(CategoryRepository categories) {
		return CacheWarmer.storing("categories",
				() -> categories.all().map((category) -> Map.entry(category.slug(), category)));
	}

	@Component
	class WarmUpAfterReindexing {

		private final CacheWarmUp warmUp;

		WarmUpAfterReindexing(CacheWarmUp warmUp) {
			this.warmUp = warmUp;
		}

		@EventListener(CatalogReindexed.class)
		void warmUp() {
			this.warmUp.start("books").thenRun(() -> System.out.println(this.warmUp.progress()));
		}

	}

	@Bean
	TtlFunction ttlFunction() {
		return (cacheName, key, value) -> (value instanceof Book book && book.isBestseller()) ? Duration.ofMinutes(1)
				: null;
	}

	@Bean
	MemcachedCacheManager cacheManager(MemcachedOperations operations) {
		Transcoder transcoder = Transcoder.of(ObjectCodec.jdk(TrustedTypes.ofPackages("com.example"), null),
				Compression.defaults());
		MemcachedCacheConfiguration defaults = MemcachedCacheConfiguration.of(transcoder)
			.timeToLive(Duration.ofHours(6));
		return MemcachedCacheManager.builder(operations, defaults)
			.keyPrefix("example")
			.cache("books", defaults.timeToLive(Duration.ofMinutes(10)))
			.build();
	}

	@Bean
	InfoContributor migrationInfo(MigrationController migration) {
		return (builder) -> builder.withDetail("phase", migration.getPhase())
			.withDetail("progress", migration.getProgress());
	}

	@Bean
	ForeignKeyMapper formerKeys() {
		return (cacheName, key) -> cacheName.equals("books") ? "book_v2_" + key : null;
	}

	@Bean
	MemcachedCommandConvention commandsWithKeys() {
		return new DefaultMemcachedCommandConvention() {

			@Override
			public KeyValues getHighCardinalityKeyValues(MemcachedCommandContext context) {
				return KeyValues.of("memcached.key", String.valueOf(context.getKey()));
			}

		};
	}

	@Bean
	ObservationPredicate onlyCommandsOfRequests() {
		return (name, context) -> !(context instanceof MemcachedCommandContext)
				|| context.getParentObservation() != null;
	}

	@Service
	class SessionService {

		private final SessionRepository repository;

		private final MemcachedCounters counters;

		SessionService(SessionRepository repository,
				@Qualifier("userSessionsMemcachedCounters") MemcachedCounters counters) {
			this.repository = repository;
			this.counters = counters;
		}

		@Cacheable(cacheNames = "sessions", cacheManager = "userSessionsCacheManager")
		@CacheTtl("20m")
		public Session findSession(String id) {
			this.counters.increment("sessions-loaded");
			return this.repository.findById(id);
		}

	}

	@Bean(defaultCandidate = false)
	@Qualifier("userSessionsMemcached")
	MemcachedConnectionDetails userSessionsInTests(EmbeddedMemcached memcached) {
		return () -> List.of(MemcachedNode.parse(memcached.address()));
	}

	record Session(String id) {

	}

	interface SessionRepository {

		Session findById(String id);

	}

	record Book(String isbn, boolean isBestseller) {

	}

	record ReviewedBook(String isbn, int reviews, int stars) {

		ReviewedBook reviewed(int more) {
			return new ReviewedBook(this.isbn, this.reviews + 1, this.stars + more);
		}

	}

	interface BookRepository {

		Book findByIsbn(String isbn);

		Stream<String> isbnsByRank();

		long count();

	}

	interface PriceList {

		Stream<String> isbns();

		BigDecimal current(String isbn);

	}

	interface CategoryRepository {

		Stream<Category> all();

	}

	record Category(String slug, String title) {

	}

	record CatalogReindexed() {

	}

	interface Prices {

		BigDecimal current(String isbn);

		List<Book> bestsellers();

	}

}
