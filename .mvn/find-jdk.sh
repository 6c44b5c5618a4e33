# Sourced by mvnw and mayfly: exports a JAVA_HOME of at least 25, or says in one line what to install.
mayfly_jdk_fits() {
  [ -n "$1" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
  mayfly_major=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  [ "${mayfly_major:-0}" -ge 25 ]
}
if ! mayfly_jdk_fits "${JAVA_HOME:-}"; then
  mayfly_found=
  for mayfly_candidate in "${JAVA_HOME_25_X64:-}" /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home /opt/java/* /opt/jdk*; do
    if mayfly_jdk_fits "$mayfly_candidate"; then
      mayfly_found=$mayfly_candidate
      break
    fi
  done
  if [ -z "$mayfly_found" ]; then
    echo "Mayfly needs a JDK 25 or newer: install one (for example Temurin 25) or point JAVA_HOME at it." >&2
    exit 1
  fi
  JAVA_HOME=$mayfly_found
  export JAVA_HOME
fi
