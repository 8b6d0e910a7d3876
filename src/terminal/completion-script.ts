/** The scripts for the shells: small, as the program knows what may come next. */

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

/** The hidden command that the scripts call. */
export const COMPLETE = "__complete";

// Bash cuts words at = and : too: they are put together again, and of the answer only what stands behind the last one of
// these is put in place of what it takes for the word.
const BASH = `_occi_complete() {
  local line=() word="" rest kind value prefix="" i
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if ((\${#line[@]} > 0)) && [[ $word == [=:]* || \${COMP_WORDS[i-1]} == *[=:] ]] &&
      [[ " \${COMP_LINE:0:COMP_POINT} " == *"\${COMP_WORDS[i-1]}$word"* ]]; then
      line[\${#line[@]}-1]+=$word
    else
      line+=("$word")
    fi
  done
  word=\${line[\${#line[@]}-1]}
  [[ $word == *[=:]* ]] && prefix=\${word%"\${word##*[=:]}"}
  COMPREPLY=()
  { read -r kind
    while IFS=$'\\t' read -r value rest; do
      printf -v value %q "\${value#"$prefix"}"
      COMPREPLY+=("$value")
    done
  } < <("\${COMP_WORDS[0]}" ${COMPLETE} "\${line[@]//\\\\/}" 2>/dev/null </dev/null)
  case $kind in
    :file) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -f -- "\${word#"$prefix"}")) ;;
    :directory) compopt -o filenames 2>/dev/null; COMPREPLY+=($(compgen -d -- "\${word#"$prefix"}")) ;;
  esac
}`;

const ZSH = `_occi() {
  local -a values shown
  local kind value what
  { read -r kind
    while IFS=$'\\t' read -r value what; do
      values+=("$value")
      shown+=("$value\${what:+  -- $what}")
    done
  } < <("\${words[1]}" ${COMPLETE} "\${(@Q)words[2,CURRENT]}" 2>/dev/null </dev/null)
  case $kind in
    :file) _files ;;
    :directory) _files -/ ;;
  esac
  ((\${#values})) && compadd -l -d shown -a values
}`;

const FISH = `function __occi_complete
  set -l line (commandline -opc)
  set -l current (commandline -ct)
  set -l answer ($line[1] ${COMPLETE} $line[2..] $current 2>/dev/null </dev/null)
  switch "$answer[1]"
    case :file
      __fish_complete_path $current
    case :directory
      __fish_complete_directories $current
  end
  printf '%s\\n' $answer[2..]
end`;

/** The completion of all programs for a shell. @param programs their names. */
export function completionScript(shell: Shell, programs: readonly string[]): string {
  switch (shell) {
    case "bash":
      return `${BASH}\ncomplete -F _occi_complete ${programs.join(" ")}\n`;
    case "zsh":
      // As a file _occi in $fpath, and as well by `source`.
      return [
        `#compdef ${programs.join(" ")}`,
        ZSH,
        `if [ "$funcstack[1]" = _occi ]; then _occi "$@"; else compdef _occi ${programs.join(" ")}; fi\n`,
      ].join("\n");
    case "fish":
      return `${FISH}\n${programs.map((name) => `complete -c ${name} -f -a '(__occi_complete)'`).join("\n")}\n`;
  }
}
