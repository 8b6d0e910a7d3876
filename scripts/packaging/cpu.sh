# Without this check the program would end with "Illegal instruction". Without /proc (in an image that is made
# for another machine) the check passes.
check_cpu() {
  [ "$(uname -m)" = x86_64 ] && [ -r /proc/cpuinfo ] || return 0
  grep -q '^flags' /proc/cpuinfo || return 0
  grep -qw sse4_2 /proc/cpuinfo && return 0
  cat >&2 <<'TEXT'
occi-server cannot run on this CPU: it needs SSE4.2, which every x86-64 CPU since 2011 has.
On a virtual machine choose another CPU model: "host-passthrough" or "x86-64-v2" instead of "qemu64" or "kvm64".
In OpenNebula's template of the machine: CPU_MODEL = [ MODEL = "host-passthrough" ]
TEXT
  return 1
}
