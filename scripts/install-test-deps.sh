#!/usr/bin/env bash
# Installs the programs that the tests start: PostgreSQL's server, Chromium and poppler's pdftotext.
# Does nothing where they are present. Debian and Ubuntu only; elsewhere it says what to install.
set -euo pipefail

missing=()
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || command -v postgres >/dev/null || missing+=(postgresql)
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v pdftotext >/dev/null || missing+=(poppler-utils)
command -v qpdf >/dev/null || missing+=(qpdf)
fc-list 2>/dev/null | grep -qi 'cjk' || missing+=(fonts-noto-cjk)
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
	echo "please install: ${missing[*]}" >&2
	exit 1
fi
sudo=
[ "$(id -u)" -eq 0 ] || sudo=sudo
echo "installing for the tests: ${missing[*]}" >&2
# Debian's postgresql package would start a cluster of its own on the standard port; the tests start their own.
if [ ! -e /etc/postgresql-common/createcluster.conf ]; then
	$sudo mkdir -p /etc/postgresql-common
	echo 'create_main_cluster = false' | $sudo tee /etc/postgresql-common/createcluster.conf >/dev/null
fi
$sudo apt-get update -qq
# Ubuntu's package chromium is only a pointer to a snap, which does not run in containers: Google's own package instead.
if [[ " ${missing[*]} " == *" chromium "* ]] && grep -qx 'ID=ubuntu' /etc/os-release; then
	deb=$(mktemp --suffix .deb)
	chmod 644 "$deb"
	(command -v curl >/dev/null || $sudo apt-get install -y -qq --no-install-recommends curl ca-certificates) >/dev/null
	curl -fsSL -o "$deb" https://dl.google.com/linux/direct/google-chrome-stable_current_amd64.deb
	missing=("${missing[@]/#chromium/$deb}")
fi
$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
