# shellcheck shell=bash disable=SC2154 # work, count
# Sourced by bench/operator: makes $count Backups in namespace "many" by plain requests over one connection.

server() { echo "https://127.0.0.1:$P_API"; }
call() { # call LIST: the requests that a curl configuration lists
  curl -sS --fail --cacert "$work/plane/pki/ca.crt" -H 'Authorization: Bearer admin-token' -H 'Content-Type: application/json' --config "$1" ||
    { echo "bench/operator: the API server refused a Backup" >&2; return 1; }
}
request() { # request METHOD PATH BODY: one entry of such a list
  printf 'next\nurl = "%s%s"\nrequest = %s\noutput = /dev/null\ndata = "%s"\ncacert = "%s"\nheader = "Authorization: Bearer admin-token"\nheader = "Content-Type: application/json"\nfail\n' \
    "$(server)" "$2" "$1" "${3//\"/\\\"}" "$work/plane/pki/ca.crt"
}

spec() { # spec NAME SECRET: as long as people's own are; none of the claims is there
  printf '"source":{"persistentVolumeClaim":{"claimName":"data-of-%s"},"exclude":["*.tmp","cache/**"]},"storage":{"provider":"minio","endpoint":"http://minio.storage:9000","bucket":"backups","prefix":"prod"%s},"settings":{"archive":{"format":"tar.zst","compressionLevel":3},"encryption":{"enabled":false}},"backoffRetryPolicy":{"minRetryDuration":"300s","maxRetryTimes":2,"retryTimeout":"30m"}' "$1" "$2"
}
backup() { # backup STATE NAME
  local secret=''
  [ "$1" != secret ] || secret=',"secretRef":{"name":"none"}'
  printf '{"apiVersion":"bactrian.io/v1alpha1","kind":"Backup","metadata":{"name":"%s","namespace":"many","labels":{"app":"shop","team":"one"}},"spec":{%s}}' "$2" "$(spec "$2" "$secret")"
}
status() { # status NAME RESOURCE_VERSION: of a Backup that is complete after one retry
  local name=$1 time=2026-01-02T03:04:05.678Z run=20260102t030405z-1a2b3c4d conditions='' type is
  for type in Complete=True Ready=True Reconciling=False Stalled=False; do
    is=${type#*=}
    conditions+="${conditions:+,}{\"type\":\"${type%=*}\",\"status\":\"$is\",\"reason\":\"Complete\",\"message\":\"1.2 GiB in 1,234 files, 1.1 GiB of it new\",\"observedGeneration\":1,\"lastTransitionTime\":\"$time\"}"
  done
  printf '{"apiVersion":"bactrian.io/v1alpha1","kind":"Backup","metadata":{"name":"%s","namespace":"many","resourceVersion":"%s"},"status":{"phase":"Complete","observedGeneration":1,"conditions":[%s],"attempt":2,"attemptStartedAt":"%s","timeStarted":"%s","timeCompleted":"%s","duration":"12m 3s","commitTime":"%s","backupJobName":"backup-%s","runId":"%s","backupPath":"many/%s/%s","backupName":"%s","backupSize":1288490188,"backupSizeReadable":"1.2 GiB","bytesNew":1181116006,"bytesReused":107374182,"files":1234,"changedFiles":0,"debtBytes":0,"progress":{"bundlesDone":19,"bundlesTotal":19,"bytesDone":1288490188,"bytesTotal":1288490188,"updatedAt":"%s"},"backoffRetryStatus":[{"retryNum":1,"detectFailedAt":"%s","expectedRetryAt":"%s","realRetryAt":"%s","retryReason":"the worker failed","originalReason":"transient: the store did not answer within 60 s"}]}}' \
    "$name" "$2" "$conditions" "$time" "$time" "$time" "$time" "$name" "$run" "$name" "$run" "$name" "$time" "$time" "$time" "$time"
}

make_backups() { # make_backups complete|waiting|secret: and no others
  local path=/apis/bactrian.io/v1alpha1/namespaces/many/backups i name version
  kubectl delete namespace many --ignore-not-found --timeout=300s >/dev/null
  kubectl create namespace many >/dev/null
  for ((i = 0; i < count; i++)); do request POST "$path" "$(backup "$1" "shop-database-$i")"; done | tail -n +2 >"$work/create.curl"
  call "$work/create.curl"
  [ "$1" = complete ] || return 0
  kubectl get backups -n many -o jsonpath='{range .items[*]}{.metadata.name} {.metadata.resourceVersion}{"\n"}{end}' |
    while read -r name version; do request PUT "$path/$name/status" "$(status "$name" "$version")"; done | tail -n +2 >"$work/status.curl"
  call "$work/status.curl"
}
