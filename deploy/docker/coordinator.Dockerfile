# syntax=docker/dockerfile:1
# From the project's folder: docker build -f deploy/docker/coordinator.Dockerfile -t winnow-coordinator .
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Dquick -DskipTests -pl coordinator -am package

FROM eclipse-temurin:17-jre-noble
# From what changes seldom to what changes always: a new version is one small layer.
COPY --from=build /source/coordinator/target/quarkus-app/lib /opt/winnow/lib
COPY deploy/docker/healthy /opt/winnow/healthy
COPY --from=build /source/coordinator/target/quarkus-app/quarkus-run.jar /opt/winnow/quarkus-run.jar
COPY --from=build /source/coordinator/target/quarkus-app/quarkus /opt/winnow/quarkus
COPY --from=build /source/coordinator/target/quarkus-app/app /opt/winnow/app
# Whoever publishes the port decides who reaches it; in the container itself loopback would reach nobody.
# Uploads lie in /tmp until they are whole, and the tokenizers' library is unpacked there (10 MB): it is the only folder that
# has to be writable.
ENV WINNOW_HTTP_HOST=0.0.0.0 \
    WINNOW_HTTP_PORT=8080 \
    ENGINE_CACHE_DIR=/tmp/natives \
    DJL_OFFLINE=true \
    OPT_OUT_TRACKING=true
WORKDIR /tmp
USER 65532:65532
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=60s CMD ["/opt/winnow/healthy", "8080", "/q/health/ready"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:MaxRAMPercentage=60", "-jar", "/opt/winnow/quarkus-run.jar"]
