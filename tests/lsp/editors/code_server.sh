#!/bin/sh
# Installs code-server, which is VS Code in a browser, into a folder: code_server.sh FOLDER
set -e
mkdir -p "$1"
cd "$1"
[ -f package.json ] || npm init -y > /dev/null
npm i --ignore-scripts --no-audit --no-fund code-server@4.99.4
export npm_config_nodedir="${npm_config_nodedir:-/usr}"
vscode=node_modules/code-server/lib/vscode
(cd $vscode && npm i --ignore-scripts --omit=dev --no-audit --no-fund)
(cd $vscode/extensions && npm i --ignore-scripts --omit=dev --no-audit --no-fund)
(cd $vscode && npm rebuild native-watchdog @vscode/spdlog @parcel/watcher)
npm rebuild argon2
ln -sfn node_modules $vscode/node_modules.asar
