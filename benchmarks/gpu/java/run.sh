#!/bin/sh
# Runs OnACard with what pack.sh packed, under the torch of a Python: run.sh PYTHON DEVICE SHAPE ROWS
set -eu
here=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir -p "$place/jre" "$place/lib" "$place/cache/pytorch/2.7.1-cu128-linux-x86_64"
tar xJf "$here/jre.tar.xz" -C "$place/jre"
torch=$("$1" -c 'import importlib.util, os; print(os.path.dirname(importlib.util.find_spec("torch").origin))')/lib
# DJL loads every file of the folder, and newer ones have headers there.
for library in "$torch"/*.so "$torch"/*.so.*; do
  case $library in *.c | *.versions | *'*'*) ;; *) ln -s "$library" "$place/lib/" ;; esac
done
# Where DJL would unpack its own; it asks for no other version than that which Winnow was made for.
cp "$here/libdjl_torch.so" "$place/cache/pytorch/2.7.1-cu128-linux-x86_64/0.35.1-libdjl_torch.so"
for nvidia in "$torch"/../../nvidia/*/lib; do
  LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$nvidia
done
export LD_LIBRARY_PATH="$torch:$LD_LIBRARY_PATH"
export OMP_WAIT_POLICY=PASSIVE PYTORCH_LIBRARY_PATH="$place/lib" PYTORCH_VERSION=2.7.1 PYTORCH_FLAVOR=cu128
export ENGINE_CACHE_DIR="$place/cache"
# Newer versions of torch prefer cuDNN's attention on Hopper, which plans anew for each length; Winnow's own does not.
export TORCH_CUDNN_SDPA_DEPRIORITIZED=1
"$place/jre/bin/java" -Xmx"${HEAP:-8g}" -cp "$here/classes:$here/jars/*" OnACard "$2" "$3" "$4"
