package io.github.memcachedspring.transcoder;

import org.jspecify.annotations.Nullable;

/**
 * Turns objects into bytes and back, for everything that is not stored raw. Ids name the
 * form of a payload; they are stored with every entry:
 *
 * <ul>
 * <li>0: {@code null}, an empty payload</li>
 * <li>1, 2: {@link String} as UTF-8, or as UTF-16 if it holds lone surrogates</li>
 * <li>3: {@code byte[]}</li>
 * <li>4 to 11: {@link Boolean}, {@link Byte}, {@link Short}, {@link Character},
 * {@link Integer}, {@link Long}, {@link Float}, {@link Double}, big endian</li>
 * <li>16: JSON, see {@link JsonCodec}</li>
 * <li>17: Java serialization, see {@link #jdk}</li>
 * <li>128 to 255: free for others</li>
 * </ul>
 *
 * <p>
 * Implementations are safe for use by many threads. Whatever they throw reaches the
 * caller of the {@link Transcoder} as a {@link TranscodingException}.
 *
 * @since 0.1.0
 */
public interface ObjectCodec {

	/** The id of JSON. */
	int JSON = 16;

	/** The id of Java serialization. */
	int JDK = 17;

	/**
	 * Returns the id that entries of this codec carry.
	 * @return the id, 16 to 255
	 */
	int id();

	/**
	 * Encodes an object.
	 * @param value the object, never {@code null} and none of the types stored raw
	 * @return its bytes, not used by the codec any more
	 * @throws TranscodingException if it cannot be read back
	 */
	byte[] encode(Object value);

	/**
	 * Decodes an object; every call returns an instance of its own.
	 * @param bytes the bytes that hold it; they must not be changed or kept
	 * @param offset where it begins
	 * @param length its length
	 * @return the object
	 */
	Object decode(byte[] bytes, int offset, int length);

	/**
	 * Returns a codec that uses Java serialization. It stores and reads only trusted
	 * types, and only streams within fixed limits: a depth of 20 objects, 100,000
	 * references, arrays of 1,000,000 elements and 16 MB. Depth counts objects within
	 * objects, so that a chain of more than 20 links is refused, with its encoding; the
	 * limit keeps a few nested hash sets from occupying a thread for minutes. What is
	 * encoded is read back at once, so that nothing is stored that could not be read.
	 * @param trustedTypes the types to store and to read
	 * @param classLoader where types are looked up, or {@code null} for the context class
	 * loader of the reading thread
	 * @return the codec
	 */
	static ObjectCodec jdk(TrustedTypes trustedTypes, @Nullable ClassLoader classLoader) {
		return new JdkCodec(trustedTypes, classLoader);
	}

}
