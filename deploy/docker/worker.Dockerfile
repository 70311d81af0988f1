# syntax=docker/dockerfile:1
# From the project's folder: docker build -f deploy/docker/worker.Dockerfile -t winnow-worker .
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Dquick -DskipTests -pl gpu-worker -am package
# The worker unpacks its native libraries where they are not yet: at run time there is nowhere to write them.
ENV ENGINE_CACHE_DIR=/opt/winnow/natives \
    DJL_OFFLINE=true \
    OPT_OUT_TRACKING=true \
    OMP_WAIT_POLICY=PASSIVE
RUN java -cp "gpu-worker/target/quarkus-app/lib/main/*:gpu-worker/target/quarkus-app/lib/boot/*" \
        dev.winnow.engine.catalog.CatalogTool /tmp natives \
    && chmod -R a+rX /opt/winnow/natives

FROM eclipse-temurin:17-jre-noble
# From what changes seldom to what changes always: a new version is one small layer.
COPY --from=build /opt/winnow/natives /opt/winnow/natives
COPY --from=build /source/gpu-worker/target/quarkus-app/lib /opt/winnow/lib
COPY deploy/docker/healthy /opt/winnow/healthy
COPY --from=build /source/gpu-worker/target/quarkus-app/quarkus-run.jar /opt/winnow/quarkus-run.jar
COPY --from=build /source/gpu-worker/target/quarkus-app/quarkus /opt/winnow/quarkus
COPY --from=build /source/gpu-worker/target/quarkus-app/app /opt/winnow/app
# A volume that is new takes its owner from here.
RUN install -d -o 65532 -g 65532 /var/cache/winnow
ENV ENGINE_CACHE_DIR=/opt/winnow/natives \
    DJL_OFFLINE=true \
    OPT_OUT_TRACKING=true \
    OMP_WAIT_POLICY=PASSIVE \
    WINNOW_CACHE_DIR=/var/cache/winnow \
    WINNOW_HEALTH_HOST=0.0.0.0 \
    WINNOW_HEALTH_PORT=8081
WORKDIR /tmp
USER 65532:65532
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=6s --start-period=300s CMD ["/opt/winnow/healthy", "8081", "/health/ready"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-Xms64m", "-jar", "/opt/winnow/quarkus-run.jar"]
