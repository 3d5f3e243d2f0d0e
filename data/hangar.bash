# SPDX-License-Identifier: GPL-3.0-or-later
# Completion of hangar's command line in bash.

# The names of the machines of a host, one on each line; nothing when it does not answer at once.
_hangar_machines ()
{
  timeout 2 virsh --readonly ${1:+--connect "$1"} list --all --name 2>/dev/null
}

_hangar ()
{
  local current previous words cword uri= position
  _init_completion -n : 2>/dev/null || return
  current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  for ((position = 1; position < COMP_CWORD; position++)); do
    [[ ${COMP_WORDS[position]} == --connect ]] && uri=${words[position+1]:-}
  done
  case $previous in
    --connect)
      COMPREPLY=($(compgen -W 'qemu:///session qemu:///system qemu+ssh:// lxc:/// xen:/// test:///default' -- "$current"))
      __ltrim_colon_completions "$current" 2>/dev/null
      return;;
    --show-machine|--console)
      mapfile -t COMPREPLY < <(compgen -W "$(_hangar_machines "$uri")" -- "$current")
      return;;
  esac
  COMPREPLY=($(compgen -W '--connect --show-machine --console --new --debug --version --help' -- "$current"))
}

complete -F _hangar hangar
