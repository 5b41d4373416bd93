#!/usr/bin/env bash
# Called by the build, with the folder of its JDK: makes target/sparkae.jsa, an archive of the classes that a small run
# loads, parsed and verified, which launch.sh gives to Java. It is an extra: what goes wrong here is told in
# target/class-archive.log, and everything works without.
set -uo pipefail
unset CDPATH JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS

java=$1/bin/java
# The class path has to be the launcher's to the letter.
target=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")/../target" >/dev/null && pwd -P) || exit
archive=$target/sparkae.jsa
export OMP_NUM_THREADS=1 SPARK_LOCAL_IP=127.0.0.1

sparkae() { # an option of Java, command and its options
  local option=$1
  shift
  "$java" "@$target/java-options" -Xmx1g -XX:TieredStopAtLevel=1 "$option" \
    -cp "$target/sparkae.jar:$target/spark/jars/*" io.sparkae.jobs.Main "$@"
}

rm -f -- "$archive" "$archive.made"
work=$(mktemp -d "$target/class-archive.XXXXXX") || exit
trap 'rm -rf -- "$work"' EXIT
if {
  cd -- "$work" &&
    sparkae -Xshare:auto generate -s generate.train-rows=400 -s generate.test-rows=100 &&
    sparkae -XX:ArchiveClassesAtExit="$work/sparkae.jsa" run --run-dir run -s training.epochs=1 -s knn.raw=true \
      -s data.train=generated/train.csv.gz -s data.test=generated/test.csv.gz
} >"$target/class-archive.log" 2>&1 && [ -f "$work/sparkae.jsa" ]; then
  # Java trusts an archive's length and its version of Java without a word that a user could read: launch.sh compares.
  { wc -c <"$work/sparkae.jsa" && "$java" -version 2>&1; } >"$work/made" &&
    mv -f -- "$work/sparkae.jsa" "$archive" && mv -f -- "$work/made" "$archive.made"
else
  echo "sparkae: no archive of classes could be made, commands start without; see $target/class-archive.log" >&2
fi
