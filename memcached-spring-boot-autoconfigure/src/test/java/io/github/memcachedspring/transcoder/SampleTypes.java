package io.github.memcachedspring.transcoder;

import java.io.Serializable;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * Types as applications have them. Trusted as a whole by the tests.
 */
final class SampleTypes {

	private SampleTypes() {
	}

	record Point(int x, int y) implements Serializable {
	}

	record Book(String title, @Nullable BigDecimal price, LocalDate published,
			List<String> tags) implements Serializable {
	}

	record Page<T>(List<T> items, int total) implements Serializable {
	}

	record Line(Point from, Point to, Colour colour) implements Serializable {
	}

	record Holder(Object value) implements Serializable {
	}

	record Pair<A, B>(A first, B second) implements Serializable {
	}

	sealed interface Shape extends Serializable permits Circle, Square {

	}

	record Circle(Point centre, double radius) implements Shape {
	}

	record Square(Point corner, double side) implements Shape {
	}

	record Drawing(Shape main, List<Shape> others, Map<String, Shape> named) implements Serializable {
	}

	record Maps(Map<Long, String> byLong, Map<Colour, Point> byColour, Map<Point, String> byPoint,
			Map<LocalDate, List<Point>> byDate, Map<? extends Number, String> byNumber,
			List<Map<Long, Point>> listOfMaps, Map<Integer, Map<Long, String>> mapOfMaps) implements Serializable {
	}

	record Optionals(Optional<Point> point, Optional<Map<Long, String>> map, Optional<Object> any,
			Optional<String> none) {
	}

	record Enums(EnumMap<Colour, Shape> map, EnumSet<Colour> set, Set<Operation> operations, Operation operation,
			Colour[] array) implements Serializable {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Enums that && this.map.equals(that.map) && this.set.equals(that.set)
					&& this.operations.equals(that.operations) && this.operation == that.operation
					&& java.util.Arrays.equals(this.array, that.array);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.map, this.set, this.operations, this.operation);
		}

	}

	record Arrays(int[] ints, int[][] grid, Point[] points, Object[] objects, Shape[][] shapes, byte[] bytes,
			String[] texts, char[] chars) implements Serializable {

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Arrays that && Objects.deepEquals(fields(), that.fields());
		}

		@Override
		public int hashCode() {
			return java.util.Arrays.deepHashCode(fields());
		}

		private Object[] fields() {
			return new Object[] { this.ints, this.grid, this.points, this.objects, this.shapes, this.bytes, this.texts,
					this.chars };
		}

	}

	record Interfaces(Number number, Comparable<?> comparable, CharSequence text, Serializable serializable,
			Iterable<Point> iterable, SortedSet<Integer> sorted, Map.Entry<String, Long> entry,
			Map.Entry<Point, Shape> pointEntry) {
	}

	record Times(ZonedDateTime zoned, Object any) implements Serializable {
	}

	record Node(String name, List<Node> children) implements Serializable {
	}

	enum Colour {

		RED, GREEN, BLUE;

		@Override
		public String toString() {
			return "a colour";
		}

	}

	enum Operation {

		PLUS {
			@Override
			int apply(int a, int b) {
				return a + b;
			}
		},

		MINUS {
			@Override
			int apply(int a, int b) {
				return a - b;
			}
		};

		abstract int apply(int a, int b);

	}

	/** Private fields, no getters for some, a default constructor. */
	static class Person implements Serializable {

		private String name = "";

		private @Nullable Person friend;

		private final List<String> nicknames = new ArrayList<>();

		protected long secret;

		Person() {
		}

		Person(String name, @Nullable Person friend, long secret, String... nicknames) {
			this.name = name;
			this.friend = friend;
			this.secret = secret;
			this.nicknames.addAll(List.of(nicknames));
		}

		public String getGreeting() {
			return "Hello " + this.name;
		}

		public int getLength() {
			return this.name.length();
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other != null && getClass() == other.getClass() && describe().equals(((Person) other).describe());
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

		String describe() {
			return this.name + this.secret + this.nicknames + ((this.friend != null) ? this.friend.describe() : "");
		}

	}

	static class Employee extends Person {

		private @Nullable Integer number;

		Employee() {
		}

		Employee(String name, int number) {
			super(name, new Person("boss", null, 1), 2, "a", "b");
			this.number = number;
		}

		@Override
		String describe() {
			return super.describe() + this.number;
		}

	}

	/** Final fields and one public constructor, as many tools generate them. */
	static final class Immutable implements Serializable {

		private final String name;

		private final List<Long> numbers;

		public Immutable(String name, List<Long> numbers) {
			this.name = name;
			this.numbers = numbers;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Immutable that && this.name.equals(that.name) && this.numbers.equals(that.numbers);
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name, this.numbers);
		}

	}

	/** The application says itself how types are written. */
	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS, property = "kind")
	interface Annotated extends Serializable {

	}

	record AnnotatedLeaf(int depth) implements Annotated {
	}

	record AnnotatedOwner(Annotated annotated) implements Serializable {
	}

	/** Cannot be created from JSON. */
	static class Unreadable implements Serializable {

		private final String name;

		private Unreadable(String name, int other) {
			this.name = name + other;
		}

		static Unreadable create() {
			return new Unreadable("a", 1);
		}

		String name() {
			return this.name;
		}

	}

	/** JSON would take the elements only. */
	static class Named extends ArrayList<String> {

		String name = "a";

	}

	/** JSON would take one of two fields of that name. */
	static class Shadowing extends Person {

		private String name = "shadow";

		String shadowed() {
			return this.name;
		}

	}

	/** A collection without state of its own. */
	static class Names extends ArrayList<String> {

	}

	/** An object first, an iterable second. */
	record Basket(List<Point> items, String owner) implements Iterable<Point>, Serializable {

		@Override
		public Iterator<Point> iterator() {
			return this.items.iterator();
		}

	}

	static class Box<T extends Number> implements Serializable {

		private @Nullable T content;

		Box() {
		}

		Box(T content) {
			this.content = content;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other != null && getClass() == other.getClass()
					&& Objects.equals(this.content, ((Box<?>) other).content);
		}

		@Override
		public int hashCode() {
			return Objects.hashCode(this.content);
		}

	}

	static class LongBox extends Box<Long> {

		LongBox() {
		}

		LongBox(Long content) {
			super(content);
		}

	}

	record Nested(Collection<? extends Shape> shapes, Optional<List<Shape>> list, List<Optional<Long>> optionals,
			Map<String, Optional<Shape>> map, Optional<Colour> colour, Optional<Operation> operation,
			Set<Set<Long>> sets, Box<Long> box, Optional<Optional<Long>> twice) {
	}

	record Primitives(long a, double b, float c, char d, boolean e, byte f, short g, Long h, Character i,
			Double j) implements Serializable {
	}

}
