#!/bin/sh
# Packs what Java needs on a machine that has a card, a torch and no Java (30 MB): a small JRE, the engine's jars, OnACard,
# and natives.cc built for that torch. The machine must be of this one's kind.
#
#   benchmarks/gpu/java/pack.sh FOLDER TORCH    # TORCH: site-packages/torch of the same version, for its headers
#   FOLDER/run.sh python3 cuda smollm2 256      # there; cpu and tiny check it here
#
# The project is built (./mvnw -Dquick -DskipTests package) before. What was seen with it: docs/decisions/0015-gpu.md.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
jars=$here/../../../gpu-worker/target/quarkus-app/lib/main
folder=$1
torch=$2
java=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
mkdir -p "$folder/jars" "$folder/classes"
for jar in ai.djl.api ai.djl.pytorch.pytorch-engine com.google.code.gson com.fasterxml.jackson.core commons-codec commons-io \
    org.apache.commons net.java.dev.jna dev.winnow.winnow-common dev.winnow.winnow-engine dev.winnow.winnow-text \
    org.jspecify org.slf4j.slf4j-api; do
  cp "$jars/$jar"* "$folder/jars/"
done
javac -cp "$folder/jars/*" -d "$folder/classes" "$here/OnACard.java"
c++ -O1 -std=c++20 -fPIC -shared -w -I"$torch/include" -I"$torch/include/torch/csrc/api/include" -I"$java/include" \
  -I"$java/include/linux" -o "$folder/libdjl_torch.so" "$here/natives.cc" -L"$torch/lib" -lc10 -ltorch_cpu \
  -Wl,--allow-shlib-undefined
rm -rf "$folder/jre"
jlink --add-modules java.base,java.logging,java.management,jdk.unsupported,java.xml,java.naming --strip-debug \
  --no-header-files --no-man-pages --compress=2 --output "$folder/jre"
tar cJf "$folder/jre.tar.xz" -C "$folder/jre" .
rm -rf "$folder/jre"
cp "$here/run.sh" "$folder/"
