# Completion of occi-server and its clients in bash: the program itself tells what may come next.
_occi_complete() {
  local rest=${COMP_LINE:0:COMP_POINT} line=() word="" begun="" quote="" kept=0 char kind before value what
  # The words as the program would get them. Bash puts what is chosen in place of the last one from `kept` on: behind the
  # last = or : or the quote that is still open.
  while [[ -n $rest ]]; do
    char=${rest:0:1} rest=${rest:1}
    if [[ -z $quote && $char == [[:blank:]] ]]; then
      [[ -n $begun ]] && line+=("$word")
      word="" begun="" kept=0
      continue
    fi
    begun=1
    if [[ -n $quote && $char == "$quote" ]]; then
      quote=""
    elif [[ $quote == "'" ]]; then
      word+=$char
    elif [[ $char == "\\" ]]; then
      [[ -n $quote && ${rest:0:1} != [\"\$\`\\] ]] && word+=$char
      word+=${rest:0:1} rest=${rest:1}
    elif [[ -n $quote ]]; then
      word+=$char
    elif [[ $char == [\"\'] ]]; then
      quote=$char kept=${#word}
    else
      [[ $char == @ && $COMP_WORDBREAKS == *@* ]] && kept=${#word}
      word+=$char
      [[ $char == [=:] && $COMP_WORDBREAKS == *"$char"* ]] && kept=${#word}
    fi
  done
  line+=("$word")
  COMPREPLY=()
  {
    IFS=$'\t' read -r kind before
    while IFS=$'\t' read -r value what; do
      value=${value:kept}
      case $kind$quote in
        :file* | :directory*) ;; # quoted by bash, as the files are
        *"'") value=${value//\'/\'\\\'\'} ;;
        *'"') value=${value//\\/\\\\} value=${value//\"/\\\"} value=${value//\$/\\\$} value=${value//\`/\\\`} ;;
        *) printf -v value %q "$value" ;;
      esac
      COMPREPLY+=("$value")
    done
  } < <("${line[0]/#\~\//$HOME/}" __complete "${line[@]:1}" 2>/dev/null </dev/null)
  case $kind in
    :file) kind=-f ;;
    :directory) kind=-d ;;
    *) return ;;
  esac
  compopt -o filenames 2>/dev/null
  while IFS= read -r value; do
    value=$before$value
    COMPREPLY+=("${value:kept}")
  done < <(compgen "$kind" -- "${word#"$before"}")
}
complete -F _occi_complete PROGRAMS
