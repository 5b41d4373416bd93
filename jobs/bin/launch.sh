# Sourced by jobs/bin/sparkae and jobs/benchmark/bin/sparkae-benchmark, which set 'home', the checkout's folder.
# Checks locale, heap and JDK; builds what is missing or older than its sources; starts Java.
# SPARKAE_HEAP sets the Java heap (default 4g), SPARKAE_JAVA_OPTS adds options, of which the last one wins.
# shellcheck shell=bash

# Maven takes commands and other folders from these.
unset MAVEN_ARGS MAVEN_BASEDIR

fail() { # message, exit code
  printf 'sparkae: %s\n' "$1" >&2
  exit "${2:-2}"
}

case $home in
  *:*) fail "'$home' has a colon in its name, which Java takes for the end of it: move sparkae to another folder" ;;
esac
target=$home/jobs/target
jar=$target/sparkae.jar

# Java decodes file names by the locale; a container's default locale loses all but ASCII.
is_utf8() {
  case $1 in *[Uu][Tt][Ff]-8 | *[Uu][Tt][Ff]8) ;; *) return 1 ;; esac
}
if command -v locale >/dev/null; then
  for locale in C.UTF-8 en_US.UTF-8; do
    if is_utf8 "$(locale charmap 2>/dev/null)"; then break; fi
    if is_utf8 "$(env LC_ALL=$locale locale charmap 2>/dev/null)"; then export LC_ALL=$locale; fi
  done
elif ! is_utf8 "${LC_ALL:-${LC_CTYPE:-${LANG:-}}}"; then
  export LC_ALL=C.UTF-8
fi

heap=${SPARKAE_HEAP:-4g}
least_mb=512 # Spark asks for 450 MB, not counting what the collector keeps for itself
is_heap() {
  local size='^([0-9]{1,9})([kKmMgGtT])$'
  [[ $1 =~ $size ]] || return 1
  local n=$((10#${BASH_REMATCH[1]}))
  case ${BASH_REMATCH[2]} in
    [kK]) n=$((n / 1024)) ;;
    [gG]) n=$((n * 1024)) ;;
    [tT]) n=$((n * 1024 * 1024)) ;;
  esac
  [ "$n" -ge $least_mb ]
}
is_heap "$heap" || fail "SPARKAE_HEAP: expected a size of ${least_mb}m or more, such as 4g, found '$heap'"

# An empty JAVA_HOME counts as unset.
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
# Options from the environment may fail, and Java echoes them: ask for the version without them.
version=$(unset JAVA_TOOL_OPTIONS JDK_JAVA_OPTIONS _JAVA_OPTIONS && "$java" -version 2>&1 || true)
is_17=' version "17([.+-][^"]*)?"'
[[ $version =~ $is_17 ]] ||
  fail "JDK 17 is needed, and '$java' is not one; set JAVA_HOME to a JDK 17"

build_unless_newer() { # jar, its sources
  local built=$1 newer='' why
  shift
  if [ -f "$built" ]; then
    newer=$(find "$@" -newer "$built" -print -quit)
    [ -n "$newer" ] || return 0
  fi
  why=${newer:+"'$newer' is newer than '$built'"}
  why=${why:-"there is no '$built'"}
  command -v mvn >/dev/null ||
    fail "Maven is needed to build sparkae, and there is no 'mvn' on the PATH ($why)"
  { mkdir -p -- "$target" && : >"$target/build.log"; } 2>/dev/null ||
    fail "$why, and '$target' cannot be written: let its owner build it, with 'mvn package -DskipTests'"
  echo "Building sparkae (a few minutes the first time, for Maven's downloads) …" >&2
  if ! (cd -- "$home" && mvn -B -ntp package -DskipTests) >"$target/build.log" 2>&1; then
    grep -m 5 ERROR "$target/build.log" >&2 || true
    fail "the build failed; see $target/build.log" 1
  fi
}
build_unless_newer "$jar" "$home/pom.xml" "$home"/conf/reference.conf "$home"/*/pom.xml "$home"/*/src/main

launch() { # jars before Spark's, main class, arguments
  local jars=$1 main=$2
  shift 2

  set -f # options are split at blanks, not expanded as file names
  # Java refuses to start with two collectors; the user's choice wins, wherever it was made.
  local option collector=
  for option in ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${SPARKAE_JAVA_OPTS:-} ${_JAVA_OPTIONS:-}; do
    case $option in
      -XX:+UseSerialGC | -XX:+UseG1GC | -XX:+UseZGC | -XX:+UseShenandoahGC | -XX:+UseEpsilonGC | -XX:-UseParallelGC)
        collector=-XX:-UseParallelGC
        ;;
    esac
  done
  # shellcheck disable=SC2206
  local options=("@$target/java-options" "-Xmx$heap" $collector ${SPARKAE_JAVA_OPTS:-})
  set +f

  # When Java cannot start, it says why on standard output and exits with 1, the code of an internal error. A trial
  # start finds out first; not with an agent or a log file, which it would start twice.
  local given="${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${SPARKAE_JAVA_OPTS:-} ${_JAVA_OPTIONS:-}" trial= said
  case "${SPARKAE_HEAP:-} $given" in
    *-agent* | *-javaagent* | *-Xrun* | *-Xlog* | *FlightRecord*) ;;
    *[![:space:]]*) trial=yes ;;
  esac
  if [ -n "$trial" ] && ! said=$("$java" "${options[@]}" -version 2>&1); then
    said=$(grep -v -e '^Picked up ' -e '^NOTE: Picked up ' -e '^Error occurred during init' \
      -e '^Error: Could not create' -e '^Error: A fatal exception' <<<"$said" | head -n 1)
    fail "Java does not start (${said:-no reason given}): SPARKAE_HEAP is '$heap'; SPARKAE_JAVA_OPTS, JAVA_TOOL_OPTIONS, JDK_JAVA_OPTIONS and _JAVA_OPTIONS count too"
  fi

  # Java ignores an archive that was made for other jars, but crashes on one that is not whole, and where agents or the flight
  # recorder ask for a class's bytes.
  local archive=$target/sparkae.jsa
  case $given in
    *-agent* | *-javaagent* | *-Xrun* | *Flight* | *@* | *-XX:Flags* | *OptionsFile*) ;;
    *-Xshare* | *SharedArchive* | *ArchiveClasses* | *LoadedClassList*) ;; # the user decides
    *)
      if [ "$jars" = "$jar" ] && [ -f "$archive" ] && [ ! "$jar" -nt "$archive" ] &&
        [ "$(cat "$archive.made" 2>/dev/null)" = "$(wc -c <"$archive")"$'\n'"$version" ]; then
        # At the addresses it was made for; elsewhere Java would adjust 200 MB of pointers before it begins.
        options=(-XX:SharedArchiveFile="$archive" -XX:+UnlockDiagnosticVMOptions -XX:ArchiveRelocationMode=0
          '-Xlog:cds*=off,class+path=off' "${options[@]}")
      fi
      ;;
  esac

  # One OpenMP thread: parallelism comes from Spark's partitions, and sums keep their order.
  export OMP_NUM_THREADS=1 SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
  exec "$java" "${options[@]}" -cp "$jars:$target/spark/jars/*" "$main" "$@"
}
