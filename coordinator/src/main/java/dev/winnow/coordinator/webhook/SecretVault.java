package dev.winnow.coordinator.webhook;

import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Secrets as they lie in the database: encrypted with AES-256-GCM where the configuration has a key, and bound to their
 * webhook, so that one cannot be put in another's place. What was stored before there was a key stays readable.
 * Thread-safe.
 */
@Singleton
class SecretVault {
    private static final String SEALED = "v1:";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Optional<SecretKey> key;
    private final SecureRandom random = new SecureRandom();

    SecretVault(WebhookConfig config) {
        this.key = config.secretKey().map(SecretVault::read);
    }

    private static SecretKey read(String text) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException e) {
            bytes = new byte[0];
        }
        if (bytes.length != KEY_BYTES) {
            throw new IllegalArgumentException(
                    "winnow.webhooks.secret-key must be 32 bytes in base64; 'openssl rand -base64 32' makes one");
        }
        return new SecretKeySpec(bytes, "AES");
    }

    String seal(UUID webhook, WebhookSecret secret) {
        if (key.isEmpty()) {
            return secret.reveal();
        }
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key.get(), nonce, webhook)
                    .doFinal(secret.reveal().getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return SEALED + Base64.getEncoder().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES-256-GCM", e);
        }
    }

    /** The secret, or nothing if this coordinator's key is not the one that it was encrypted with. */
    Optional<WebhookSecret> open(UUID webhook, String stored) {
        if (!stored.startsWith(SEALED)) {
            return WebhookSecret.of(stored);
        }
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] whole = Base64.getDecoder().decode(stored.substring(SEALED.length()));
            byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
            byte[] plain = cipher(Cipher.DECRYPT_MODE, key.get(), nonce, webhook)
                    .doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return WebhookSecret.of(new String(plain, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, UUID webhook) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(webhook.toString().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
