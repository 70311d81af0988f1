# syntax=docker/dockerfile:1
# From the project's folder: docker build -f deploy/docker/worker-cuda.Dockerfile -t winnow-worker-cuda .
# The driver's own libraries come from NVIDIA's container runtime when the container starts.
FROM eclipse-temurin:17-jdk-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -ntp -Dquick -DskipTests -pl gpu-worker -am package

FROM python:3.12-slim-bookworm AS torch
RUN pip install --no-cache-dir --target /torch torch==2.7.1

FROM eclipse-temurin:17-jre-noble
# From what changes seldom to what changes always: gigabytes of CUDA are a layer that no new version touches. They lie as pip
# laid them, since libtorch looks for the others beside itself.
COPY --from=torch /torch/nvidia /opt/torch/nvidia
COPY --from=torch /torch/torch/lib /opt/torch/torch/lib
COPY --from=build /source/gpu-worker/target/quarkus-app/lib /opt/winnow/lib
COPY deploy/docker/healthy /opt/winnow/healthy
COPY --from=build /source/gpu-worker/target/quarkus-app/quarkus-run.jar /opt/winnow/quarkus-run.jar
COPY --from=build /source/gpu-worker/target/quarkus-app/quarkus /opt/winnow/quarkus
COPY --from=build /source/gpu-worker/target/quarkus-app/app /opt/winnow/app
RUN install -d -o 65532 -g 65532 /var/cache/winnow
# The glue libraries (some 20 MB) are unpacked beside the models: at build there is no driver to load them with. The flavour
# names the glue between Java and libtorch, of which there is one for CUDA.
ENV PYTORCH_LIBRARY_PATH=/opt/torch/torch/lib \
    PYTORCH_VERSION=2.7.1 \
    PYTORCH_FLAVOR=cu128 \
    LD_LIBRARY_PATH=/opt/torch/nvidia/cublas/lib:/opt/torch/nvidia/cuda_cupti/lib:/opt/torch/nvidia/cuda_nvrtc/lib:/opt/torch/nvidia/cuda_runtime/lib:/opt/torch/nvidia/cudnn/lib:/opt/torch/nvidia/cufft/lib:/opt/torch/nvidia/cufile/lib:/opt/torch/nvidia/curand/lib:/opt/torch/nvidia/cusolver/lib:/opt/torch/nvidia/cusparse/lib:/opt/torch/nvidia/cusparselt/lib:/opt/torch/nvidia/nccl/lib:/opt/torch/nvidia/nvjitlink/lib:/opt/torch/nvidia/nvtx/lib \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility \
    ENGINE_CACHE_DIR=/var/cache/winnow/natives \
    DJL_OFFLINE=true \
    OPT_OUT_TRACKING=true \
    OMP_WAIT_POLICY=PASSIVE \
    WINNOW_DEVICE=cuda \
    WINNOW_QUANTIZATION=bf16 \
    WINNOW_CACHE_DIR=/var/cache/winnow \
    WINNOW_HEALTH_HOST=0.0.0.0 \
    WINNOW_HEALTH_PORT=8081
WORKDIR /tmp
USER 65532:65532
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=6s --start-period=600s CMD ["/opt/winnow/healthy", "8081", "/health/ready"]
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-Xms64m", "-jar", "/opt/winnow/quarkus-run.jar"]
