#compdef PROGRAMS
# Completion of occi-server and its clients in zsh: the program itself tells what may come next.
_occi() {
  local -a line values shown
  local kind before value what
  # The words as the program gets them; of the last one what stands before the cursor.
  line=("${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}")
  {
    IFS=$'\t' read -r kind before
    while IFS=$'\t' read -r value what; do
      values+=("$value")
      shown+=("$value${what:+  -- $what}")
    done
  } < <("${line[1]/#\~\//$HOME/}" __complete "${(@)line[2,-1]}" 2>/dev/null </dev/null)
  local added=1
  ((${#values})) && compadd -l -d shown -a values && added=0
  case $kind in
    :file | :directory)
      [[ -n $before ]] && compset -P "${(b)before}"
      if [[ $kind == :file ]]; then _files; else _files -/; fi && added=0 ;;
  esac
  return added
}
if [ "$funcstack[1]" = _occi ]; then _occi "$@"; else compdef _occi PROGRAMS; fi
