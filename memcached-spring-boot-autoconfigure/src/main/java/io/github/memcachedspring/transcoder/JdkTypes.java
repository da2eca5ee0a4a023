package io.github.memcachedspring.transcoder;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The types of the JDK that are trusted, by name: plain values without behaviour that
 * reaches out of the JVM. {@code java.net.URL} is left out on purpose, its
 * {@code hashCode} asks the DNS.
 */
final class JdkTypes {

	/** What may be a value. */
	static final Set<String> VALUES = union(
			names("java.lang.", "Boolean Byte Short Character Integer Long Float Double String"),
			names("java.math.", "BigDecimal BigInteger"),
			names("java.time.", "DayOfWeek Duration Instant LocalDate LocalDateTime LocalTime Month MonthDay "
					+ "OffsetDateTime OffsetTime Period Year YearMonth ZonedDateTime ZoneId ZoneOffset ZoneRegion"),
			names("java.util.", "UUID Date Locale Currency BitSet Optional OptionalInt OptionalLong OptionalDouble "
					+ "ArrayList LinkedList Vector ArrayDeque PriorityQueue HashSet LinkedHashSet TreeSet "
					+ "HashMap LinkedHashMap TreeMap EnumMap EnumSet RegularEnumSet JumboEnumSet "
					+ "AbstractMap$SimpleEntry AbstractMap$SimpleImmutableEntry KeyValueHolder Arrays$ArrayList"),
			names("java.util.ImmutableCollections$", "List12 ListN SubList Set12 SetN Map1 MapN"),
			names("java.util.Collections$", "EmptyList EmptySet EmptyMap SingletonList SingletonSet SingletonMap "
					+ "UnmodifiableCollection UnmodifiableList UnmodifiableRandomAccessList UnmodifiableSet "
					+ "UnmodifiableSortedSet UnmodifiableNavigableSet UnmodifiableMap UnmodifiableSortedMap "
					+ "UnmodifiableNavigableMap SynchronizedCollection SynchronizedList SynchronizedRandomAccessList "
					+ "SynchronizedSet SynchronizedSortedSet SynchronizedMap SynchronizedSortedMap SetFromMap"),
			names("java.util.concurrent.",
					"ConcurrentHashMap ConcurrentSkipListMap ConcurrentSkipListSet "
							+ "ConcurrentLinkedDeque ConcurrentLinkedQueue CopyOnWriteArrayList CopyOnWriteArraySet"),
			names("java.net.", "URI"), names("java.sql.", "Date Time Timestamp"));

	/** What an array may be declared of besides; its elements are checked one by one. */
	static final Set<String> COMPONENTS = union(names("java.lang.", "Object Number Comparable CharSequence Enum"),
			names("java.io.", "Serializable"), names("java.util.", "Collection List Set Map Map$Entry"));

	/** What a Java serialization stream names besides, for the values above. */
	static final Set<String> STREAM = union(names("java.lang.", "Number Enum String$CaseInsensitiveComparator"),
			names("java.time.", "Ser"),
			names("java.util.", "CollSer EnumSet$SerializationProxy Collections$ReverseComparator"),
			names("java.util.concurrent.",
					"ConcurrentHashMap$CollectionView ConcurrentHashMap$KeySetView ConcurrentHashMap$Segment"),
			Set.of("[Ljava.util.concurrent.ConcurrentHashMap$Segment;"),
			names("java.util.concurrent.locks.", "ReentrantLock ReentrantLock$Sync ReentrantLock$NonfairSync "
					+ "AbstractQueuedSynchronizer AbstractOwnableSynchronizer"));

	private JdkTypes() {
	}

	private static Set<String> names(String prefix, String simpleNames) {
		return Arrays.stream(simpleNames.split(" ")).map(prefix::concat).collect(Collectors.toSet());
	}

	@SafeVarargs
	private static Set<String> union(Set<String>... sets) {
		Set<String> union = new HashSet<>();
		for (Set<String> set : sets) {
			union.addAll(set);
		}
		return Set.copyOf(union);
	}

}
