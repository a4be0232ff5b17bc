#!/bin/bash
# Stops what start-node.sh NODE_DIR started: kubelet, every container of its containerd, containerd; unmounts what is
# left below NODE_DIR. Touches nothing of another node. Pods deleted while the kubelet lives go more cleanly.
dir=${1:?NODE_DIR} ctr=${CTR:-/usr/bin/ctr}
[ -f "$dir/pids" ] || exit 0
PATH=$PATH:/usr/sbin:/sbin
ours() { "$ctr" -a "$dir/containerd.sock" -n k8s.io "$@" 2>/dev/null; }
stop() { # stop NAME
  local pid
  pid=$(awk -v name="$1" '$2 == name { print $1 }' "$dir/pids" | tail -n 1)
  kill "$pid" 2>/dev/null || return 0
  for _ in $(seq 100); do
    kill -0 "$pid" 2>/dev/null || return 0
    sleep 0.1
  done
  kill -9 "$pid"
}

stop kubelet
networks=$(for pid in $(ours tasks ls | awk 'NR > 1 { print $2 }'); do ip netns identify "$pid" 2>/dev/null; done | sort -u | grep '^cni-')
for task in $(ours tasks ls -q); do ours tasks kill -s KILL "$task"; done
sleep 0.5
for task in $(ours tasks ls -q); do ours tasks rm -f "$task" >/dev/null; done
for container in $(ours containers ls -q); do ours containers rm "$container"; done
stop containerd
# Shims that outlived their sandbox: those that name our socket.
for file in /proc/[0-9]*/cmdline; do
  if { tr '\0' ' ' <"$file"; } 2>/dev/null | grep -q -- "containerd-shim.* -address $dir/containerd.sock "; then
    pid=${file#/proc/}
    kill -9 "${pid%/cmdline}" 2>/dev/null
  fi
done
awk -v below="$dir/" 'index($2, below) == 1 { print $2 }' /proc/mounts | tac | while read -r mount; do umount -l "$mount"; done
for network in $networks; do ip netns del "$network"; done
rm -f "$dir/pids"
