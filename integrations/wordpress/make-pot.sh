#!/bin/sh
# Collects the translatable strings of the plugin into languages/copydesk.pot (needs GNU gettext).
# With --check, fails if the file is not what the sources give.
set -eu
cd "$(dirname "$0")/copydesk"
new=$(mktemp)
trap 'rm -f "$new" "$new.js"' EXIT
collect() { # language, output, files...
    language=$1 output=$2; shift 2
    xgettext --language="$language" --from-code=UTF-8 --add-comments=translators --sort-by-file \
        --package-name=copydesk --copyright-holder="The copydesk authors" --msgid-bugs-address=copydesk --output="$output" \
        --keyword=__ --keyword=_e --keyword=_n:1,2 --keyword=_x:1,2c \
        --keyword=esc_html__ --keyword=esc_attr__ --keyword=esc_html_e "$@"
}
collect PHP "$new" copydesk.php includes/*.php
collect JavaScript "$new.js" assets/*.js
msgcat --sort-by-file --use-first --output="$new.all" "$new" "$new.js"; mv "$new.all" "$new"
sed -i -e '/^"POT-Creation-Date/d' -e 's/CHARSET/UTF-8/' -e '/^# SOME DESCRIPTIVE TITLE/d' -e '/^# FIRST AUTHOR/d' -e '/^#$/d' -e '/^# Copyright (C) YEAR/d' -e '/^#, fuzzy$/d' "$new"
if [ "${1-}" = --check ]; then
    cmp -s "$new" languages/copydesk.pot || { echo "languages/copydesk.pot is out of date: run integrations/wordpress/make-pot.sh" >&2; exit 1; }
else
    cp "$new" languages/copydesk.pot && chmod 644 languages/copydesk.pot
fi
