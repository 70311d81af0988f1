package dev.winnow.engine.model.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate authorities that downloads trust: the JVM's, and those of {@code SSL_CERT_FILE}, as pip and curl do.
 */
final class TrustedRoots {
    private TrustedRoots() {}

    static SSLContext context(Environment environment) throws IOException {
        Optional<Path> file =
                environment.variable("SSL_CERT_FILE").map(Path::of).filter(Files::isRegularFile);
        try {
            List<X509Certificate> roots = new ArrayList<>(ofJvm());
            if (file.isPresent()) {
                roots.addAll(of(file.get()));
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(storeOf(roots)).getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    "the certificates of %s cannot be used: %s"
                            .formatted(file.map(Path::toString).orElse("this JVM"), e.getMessage()),
                    e);
        }
    }

    private static List<X509Certificate> ofJvm() throws GeneralSecurityException {
        for (TrustManager manager : managers(null).getTrustManagers()) {
            if (manager instanceof X509TrustManager x509) {
                return List.of(x509.getAcceptedIssuers());
            }
        }
        return List.of();
    }

    private static List<X509Certificate> of(Path file) throws IOException, GeneralSecurityException {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
        }
    }

    private static KeyStore storeOf(List<X509Certificate> roots) throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        for (int i = 0; i < roots.size(); i++) {
            store.setCertificateEntry("root-" + i, roots.get(i));
        }
        return store;
    }

    private static TrustManagerFactory managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }
}
