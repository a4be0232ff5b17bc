#!/bin/bash
# Starts a real control plane on 127.0.0.1: etcd, kube-apiserver, kube-controller-manager, kube-scheduler.
#   BIN=DIR start-k8s.sh STATE_DIR     about 10 s the first time, 5 s on old data; stopped by stop-k8s.sh STATE_DIR
# Leaves in STATE_DIR: admin.kubeconfig (every right), pki/, log/, pids. Ports: P_API, P_ETCD, P_PEER, P_KCM, P_SCH.
# log/audit.log holds the requests of the operator's account, as audit-policy.yaml says.
set -euo pipefail
bin=${BIN:?the directory of kube-apiserver and the others} dir=${1:?STATE_DIR}
api=${P_API:-16443} etcd=${P_ETCD:-12379} peer=${P_PEER:-12380} manager=${P_KCM:-10257} scheduler=${P_SCH:-10259}
token=${ADMIN_TOKEN:-admin-token} audit=$(cd "$(dirname "$0")" && pwd)/audit-policy.yaml
mkdir -p "$dir/pki" "$dir/log"
cd "$dir"
[ ! -s pids ] || { echo "start-k8s.sh: $dir/pids says that it runs; stop-k8s.sh $dir first" >&2; exit 1; }

new_key() { openssl ecparam -name prime256v1 -genkey -noout -out "pki/$1.key" 2>/dev/null; }
certificate() { # certificate NAME SUBJECT EXTENSIONS: signed by our own authority
  new_key "$1"
  openssl req -new -key "pki/$1.key" -subj "$2" -out "pki/$1.csr"
  openssl x509 -req -in "pki/$1.csr" -CA pki/ca.crt -CAkey pki/ca.key -CAcreateserial -days 3650 -out "pki/$1.crt" -extfile <(printf '%s\n' "$3") 2>/dev/null
  rm "pki/$1.csr"
}
make_pki() { # who somebody is: CN is the user, O the group
  new_key ca
  openssl req -x509 -new -key pki/ca.key -subj /CN=test-ca -days 3650 -out pki/ca.crt \
    -addext basicConstraints=critical,CA:true -addext keyUsage=critical,keyCertSign,cRLSign
  local server='extendedKeyUsage=serverAuth' client='extendedKeyUsage=clientAuth'
  certificate apiserver /CN=kube-apiserver "$server
subjectAltName=DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.96.0.1"
  certificate admin /O=system:masters/CN=admin "$client"
  certificate kcm /CN=system:kube-controller-manager "$client"
  certificate sched /CN=system:kube-scheduler "$client"
  certificate apikubelet /O=system:masters/CN=kube-apiserver-kubelet-client "$client"
  certificate node /O=system:nodes/CN=system:node:localhost "extendedKeyUsage=clientAuth,serverAuth
subjectAltName=DNS:localhost,IP:127.0.0.1"
  openssl genrsa -out pki/sa.key 2048 2>/dev/null
  openssl rsa -in pki/sa.key -pubout -out pki/sa.pub 2>/dev/null
}
kubeconfig() { # kubeconfig NAME: of the certificate of that name
  cat >"$1.kubeconfig" <<EOF
apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: "https://127.0.0.1:$api", certificate-authority: $dir/pki/ca.crt}}]
users: [{name: u, user: {client-certificate: $dir/pki/$1.crt, client-key: $dir/pki/$1.key}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
EOF
}

run() { # run NAME COMMAND…: in a session of its own
  local name=$1
  shift
  nohup setsid "$@" >"log/$name.log" 2>&1 </dev/null &
  echo "$! $name" >>pids
}
give_up() { echo "start-k8s.sh: $1 $2" >&2; tail -n 5 "log/$1.log" >&2; exit 1; }
all_live() {
  local pid name
  while read -r pid name; do kill -0 "$pid" 2>/dev/null || give_up "$name" died; done <pids
}
await() { # await NAME COMMAND…: up to 3 minutes, on a machine that does much else; one that died is told at once
  local name=$1 end=$((SECONDS + 180))
  shift
  while [ $SECONDS -lt $end ]; do
    timeout 20 "$@" >/dev/null 2>&1 && return
    all_live
    sleep 0.1
  done
  give_up "$name" 'is not ready after 180 s'
}

[ -f pki/sa.pub ] || make_pki
(umask 077 && printf '%s,admin,admin-uid,"system:masters"\n' "$token" >tokens.csv)
for who in admin kcm sched node; do kubeconfig "$who"; done
: >pids

run etcd "$bin/etcd" --name e1 --data-dir "$dir/etcd" --unsafe-no-fsync --log-level warn \
  --listen-client-urls "http://127.0.0.1:$etcd" --advertise-client-urls "http://127.0.0.1:$etcd" \
  --listen-peer-urls "http://127.0.0.1:$peer" --initial-advertise-peer-urls "http://127.0.0.1:$peer" --initial-cluster "e1=http://127.0.0.1:$peer"
await etcd curl -fs "http://127.0.0.1:$etcd/health"

run apiserver "$bin/kube-apiserver" --etcd-servers "http://127.0.0.1:$etcd" \
  --bind-address 127.0.0.1 --advertise-address 127.0.0.1 --secure-port "$api" --endpoint-reconciler-type none \
  --tls-cert-file pki/apiserver.crt --tls-private-key-file pki/apiserver.key --client-ca-file pki/ca.crt \
  --token-auth-file tokens.csv --authorization-mode Node,RBAC --enable-admission-plugins NodeRestriction \
  --service-account-issuer https://kubernetes.default.svc --service-account-key-file pki/sa.pub --service-account-signing-key-file pki/sa.key \
  --service-cluster-ip-range 10.96.0.0/16 --allow-privileged=true --kubelet-preferred-address-types Hostname \
  --kubelet-client-certificate pki/apikubelet.crt --kubelet-client-key pki/apikubelet.key --kubelet-certificate-authority pki/ca.crt \
  --audit-policy-file "$audit" --audit-log-path "$dir/log/audit.log" --audit-log-maxsize 1000
await apiserver curl -fs --cacert pki/ca.crt -H "Authorization: Bearer $token" "https://127.0.0.1:$api/readyz"

run kcm "$bin/kube-controller-manager" --kubeconfig kcm.kubeconfig --authentication-kubeconfig kcm.kubeconfig \
  --authorization-kubeconfig kcm.kubeconfig --bind-address 127.0.0.1 --secure-port "$manager" --leader-elect=false \
  --root-ca-file pki/ca.crt --service-account-private-key-file pki/sa.key --use-service-account-credentials=true
run scheduler "$bin/kube-scheduler" --kubeconfig sched.kubeconfig --authentication-kubeconfig sched.kubeconfig \
  --authorization-kubeconfig sched.kubeconfig --bind-address 127.0.0.1 --secure-port "$scheduler" --leader-elect=false
await kcm curl -fsk "https://127.0.0.1:$manager/healthz"
await scheduler curl -fsk "https://127.0.0.1:$scheduler/healthz"
# Before it exists no pod is admitted.
await kcm "$bin/kubectl" --kubeconfig admin.kubeconfig get serviceaccount default
echo "ready: export KUBECONFIG=$dir/admin.kubeconfig"
