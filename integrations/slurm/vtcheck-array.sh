#!/bin/sh
# Checks a compilation database with vtcheck on a Slurm cluster: an array of jobs that summarise, then one that links.
#
#     vtcheck-array.sh [-p DIR] [-n SHARDS] [--format FORMAT] [-- SBATCH-OPTIONS]
#
# Run it in the project's root, on a file system that all nodes share. Shard K of the array summarises every entry of the database whose number is
# K modulo SHARDS (default 16), and leaves alone what is newer than all that it was made from; the link job starts when all shards are done and
# writes vtcheck-report.FORMAT. VTCHECK names the program. The same script is what the jobs run.
set -eu

database=. shards=16 format=text
me=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)/$(basename -- "$0")
: "${VTCHECK:=vtcheck}"

# The database as lines: directory, source, output, flags as shell words; separated by tabs.
entries() {
    python3 - "$1" "$2" "$3" <<'END'
import json, os, shlex, sys
database, shard, shards = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
if os.path.isdir(database):
    database = os.path.join(database, "compile_commands.json")
seen, root, number = set(), os.getcwd(), 0
for entry in json.load(open(database, encoding="utf-8")):
    directory = os.path.abspath(os.path.join(os.path.dirname(os.path.abspath(database)), entry.get("directory", ".")))
    source = os.path.normpath(os.path.join(directory, entry["file"]))
    if not source.endswith(".c") or source in seen:
        continue
    seen.add(source)
    output = os.path.join("vtcheck-summaries", os.path.relpath(source, root).replace("..", "_") + ".vtsum")
    words = entry["arguments"] if "arguments" in entry else shlex.split(entry["command"])
    if shard < 0 or number % shards == shard:
        print(directory, source, output, shlex.join(words), sep="\t")
    number += 1
END
}

# True when the summary is there and newer than everything its depfile names.
is_current() {
    [ -f "$1" ] && [ -f "$1.d" ] || return 1
    for file in $(sed -e '1s/^[^:]*://' -e 's/ *\\$//' "$1.d"); do
        [ -f "$file" ] && [ ! "$file" -nt "$1.d" ] || return 1
    done
}

summarise_shard() {
    root=$PWD
    tab=$(printf '\t')
    entries "$database" "$1" "$2" | while IFS=$tab read -r directory source output flags; do
        is_current "$output" && continue
        mkdir -p "$(dirname -- "$output")"
        eval "set -- $flags"
        (cd "$directory" && "$VTCHECK" summarise --quiet --root="$root" "$source" -o "$root/$output" --depfile "$root/$output.d" -- "$@") || exit 1
    done
}

link_all() {
    entries "$database" -1 1 | cut -f 3 >vtcheck-summaries/list
    "$VTCHECK" link --format="$format" --exit-zero --allow-incomplete --output="vtcheck-report.$format" @vtcheck-summaries/list
}

case ${1:-} in
--shard) database=$2 && summarise_shard "$SLURM_ARRAY_TASK_ID" "$3" && exit 0 ;;
--link) database=$2 format=$3 && link_all && exit 0 ;;
esac

while [ $# -gt 0 ]; do
    case $1 in
    -p) database=${2:?-p needs a folder} && shift ;;
    -n) shards=${2:?-n needs a number} && shift ;;
    --format) format=${2:?--format needs a name} && shift ;;
    --) shift && break ;;
    *) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2 && exit 2 ;;
    esac
    shift
done
mkdir -p vtcheck-summaries
array=$(sbatch --parsable --array="0-$((shards - 1))" --output=vtcheck-summaries/slurm-%A-%a.log "$@" "$me" --shard "$database" "$shards")
link=$(sbatch --parsable --dependency="afterok:$array" --output=vtcheck-summaries/slurm-%A.log "$@" "$me" --link "$database" "$format")
echo "array $array, link $link; the report will be vtcheck-report.$format"
