#!/bin/bash
# Builds the fuzz targets as OSS-Fuzz and ClusterFuzzLite want it: with $CC, $CXX, $CFLAGS and $LIB_FUZZING_ENGINE, into
# $OUT, each with its seeds, dictionary and options. $WORK is for what lies between. HCSPEC may name an hcspec that is
# built already, to make the seeds with.
set -eu

# In those services this is $SRC/build.sh and the project is $SRC/hcspec; otherwise it lies within the project.
root=$(CDPATH='' cd -- "$(dirname -- "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
[ ! -d "$root/../targets" ] || root=$(CDPATH='' cd -- "$root/../.." && pwd)
[ -d "$root/fuzz/targets" ] || root=$SRC/hcspec

# Seeds are made by a program that is not to be fuzzed, so that the engine's flags are kept from it, and AFL++'s compiler
# instruments nothing.
if [ -z "${HCSPEC-}" ]; then
  export AFL_NOOPT=1
  env -u CFLAGS -u CXXFLAGS -u LDFLAGS cmake -S "$root" -B "$WORK/native" -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF
  cmake --build "$WORK/native" --target hcspec
  unset AFL_NOOPT
  HCSPEC=$WORK/native/bin/hcspec
fi
"$HCSPEC" export --spec "$root/conformance/spec" --corpus "$WORK/generated" "$root/conformance/pages"

# An engine may be in C++, so that $CXX links, with the C++ library that $CXXFLAGS names. The other libraries come along: the
# machine that runs the targets has none.
cmake -S "$root" -B "$WORK/targets" -G Ninja -DCMAKE_BUILD_TYPE=None -DBUILD_TESTING=OFF -DHCSPEC_FUZZ=ON -DHCSPEC_FUZZ_PYTHON=OFF \
  "-DHCSPEC_FUZZ_ENGINE=$LIB_FUZZING_ENGINE" "-DCMAKE_C_COMPILER=$CC" "-DCMAKE_C_FLAGS=$CFLAGS" \
  '-DCMAKE_BUILD_RPATH=$ORIGIN/lib' '-DCMAKE_EXE_LINKER_FLAGS=-Wl,--disable-new-dtags' \
  "-DCMAKE_C_LINK_EXECUTABLE=$CXX $CXXFLAGS <CMAKE_C_LINK_FLAGS> <LINK_FLAGS> <OBJECTS> -o <TARGET> <LINK_LIBRARIES>"
cmake --build "$WORK/targets" --target fuzz-targets
PYTHONPATH=$root/fuzz PYTHONDONTWRITEBYTECODE=1 python3 -m campaign.service "$WORK/targets/fuzz" "$WORK/generated" "$OUT"
mkdir -p "$OUT/lib"
for program in "$WORK"/targets/fuzz/fuzz_*; do
  ldd "$program" | awk '$3 ~ /^\// && $1 ~ /^lib(ssl|crypto|idn|jansson|cmark-gfm)/ { print $3 }'
done | sort -u | xargs -I '{}' cp -L '{}' "$OUT/lib/"
