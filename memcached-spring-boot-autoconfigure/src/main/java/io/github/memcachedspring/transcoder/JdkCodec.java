package io.github.memcachedspring.transcoder;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Java serialization behind an allow-list.
 */
final class JdkCodec implements ObjectCodec {

	// Two sets in each level make the time to read nested sets double with each level.
	private static final int MAX_DEPTH = 20;

	private static final int MAX_REFERENCES = 100_000;

	private static final int MAX_ARRAY = 1_000_000;

	private static final int MAX_BYTES = 16 * 1024 * 1024;

	private final TrustedTypes trustedTypes;

	private final @Nullable ClassLoader classLoader;

	JdkCodec(TrustedTypes trustedTypes, @Nullable ClassLoader classLoader) {
		this.trustedTypes = trustedTypes;
		this.classLoader = classLoader;
	}

	@Override
	public int id() {
		return JDK;
	}

	@Override
	public byte[] encode(Object value) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream stream = new TrustingOutputStream(bytes)) {
			stream.writeObject(value);
		}
		catch (NotSerializableException ex) {
			throw new TranscodingException("Type '%s' cannot be cached with Java serialization; it must implement '%s'"
				.formatted(ex.getMessage(), "java.io.Serializable"), ex);
		}
		catch (IOException ex) {
			throw new TranscodingException(
					"A value of type '%s' cannot be serialized".formatted(value.getClass().getName()), ex);
		}
		byte[] encoded = bytes.toByteArray();
		decode(encoded, 0, encoded.length);
		return encoded;
	}

	@Override
	public Object decode(byte[] bytes, int offset, int length) {
		if (length > MAX_BYTES) {
			throw new TranscodingException(
					"The serialized value has %d bytes; at most %d are permitted".formatted(length, MAX_BYTES));
		}
		Filter filter = new Filter();
		try (ObjectInputStream stream = new LoadingInputStream(new ByteArrayInputStream(bytes, offset, length))) {
			stream.setObjectInputFilter(filter);
			Object value = stream.readObject();
			if (value == null) {
				throw new TranscodingException("The serialized value is null");
			}
			return value;
		}
		catch (IOException | ClassNotFoundException ex) {
			throw filter.failure(ex);
		}
	}

	private boolean admits(Class<?> type) {
		return this.trustedTypes.admits(type) || this.trustedTypes.admitsInStream(type.getName());
	}

	/** Refuses what could not be read, while it is written. */
	private final class TrustingOutputStream extends ObjectOutputStream {

		TrustingOutputStream(OutputStream target) throws IOException {
			super(target);
			enableReplaceObject(true);
		}

		// A failure is written to the stream before it is thrown; its type is not
		// trusted.
		@Override
		protected Object replaceObject(Object value) throws IOException {
			if (value instanceof IOException failure) {
				throw failure;
			}
			return value;
		}

		@Override
		protected void annotateClass(Class<?> type) {
			if (!admits(type)) {
				throw new UntrustedTypeException(type.getName());
			}
		}

		@Override
		protected void annotateProxyClass(Class<?> type) {
			throw new UntrustedTypeException(type.getName());
		}

	}

	/** Looks classes up in one class loader, and only those that are trusted. */
	private final class LoadingInputStream extends ObjectInputStream {

		LoadingInputStream(ByteArrayInputStream source) throws IOException {
			super(source);
		}

		@Override
		protected Class<?> resolveClass(ObjectStreamClass descriptor) throws ClassNotFoundException {
			String name = descriptor.getName();
			if (!JdkCodec.this.trustedTypes.admitsInStream(name)) {
				throw new UntrustedTypeException(name);
			}
			ClassLoader loader = JdkCodec.this.classLoader;
			return Class.forName(name, false, (loader != null) ? loader : ClassUtils.getDefaultClassLoader());
		}

		@Override
		protected Class<?> resolveProxyClass(String[] interfaces) {
			throw new UntrustedTypeException((interfaces.length > 0) ? interfaces[0] : "proxy");
		}

	}

	/** Keeps the reason, which the stream does not tell. */
	private final class Filter implements ObjectInputFilter {

		private @Nullable TranscodingException refusal;

		@Override
		public Status checkInput(FilterInfo info) {
			Class<?> type = info.serialClass();
			if (type != null && !admits(type)) {
				return refuse(new UntrustedTypeException(type.getName()));
			}
			if (info.depth() > MAX_DEPTH || info.references() > MAX_REFERENCES || info.arrayLength() > MAX_ARRAY
					|| info.streamBytes() > MAX_BYTES) {
				return refuse(new TranscodingException(
						"The serialized value exceeds a limit of Java serialization (depth %d, references %d, array of %d, bytes %d)"
							.formatted(MAX_DEPTH, MAX_REFERENCES, MAX_ARRAY, MAX_BYTES)));
			}
			return Status.ALLOWED;
		}

		private Status refuse(TranscodingException reason) {
			this.refusal = reason;
			return Status.REJECTED;
		}

		TranscodingException failure(Exception cause) {
			TranscodingException reason = this.refusal;
			return (reason != null) ? reason : new TranscodingException("The serialized value cannot be read", cause);
		}

	}

}
