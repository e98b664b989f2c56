#!/bin/sh
# Puts the headers of Boost 1.57.0 (the era of G2) into FOLDER/boost, for tests/rng/test_live_boost.py:
#
#   tools/golden/fetch_boost.sh FOLDER && CAFFE_FILLERS_BOOST=FOLDER pytest tests/rng
#
# They come with the npm package boost-react-native-bundle 1.57.0 (77 MB; 124 MB of headers). The registry
# is the one that npm is set up for. Headers that are there already are left alone.
set -eu

folder=${1:?usage: fetch_boost.sh FOLDER}
package=boost-react-native-bundle@1.57.0

if [ -f "$folder/boost/random/normal_distribution.hpp" ]; then
    echo "$folder/boost is there already"
    exit 0
fi
if ! command -v npm >/dev/null; then
    echo "npm is not installed: it is needed to fetch $package" >&2
    exit 1
fi

mkdir -p "$folder"
scratch=$(mktemp -d "$folder/fetching.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
(cd "$scratch" && npm pack --silent "$package" >/dev/null)
# The archive warns about nearly every member; what counts is that the headers come out.
tar -xzf "$scratch"/*.tgz -C "$scratch" package/boost_1_57_0/boost 2>"$scratch/warnings" || true
if [ ! -f "$scratch/package/boost_1_57_0/boost/random/normal_distribution.hpp" ]; then
    tail -n 5 "$scratch/warnings" >&2
    echo "$package has no boost_1_57_0/boost" >&2
    exit 1
fi
mv "$scratch/package/boost_1_57_0/boost" "$folder/boost"
grep 'define BOOST_LIB_VERSION' "$folder/boost/version.hpp"
