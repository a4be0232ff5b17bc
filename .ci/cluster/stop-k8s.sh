#!/bin/bash
# Stops what start-k8s.sh STATE_DIR started, by its pids, last first; data stays.
dir=${1:?STATE_DIR}
[ -f "$dir/pids" ] || exit 0
for pid in $(tac "$dir/pids" | cut -d' ' -f1); do
  kill "$pid" 2>/dev/null || continue
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || continue 2
    sleep 0.1
  done
  kill -9 "$pid" 2>/dev/null
  for _ in $(seq 100); do # its ports and files are free once it is gone
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
done
rm -f "$dir/pids"
