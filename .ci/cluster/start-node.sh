#!/bin/bash
# Starts one real node, called localhost: containerd, runc, kubelet; joins the control plane of start-k8s.sh. Needs root.
#   BIN=DIR IMAGES=DIR start-node.sh NODE_DIR STATE_DIR     every *.tar of IMAGES is imported; stopped by stop-node.sh NODE_DIR
# NODE_DIR must be short: a socket's path ends at 107 characters. Pods get addresses of 10.88.0.0/24; no DNS, no kube-proxy.
set -euo pipefail
bin=${BIN:?the directory of kubelet and kubectl} images=${IMAGES:?the directory of image archives} dir=${1:?NODE_DIR} plane=${2:?STATE_DIR}
containerd=${CONTAINERD:-/usr/bin/containerd} ctr=${CTR:-/usr/bin/ctr}
PATH=$(dirname "$containerd"):$PATH:/usr/sbin:/sbin # the shim that is found first must be of the same containerd
mkdir -p "$dir"/{root,run,cni,ipam,log,kubelet}
cd "$dir"
[ ! -s pids ] || { echo "start-node.sh: $dir/pids says that it runs; stop-node.sh $dir first" >&2; exit 1; }

cat >containerd.toml <<EOF
version = 2
root = "$dir/root"
state = "$dir/run"
[grpc]
  address = "$dir/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  restrict_oom_score_adj = true # without CAP_SYS_RESOURCE no sandbox starts otherwise
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$dir/cni"
EOF
cat >cni/10-ptp.conflist <<EOF
{"cniVersion": "1.0.0", "name": "pods", "plugins": [{"type": "ptp", "ipMasq": false,
  "ipam": {"type": "host-local", "dataDir": "$dir/ipam", "ranges": [[{"subnet": "10.88.0.0/24"}]], "routes": [{"dst": "0.0.0.0/0"}]}}]}
EOF
cat >kubelet.yaml <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 127.0.0.1
healthzBindAddress: 127.0.0.1
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $plane/pki/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $plane/pki/node.crt
tlsPrivateKeyFile: $plane/pki/node.key
containerRuntimeEndpoint: unix://$dir/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
makeIPTablesUtilChains: false
evictionHard: {memory.available: "50Mi", nodefs.available: "1%", imagefs.available: "1%", nodefs.inodesFree: "1%"}
# No registry can give an image back.
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
EOF

run() { # run NAME COMMAND…: in a session of its own
  local name=$1
  shift
  nohup setsid "$@" >"log/$name.log" 2>&1 </dev/null &
  echo "$! $name" >>pids
}
await() { # await NAME COMMAND…: up to 60 s
  local name=$1
  shift
  for _ in $(seq 600); do "$@" >/dev/null 2>&1 && return; sleep 0.1; done
  echo "start-node.sh: $name is not ready after 60 s" >&2
  tail -n 5 "log/$name.log" >&2
  exit 1
}

: >pids
run containerd "$containerd" -c containerd.toml
await containerd "$ctr" -a "$dir/containerd.sock" version
for archive in "$images"/*.tar; do
  "$ctr" -a "$dir/containerd.sock" -n k8s.io images import "$archive" >log/import.log 2>&1 || { tail -n 5 log/import.log >&2; exit 1; }
done
run kubelet "$bin/kubelet" --config kubelet.yaml --kubeconfig "$plane/node.kubeconfig" --hostname-override localhost \
  --root-dir "$dir/kubelet" --cert-dir "$dir/kubelet/pki"
await kubelet "$bin/kubectl" --kubeconfig "$plane/admin.kubeconfig" wait --for=condition=Ready node/localhost --timeout=1s
echo 'node localhost is Ready'
